"""`chatbot check`: each rule finds its fault, says where, and can be let stand with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from chatbot.cli.main import main
from chatbot.content.draft import Place
from chatbot.content.model import Pack
from chatbot.testing.approvals import approve
from chatbot.testing.evaluation import Judged
from chatbot.testing.lint import RULES, Finding, lint
from chatbot.testing.lint.collisions import _left_out
from chatbot.testing.lint.deep import judge_utterances
from chatbot.testing.vectors import vectors_of

TODAY = date(2026, 6, 1)
PRICE = "answer: Ten."


@pytest.fixture
def sound(pack: Path) -> Path:
    """The small pack with nothing for any rule to find but missing signatures."""
    asked = {
        "price": "how much cost price pay euro expensive bill money cheap",
        "hours": "when open close time late early sunday evening morning noon",
    }
    for name, words in asked.items():
        first, second = words.split()[:5], words.split()[5:]
        lines = [f"      - {a} {b} pizza {name}\n" for a in first for b in second]
        path = pack / "intents/pizza.yaml"
        text = path.read_text()
        start = text.index("    utterances:\n", text.index(f"pizza.{name}:"))
        start += len("    utterances:\n")
        path.write_text(text[:start] + "".join(lines) + text[start:])
    path = pack / "responses/pizza.yaml"
    text = path.read_text().replace("    checked:", "    sources: [menu]\n    checked:")
    path.write_text(text.replace("Noon to ten.\n", "Noon to ten.\n    related: [pizza.price]\n"))
    (pack / "responses/sources.yaml").write_text("sources:\n  menu: {publisher: Us, title: Menu}\n")
    return pack


def rules_of(folder: Path, **given: bool) -> set[str]:
    found = lint(folder, today=TODAY, **given)
    return {finding.rule for finding in found} - {"unsigned"}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_sound_pack_has_no_findings(sound: Path) -> None:
    """No rule finds anything in a pack that is as it should be, but that nobody signed it."""
    assert rules_of(sound) == set()


HARD = "Notwithstanding contraindications, anticoagulation necessitates individual care. "
BREAKS = [
    ("responses", PRICE, "answer: Take 5 mg of it.", "amount"),
    ("responses", PRICE, "answer: He committed suicide.", "unsafe-words"),
    ("responses", PRICE, "answer: A miracle for ten.", "promotion"),
    ("responses", PRICE, f"answer: {'Ten is all. ' * 31}", "long-answer"),
    ("responses", PRICE, f"answer: {'ten and ' * 13}ten.", "long-sentence"),
    ("responses", PRICE, f"answer: {HARD * 4}", "reading-grade"),
    ("responses", PRICE, "answer: Some people feel mania after it.", "jargon"),
    ("responses", "due: 2026-12-01", "due: 2026-05-01", "stale-review"),
    ("responses", "checked: 2026-01-01", "checked: 2026-11-30", "future-review"),
    ("responses", "    sources: [menu]\n", "", "no-source"),
    ("responses", "    related: [pizza.price]\n", "", "dead-end"),
    ("intents", "area:", "area: x\n#", None),
]


@pytest.mark.parametrize(("shelf", "old", "new", "rule"), BREAKS)
def test_each_rule_finds_its_fault(
    sound: Path, shelf: str, old: str, new: str, rule: str | None
) -> None:
    """One fault, one rule, and no other."""
    edit(sound / shelf / "pizza.yaml", old, new)
    assert rules_of(sound) == ({rule} if rule else set())


def test_explained_jargon_is_no_fault(sound: Path) -> None:
    """A term in brackets, or explained in its sentence, is understood."""
    path = sound / "responses/pizza.yaml"
    edit(path, PRICE, "answer: A very high mood (mania) can follow. Mania means that. It is mania.")
    assert rules_of(sound) == set()


def test_source_without_answer(sound: Path) -> None:
    """A source that no answer names is found at its own line."""
    with (sound / "responses/sources.yaml").open("a") as file:
        file.write("  old: {publisher: Us, title: Old menu}\n")
    (found,) = (f for f in lint(sound, today=TODAY) if f.rule == "orphan-source")
    assert "sources.yaml:3:3" in str(found)


def test_link_to_what_has_no_answer(sound: Path) -> None:
    """`related` may name no examples of what is out of scope."""
    (sound / "intents/none.yaml").write_text(
        "area: None\nintents:\n  none.x: {kind: none, question: X?, utterances: [the weather]}\n"
    )
    edit(sound / "responses/pizza.yaml", "[pizza.price]", "[pizza.price, none.x]")
    assert rules_of(sound) == {"dead-end"}


def test_thin_intent(sound: Path) -> None:
    """Fewer utterances than the pack wants, 25 by default."""
    path = sound / "intents/pizza.yaml"
    text = path.read_text()
    path.write_text(text[: text.index("      - when noon")] + "      - closing time\n")
    assert rules_of(sound) == {"thin-intent"}
    (sound / "tests").mkdir()
    (sound / "tests/lint.yaml").write_text("thin_intent: 5\n")
    assert rules_of(sound) == set()


def test_near_collision_names_the_pair(sound: Path) -> None:
    """An utterance that another intent would take is placed, with the utterance that takes it."""
    path = sound / "intents/pizza.yaml"
    edit(path, "      - when do", "      - how bill pizza prices\n      - when do")
    (found,) = (f for f in lint(sound, today=TODAY) if f.rule == "near-collision")
    assert "pizza.hours is nearer to pizza.price" in str(found)
    line = path.read_text().splitlines()[found.problem.line - 1]
    assert "pizza prices" in line


def test_deep_check_asks_the_real_matcher(sound: Path, tmp_path: Path) -> None:
    """With --deep the real matcher judges; what it found is kept, and read the next time."""
    edit(
        sound / "intents/pizza.yaml",
        "      - when do",
        "      - how bill pizza price x\n      - when do",
    )
    (sound / "tests").mkdir()
    (sound / "tests/lint.yaml").write_text("sure_elsewhere: 0.3\n")
    fits: list[int] = []

    def judge(pack: Pack) -> list[Judged]:
        return judge_utterances(pack, tmp_path / "kept", lambda: fits.append(1))

    first = lint(sound, today=TODAY, judge=judge)
    found = "\n".join(str(f) for f in first if f.rule == "near-collision")
    assert '"how bill pizza price x" of pizza.hours is nearer to pizza.price' in found
    assert lint(sound, today=TODAY, judge=judge) == first
    assert len(fits) == 5


def test_left_out_equals_fitted_without() -> None:
    """The scores in closed form are those of a fit that never saw the utterance."""
    chance = np.random.default_rng(3)
    vectors = chance.normal(size=(30, 8)).astype(np.float32)
    own = np.arange(30) % 3
    judged = np.arange(0, 30, 2)
    scores = dict(zip(judged.tolist(), _left_out(vectors, own, 3, judged), strict=True))
    for out in judged.tolist():
        kept = np.delete(np.arange(30), out)
        wanted = np.eye(3)[own[kept]]
        products = vectors[kept].T @ vectors[kept] + np.eye(8)
        weights = np.linalg.solve(products, vectors[kept].T @ wanted)
        assert np.allclose(scores[out], vectors[out] @ weights, atol=1e-4)


def test_signatures_count_for_a_release(sound: Path) -> None:
    """Unsigned, changed and expired are named; for a release each is an error."""
    assert {f.problem.severity for f in lint(sound, today=TODAY)} == {"info"}
    assert {f.problem.severity for f in lint(sound, today=TODAY, release=True)} == {"error"}
    names = ["pizza.price", "pizza.hours"]
    approve(sound, names, by="A", role="cook", today=TODAY, until=date(2026, 9, 1))
    assert lint(sound, today=TODAY, release=True) == []
    edit(sound / "responses/pizza.yaml", PRICE, "answer: Nine.")
    assert rules_of(sound) == {"changed-since-signed"}
    late = lint(sound, today=date(2026, 9, 2), release=True)
    assert {f.rule for f in late} == {"changed-since-signed", "expired-signature"}


def test_finding_is_let_stand_with_a_reason(sound: Path) -> None:
    """On its line or the line before; without a reason, a rule or a finding it is a fault."""
    path = sound / "responses/pizza.yaml"
    edit(path, PRICE, "answer: A miracle.")
    text = path.read_text()
    path.write_text(
        text.replace("pizza.price:\n", "pizza.price:  # lint: allow promotion: a joke\n")
    )
    assert rules_of(sound) == set()
    comment = "  # lint: allow promotion: a joke\n  pizza.price:\n"
    path.write_text(text.replace("  pizza.price:\n", comment))
    assert rules_of(sound) == set()
    path.write_text(text.replace("pizza.price:\n", "pizza.price:  # lint: allow promotion\n"))
    assert rules_of(sound) == {"promotion", "suppression"}
    path.write_text(text.replace("pizza.hours:\n", "pizza.hours:  # lint: allow promotin: x\n"))
    said = "\n".join(map(str, lint(sound, today=TODAY)))
    assert 'there is no rule "promotin"; did you mean "promotion"?' in said
    path.write_text(text.replace("pizza.hours:\n", "pizza.hours:  # lint: allow jargon: x\n"))
    assert "jargon finds nothing on line" in "\n".join(map(str, lint(sound, today=TODAY)))


def test_several_comments_may_stand_for_one_line(sound: Path) -> None:
    """Above each other and on the line itself; one that names no rule is a fault."""
    path = sound / "responses/pizza.yaml"
    edit(path, PRICE, "answer: A miracle.")
    edit(path, "    sources: [menu]\n", "")
    text = path.read_text()
    line = "  pizza.price:\n"
    first, second = "# lint: allow promotion: a joke", "# lint: allow no-source: known to all"
    for changed in (f"  {first}\n  {second}\n{line}", f"  {first}\n  pizza.price:  {second}\n"):
        path.write_text(text.replace(line, changed))
        assert rules_of(sound) == set()
    path.write_text(text.replace(line, f"  # lint: allow: because\n{line}"))
    assert rules_of(sound) == {"promotion", "no-source", "suppression"}


def test_nothing_lets_a_release_stand(sound: Path) -> None:
    """Neither a comment nor a setting makes up for a missing signature."""
    path = sound / "responses/pizza.yaml"
    comment = "pizza.price:  # lint: allow unsigned: later\n"
    path.write_text(path.read_text().replace("pizza.price:\n", comment))
    (sound / "tests").mkdir()
    (sound / "tests/lint.yaml").write_text("rules: {unsigned: off}\n")
    found = lint(sound, today=TODAY, release=True)
    assert [(f.rule, f.problem.severity) for f in found] == [("unsigned", "error")] * 2


def test_severity_can_be_set(sound: Path) -> None:
    """A pack sets how grave a rule is; a wrong setting is placed."""
    edit(sound / "responses/pizza.yaml", PRICE, "answer: A miracle.")
    (sound / "tests").mkdir()
    settings = sound / "tests/lint.yaml"
    for severity in ("error", "warning", "info"):
        settings.write_text(f"rules: {{promotion: {severity}}}\n")
        (found,) = (f for f in lint(sound, today=TODAY) if f.rule == "promotion")
        assert found.problem.severity == severity
    settings.write_text("rules: {promotion: off}\n")
    assert rules_of(sound) == set()
    settings.write_text("rules: {promotion: of}\n")
    (found,) = lint(sound, today=TODAY)
    assert re.search(r'lint.yaml:1:20.*did you mean "off".*\[settings\]', str(found))
    settings.write_text("rules: {promotoin: off}\n")
    (found,) = lint(sound, today=TODAY)
    assert re.search(r'there is no rule.*did you mean "promotion"', str(found))


Check = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["check", *map(str, arguments)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_forms_of_output(sound: Path, check: Check) -> None:
    """Text for people, JSON for programs, commands for GitHub; the code tells of errors alone."""
    edit(sound / "responses/pizza.yaml", PRICE, "answer: Some 100% mania.")
    code, out, err = check(sound)
    assert code == 0
    assert "pizza.yaml:2:3: warning: " in out
    assert "[jargon]" in out
    assert "1 warning" in err
    code, out, _ = check(sound, "--format", "json")
    assert {each["rule"] for each in json.loads(out)} >= {"jargon", "unsigned"}
    code, out, _ = check(sound, "--format", "github")
    line = next(line for line in out.splitlines() if "jargon" in line)
    assert line.startswith("::warning file=")
    assert ",line=2,col=3,title=jargon::pizza.price says" in line
    assert check(sound, "--release")[0] == 3


def test_rules_are_listed(check: Check) -> None:
    """Every rule with what it finds."""
    code, out, _ = check("--rules")
    assert code == 0
    assert all(name in out and rule.about in out for name, rule in RULES.items())


def test_github_text_is_escaped() -> None:
    """No text of a pack can end the command or begin another."""
    problem = Place("a,b:c.yaml", 1, 2).problem("50%\n::error::x", "do")
    assert Finding(problem, "x").github() == (
        "::error file=a%2Cb%3Ac.yaml,line=1,col=2,title=x::50%25%0A::error::x; do"
    )


def test_own_content_has_no_errors(bot: object) -> None:
    """What the program comes with has no finding that is an error."""
    assert bot is not None
    found = lint(Path(__file__).parent.parent, today=date(2026, 12, 1))
    assert [str(each) for each in found if each.problem.severity == "error"] == []


def test_texts_without_words_are_vectors_too() -> None:
    """No text, and texts without a word, give rows of nothing and no error."""
    assert vectors_of([]).shape == (0, 1024)
    assert not vectors_of(["", "??", "\ud800"]).any()
