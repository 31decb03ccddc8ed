"""What the lint looks for: defaults, and what a pack sets otherwise in `tests/lint.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chatbot.content.problem import ContentError, did_you_mean
from chatbot.content.shapes import Reader, list_of, map_of, one_of, optional, record
from chatbot.content.yaml_file import Report, read_node
from chatbot.testing.patterns import pattern
from chatbot.testing.shapes import number_between

FILE: Final = "tests/lint.yaml"
_LISTS: Final = ("promotion", "amounts", "unsafe_words", "jargon")
_COUNT: Final = optional(number_between(0, 10_000))
LINT: Final[Reader[dict[str, Any]]] = record(
    {
        "thin_intent": _COUNT,
        "longest_answer": _COUNT,
        "longest_sentence": _COUNT,
        "hardest_grade": _COUNT,
        "hardest_card_grade": _COUNT,
        "clear_lead": optional(number_between(0, 2)),
        "sure_elsewhere": optional(number_between(0, 1)),
        **{name: optional(list_of(pattern)) for name in _LISTS},
        "rules": optional(map_of(one_of("error", "warning", "info", "off"))),
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the lint looks for. The names are those of the file, which explains them."""

    thin_intent: int
    longest_answer: int
    longest_sentence: int
    hardest_grade: float
    hardest_card_grade: float
    clear_lead: float
    sure_elsewhere: float
    promotion: tuple[str, ...]
    amounts: tuple[str, ...]
    unsafe_words: tuple[str, ...]
    jargon: tuple[str, ...]
    rules: Mapping[str, str]


def load_settings(folder: Path, rules: Collection[str]) -> Settings:
    """The settings of a pack.

    Args:
        folder: the pack.
        rules: the names of all rules.

    Returns:
        The settings.

    Raises:
        ContentError: if anything is wrong with its `tests/lint.yaml`.
    """
    values = _read(Path(__file__).with_name("defaults.yaml"), rules)
    own = folder / FILE
    if own.is_file():
        values |= {name: value for name, value in _read(own, rules).items() if value is not None}
    return Settings(
        thin_intent=int(values["thin_intent"]),
        longest_answer=int(values["longest_answer"]),
        longest_sentence=int(values["longest_sentence"]),
        hardest_grade=values["hardest_grade"],
        hardest_card_grade=values["hardest_card_grade"],
        clear_lead=values["clear_lead"],
        sure_elsewhere=values["sure_elsewhere"],
        **{name: tuple(text for text, _ in values[name]) for name in _LISTS},
        rules={name: severity for name, (severity, _) in values["rules"].items()},
    )


def _read(path: Path, rules: Collection[str]) -> dict[str, Any]:
    report = Report(str(path))
    node = read_node(path, report)
    values = LINT(node, report) if node else None
    for name, (_, at) in ((values or {}).get("rules") or {}).items():
        if name not in rules:
            advice = did_you_mean(name, rules, otherwise="`chatbot check --rules` lists them")
            report.at(at, f'there is no rule "{name}"', advice)
    if values is None or report.problems:
        raise ContentError(report.problems)
    return values
