"""A folder to a `Pack`, or every reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from chatbot.content.approval import approvals_of, fingerprint, latest
from chatbot.content.checks import check_draft
from chatbot.content.draft import Draft, read_draft
from chatbot.content.files import MESSAGES
from chatbot.content.model import (
    FollowUps,
    Intent,
    Pack,
    Response,
    Rule,
    ScreenRules,
    Source,
    Subjects,
    Vocabulary,
)
from chatbot.content.problem import ContentError, Problem
from chatbot.content.yaml_file import Report, read_node


def load_pack(folder: Path) -> Pack:
    """Load a pack of intents and responses.

    Args:
        folder: holds `intents/` and `responses/`.

    Returns:
        The pack.

    Raises:
        ContentError: if anything is wrong with any file; it lists everything that is. A pack is
            never loaded in part.
    """
    draft, problems = examine(folder)
    if problems:
        raise ContentError(problems)
    return pack_from(draft)


def find_problems(folder: Path) -> list[Problem]:
    """Everything that keeps a pack from loading, in the order of files and lines."""
    return sorted(examine(folder)[1])


def examine(folder: Path) -> tuple[Draft, list[Problem]]:
    """The files of a pack as read, and everything that keeps it from loading."""
    draft = read_draft(folder)
    return draft, draft.problems + check_draft(draft)


def pack_from(draft: Draft) -> Pack:
    """The pack that files make of which nothing is wrong."""
    special = draft.special
    sources = _sources(special.get("sources.yaml", {}))
    return Pack(
        intents=dict(_intents(draft)),
        areas={Path(name).stem: values["area"] for name, values in draft.intents.items()},
        responses=_signed(draft, sources),
        sources=sources,
        disclaimers=_texts(special["disclaimer.yaml"]["disclaimers"]),
        messages=_messages(special.get("messages.yaml", {})),
        vocabulary=_vocabulary(special.get("vocabulary.yaml", {})),
        subjects=_subjects(special.get("subjects.yaml", {})),
        screen=_screen(special.get("screen.yaml", {}), special.get("calm.yaml", {})),
        follow_ups=_follow_ups(special.get("follow_ups.yaml", {})),
        version=draft.version,
    )


def _messages(values: dict[str, Any]) -> dict[str, str]:
    """The pack's own sentences, and the usual ones for those that it does not bring."""
    path = Path(__file__).with_name("messages.yaml")
    report = Report(str(path))
    node = read_node(path, report)
    usual = MESSAGES(node, report) if node else None
    if usual is None or report.problems:
        raise ContentError(report.problems)
    return _texts(usual["messages"]) | _texts(values.get("messages", {}))


def _intents(draft: Draft) -> Iterator[tuple[str, Intent]]:
    for name, key, values, _ in draft.each_intent():
        utterances = _values(values["utterances"])
        area = Path(name).stem
        yield key, Intent(key, area, values["kind"], values["question"], utterances)


def _response(key: str, values: dict[str, Any]) -> Response:
    return Response(
        intent=key,
        answer=values["answer"],
        more=values["more"],
        sources=_values(values["sources"]),
        related=_values(values["related"]),
        checked=values["checked"],
        checked_by=values["checked_by"],
        due=values["due"],
        reviewed_by=values["reviewed_by"],
    )


def _signed(draft: Draft, sources: Mapping[str, Source]) -> dict[str, Response]:
    """The responses; one that a clinician signed as it stands names them, and is due by then."""
    given = latest(approvals_of(draft.special.get("approvals.yaml", {})))
    responses = {}
    for _, key, values, _ in draft.each_response():
        response, approval = _response(key, values), given.get(key)
        if approval and approval.hash == fingerprint(response, sources):
            signer = f"{approval.by}, {approval.role}"
            due = min(response.due, approval.until)
            response = replace(response, reviewed_by=signer, due=due)
        responses[key] = response
    return responses


def _sources(values: dict[str, Any]) -> dict[str, Source]:
    return {key: _source(key, source) for key, (source, _) in values.get("sources", {}).items()}


def _source(key: str, values: dict[str, Any]) -> Source:
    """A hidden link stays in the file for whoever checks the source; readers are not sent there."""
    url = values["url"] if values["link"] == "shown" else None
    return Source(key, values["publisher"], values["title"], url, values["date"])


def _vocabulary(values: dict[str, Any]) -> Vocabulary:
    synonyms = values.get("synonyms", {})
    return Vocabulary(
        synonyms={concept: _values(words) for concept, (words, _) in synonyms.items()},
        spellings=_texts(values.get("spellings", {})),
    )


def _subjects(values: dict[str, Any]) -> Subjects:
    return Subjects(**{key: _values(words) for key, words in values.items()})


def _screen(values: dict[str, Any], calm: dict[str, Any]) -> ScreenRules:
    classes = {name: _values(words) for name, (words, _) in values.get("classes", {}).items()}
    rules = tuple(
        Rule(**rule | {"phrases": _values(rule["phrases"]), "unless": _values(rule["unless"])})
        for rule, _ in values.get("rules", ())
    )
    texts = (*calm.get("look_alikes", ()), *calm.get("everyday", ()))
    return ScreenRules(classes, rules, _values(texts))


def _follow_ups(values: dict[str, Any]) -> FollowUps:
    return FollowUps(_texts(values.get("names", {})), _texts(values.get("reasons", {})))


def _values(pairs: Iterable[tuple[str, Any]]) -> tuple[str, ...]:
    return tuple(value for value, _ in pairs)


def _texts(values: Mapping[str, tuple[str, Any]]) -> dict[str, str]:
    return {key: value for key, (value, _) in values.items()}
