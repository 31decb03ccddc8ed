"""The pytest plug-in, tried with pytest itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def project(pytester: pytest.Pytester, cases: Path) -> pytest.Pytester:
    """A project whose root is the small pack with its cases."""
    for each in cases.parent.iterdir():
        if each.is_dir() and each.name in {"intents", "responses", "tests"}:
            shutil.copytree(each, pytester.path / each.name)
    pytester.makeini("[pytest]\n")
    return pytester


def test_each_case_is_an_item(project: pytest.Pytester) -> None:
    """Case files are collected by their names, one item a case, and run."""
    result = project.runpytest("-v", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*pizza.chat.yaml::the price of a margherita PASSED*"])


def test_failure_is_readable(project: pytest.Pytester) -> None:
    """A failure shows the explanation and the line, and no traceback."""
    path = project.path / "tests/pizza.chat.yaml"
    path.write_text(path.read_text().replace("says: ten", "says: eleven"))
    result = project.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(
        ["*pizza.chat.yaml:6:9: the price of a margherita", "*says: eleven"]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_known_failures_are_strict(project: pytest.Pytester) -> None:
    """A listed case is expected to fail, and fails the run when it passes."""
    (project.path / "tests/known_failures.yaml").write_text(
        "known_failures:\n  - {file: pizza.chat.yaml, case: is a pizza much, reason: later}\n"
    )
    project.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=2, failed=1)
    path = project.path / "tests/pizza.chat.yaml"
    path.write_text(path.read_text().replace("says: ten", "says: eleven"))
    outcomes = project.runpytest("-p", "no:cacheprovider")
    outcomes.assert_outcomes(passed=1, failed=1, xfailed=1)


def test_stale_known_failure_is_an_error(project: pytest.Pytester) -> None:
    """An entry that names no case is an error with its place; the cases run all the same."""
    (project.path / "tests/known_failures.yaml").write_text(
        "known_failures:\n  - {file: pizza.chat.yaml, case: is a piza much, reason: later}\n"
    )
    result = project.runpytest("--continue-on-collection-errors", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(["*known_failures.yaml:2:35:*did you mean*"])


def test_known_failure_in_a_broken_file_is_not_stale(project: pytest.Pytester) -> None:
    """While a case file is broken, nobody knows whether its cases are there: one error, not two."""
    (project.path / "tests/known_failures.yaml").write_text(
        "known_failures:\n  - {file: bad.chat.yaml, case: x, reason: later}\n"
    )
    (project.path / "tests/bad.chat.yaml").write_text("cases:\n  - {ask: x, intant: y}\n")
    result = project.runpytest("--continue-on-collection-errors", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=3, errors=1)


def test_a_list_of_others_is_left_alone(pytester: pytest.Pytester) -> None:
    """A file of that name in a project without case files is none of ours."""
    (pytester.path / "known_failures.yaml").write_text("anything: goes\n")
    assert pytester.runpytest("-p", "no:cacheprovider").ret is pytest.ExitCode.NO_TESTS_COLLECTED


def test_broken_file_is_one_error(project: pytest.Pytester) -> None:
    """A file that is wrong is an error with place and advice, and the others run."""
    (project.path / "tests/bad.chat.yaml").write_text("cases:\n  - {ask: x, intant: y}\n")
    result = project.runpytest("--continue-on-collection-errors", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(["*bad.chat.yaml:2:14:*did you mean*"])


def test_the_other_ending_is_an_error(project: pytest.Pytester) -> None:
    """A case file that ends in ".yml" is an error, and not passed over."""
    (project.path / "tests/x.chat.yml").write_text("cases: [{ask: x, kind: none}]\n")
    result = project.runpytest("--continue-on-collection-errors", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(["*x.chat.yml:1:1:*rename it to x.chat.yaml*"])


def test_items_can_be_spread(project: pytest.Pytester) -> None:
    """With xdist every process collects the same items, and all of them run."""
    project.runpytest("-n", "2", "-p", "no:cacheprovider").assert_outcomes(passed=3)


def test_fixture_and_assertion(project: pytest.Pytester) -> None:
    """A test in Python gets the bot of its project, and asks it."""
    project.makepyfile(
        """
        from chatbot.testing import assert_answers

        def test_price(chatbot):
            assert_answers(chatbot, "price of the margherita", "pizza.price", says="ten")
        """
    )
    project.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=4)


def test_pack_can_be_set(pytester: pytest.Pytester, cases: Path) -> None:
    """Cases that stand outside of any pack are about the one that the setting names."""
    shutil.copy(cases / "pizza.chat.yaml", pytester.path / "x.chat.yaml")
    pytester.makeini(f"[pytest]\nchatbot_pack = {cases.parent}\n")
    pytester.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=3)
