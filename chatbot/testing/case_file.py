"""Case files (`*.chat.yaml`) to cases, or every reason why not, as file:line:column.

A case has `ask` (one question, or a list of questions that expect the same) or `talk` (a
conversation), and what is expected:

    cases:
      - intent: pizza.price
        says: ten
        ask: [what is the price, "how much?"]
      - name: a follow-up keeps the subject
        talk:
          - {ask: when do you open, intent: pizza.hours}
          - {ask: and on sundays, kind: clarify}
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from chatbot.content.draft import Place
from chatbot.content.model import Pack
from chatbot.content.problem import ContentError, Problem, UsageError, did_you_mean
from chatbot.content.shapes import Field, Reader, list_of, one_of, optional, placed, record, text
from chatbot.content.yaml_file import Report, read_node
from chatbot.reply import Kind
from chatbot.testing.cases import Case, Expectation, Turn
from chatbot.testing.patterns import pattern
from chatbot.testing.shapes import number_between, one_or_more

SUFFIX: Final = ".chat.yaml"
_OTHER_SUFFIX: Final = ".chat.yml"
_HIDDEN: Final = (".", "node_modules", "__pycache__")


_EXPECTED: Final = {
    "intent": optional(placed(text)),
    "intents": optional(one_or_more(text), ()),
    "kind": optional(one_of(*(kind.value for kind in Kind))),
    "says": optional(one_or_more(pattern), ()),
    "never_says": optional(one_or_more(pattern), ()),
    "sources": optional(one_or_more(text), ()),
    "offers": optional(one_or_more(text), ()),
    "confidence_above": optional(number_between(0, 1)),
}
_TURN: Final = record({"ask": Field(placed(text)), **_EXPECTED})
CASE_FILE: Final[Reader[dict[str, Any]]] = record(
    {
        "cases": Field(
            list_of(
                record(
                    {
                        "name": optional(text),
                        "ask": optional(one_or_more(text), ()),
                        "talk": optional(list_of(_TURN), ()),
                        **_EXPECTED,
                    }
                )
            )
        )
    }
)


def find_case_files(path: Path) -> list[Path]:
    """The case files beneath a folder, in order; a file stands for itself.

    Files with the other ending of YAML are among them: to read one is an error that says so.

    Raises:
        UsageError: if a folder cannot be looked into.
    """
    if path.is_file():
        return [path]
    found: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        found += (Path(folder, name) for name in names if is_case_file(name))
    return sorted(found)


def is_case_file(name: str) -> bool:
    """Whether a file of this name is a case file, or was meant to be one."""
    return name.endswith((SUFFIX, _OTHER_SUFFIX)) and not name.startswith(_HIDDEN)


def _refuse(error: OSError) -> None:
    """A folder that is passed over would be one whose cases are never run."""
    fix = "make it readable, or name another folder"
    raise UsageError(f"{error.filename} cannot be read ({error.strerror}); {fix}") from error


def load_cases(paths: Iterable[Path], pack: Pack | None = None) -> list[Case]:
    """Read case files.

    Args:
        paths: the files.
        pack: what they are about; its ids are held against those that the cases name.

    Returns:
        The cases, in the order of files and lines.

    Raises:
        ContentError: if anything is wrong with any file; it lists everything that is.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    for path in paths:
        report = Report(str(path))
        cases += read_cases(path, report, pack)
        problems += report.problems
    if problems:
        raise ContentError(problems)
    return cases


def read_cases(path: Path, report: Report, pack: Pack | None = None) -> list[Case]:
    """Read one case file as far as it can be read; the report takes what is wrong."""
    if path.name.endswith(_OTHER_SUFFIX):
        report.top('the name ends in ".yml"', f"rename it to {path.stem}.yaml")
        return []
    node = read_node(path, report)
    values = CASE_FILE(node, report) if node else None
    cases: list[Case] = []
    for value, at in values["cases"] if values else ():
        if pack is not None:
            _check_ids(value, pack, report)
        cases += _cases_of(value, at, report)
    _check_names(cases, report)
    if node and not cases and not report.problems:
        report.at(node, "there are no cases", 'add one under "cases:"')
    return cases


def _cases_of(value: dict[str, Any], node: yaml.Node, report: Report) -> Iterator[Case]:
    if value["ask"] is None or value["talk"] is None:
        return
    if bool(value["ask"]) == bool(value["talk"]):
        report.at(node, 'a case has either "ask" or "talk"', "write one of the two")
        return
    if value["talk"]:
        yield _conversation(value, node, report)
        return
    expected = _expectation(value)
    if expected == Expectation():
        report.at(node, "nothing is expected", 'say what is, such as "intent: ..."')
    for question, at in value["ask"]:
        place = _place(at, report)
        yield Case(value["name"] or question, (Turn(question, expected, place),), place)


def _conversation(value: dict[str, Any], node: yaml.Node, report: Report) -> Case:
    if _expectation(value) != Expectation():
        report.at(node, 'what is expected stands beside "talk"', "move it into the turns")
    turns = tuple(
        Turn(turn["ask"][0], _expectation(turn), _place(turn["ask"][1], report))
        for turn, _ in value["talk"]
    )
    if all(turn.expected == Expectation() for turn in turns):
        report.at(node, "nothing is expected", "say what is, of one turn or more")
    name = value["name"] or " / ".join(turn.question for turn in turns)
    return Case(name, turns, _place(node, report))


def _expectation(value: dict[str, Any]) -> Expectation:
    return Expectation(
        intent=value["intent"][0] if value["intent"] else None,
        intents=_texts(value["intents"]),
        kind=value["kind"],
        says=_texts(value["says"]),
        never_says=_texts(value["never_says"]),
        sources=_texts(value["sources"]),
        offers=_texts(value["offers"]),
        confidence_above=value["confidence_above"],
    )


def _texts(pairs: Iterable[tuple[str, yaml.Node]] | None) -> tuple[str, ...]:
    """The texts of a field; None stands for one that could not be read, which was reported."""
    return tuple(value for value, _ in pairs or ())


def _place(node: yaml.Node, report: Report) -> Place:
    mark = node.start_mark
    return Place(report.path, mark.line + 1, mark.column + 1)


def _check_names(cases: Iterable[Case], report: Report) -> None:
    """A name stands for one case, so that lists of cases can name it."""
    first: dict[str, int] = {}
    for case in cases:
        if case.name in first:
            what = f'the case "{case.name}" stands twice (first on line {first[case.name]})'
            problem = case.place.problem(what, "take one of them out, or give it another name")
            report.problems.append(problem)
        first.setdefault(case.name, case.place.line)


def _check_ids(value: dict[str, Any], pack: Pack, report: Report) -> None:
    """Every id that a case names is there."""
    for each in (value, *(turn for turn, _ in value["talk"] or ())):
        asked = (each["intent"],) if each["intent"] else ()
        for name, node in (*asked, *(each["intents"] or ()), *(each["offers"] or ())):
            _check_id(name, node, pack.responses, "intent with an answer", report)
        for name, node in each["sources"] or ():
            _check_id(name, node, pack.sources, "source", report)


def _check_id(name: str, node: yaml.Node, known: Iterable[str], what: str, report: Report) -> None:
    if name not in known:
        advice = did_you_mean(name, known, otherwise="see `chatbot topics --json` for those there")
        report.at(node, f'there is no {what} "{name}"', advice)
