"""A sheet for a clinician: every answer with all that a reviewer has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chatbot.content.approval import Approval
from chatbot.content.model import Pack, Response
from chatbot.reply import cite
from chatbot.testing.approvals import Signing, standings
from chatbot.testing.cases import Case
from chatbot.testing.readability import grade_of, words_of


@dataclass(frozen=True, slots=True)
class Item:
    """One answer on the sheet.

    Attributes:
        intent: its id.
        question: the question in one sentence.
        asked: some of the ways in which people ask it.
        response: the answer with its review record.
        sources: the sources as they are shown, one line each.
        says: what the cases hold it to say.
        never_says: what they hold it never to say.
        grade: the reading grade of the answer.
        words: how many words it has.
        signing: how it stands.
        history: the signatures before, oldest first.
    """

    intent: str
    question: str
    asked: tuple[str, ...]
    response: Response
    sources: tuple[str, ...]
    says: tuple[str, ...]
    never_says: tuple[str, ...]
    grade: float
    words: int
    signing: Signing
    history: tuple[Approval, ...]


def sheet(
    pack: Pack, approvals: Sequence[Approval], cases: Sequence[Case], today: date
) -> list[Item]:
    """Every answer of a pack, in its order."""
    return [_item(signing, pack, approvals, cases) for signing in standings(pack, approvals, today)]


def _item(
    signing: Signing, pack: Pack, approvals: Iterable[Approval], cases: Iterable[Case]
) -> Item:
    intent, response = pack.intents[signing.intent], pack.responses[signing.intent]
    expected = [
        turn.expected for case in cases for turn in case.turns if intent.id in turn.expected.wanted
    ]
    return Item(
        intent=intent.id,
        question=intent.question,
        asked=tuple(intent.utterances[:3]),
        response=response,
        sources=tuple(cite(pack.sources[name]) for name in response.sources),
        says=_each_once(word for each in expected for word in each.says),
        never_says=_each_once(word for each in expected for word in each.never_says),
        grade=round(grade_of(response.answer), 1),
        words=len(words_of(response.answer)),
        signing=signing,
        history=tuple(each for each in approvals if each.intent == intent.id),
    )


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def markdown(items: Iterable[Item], title: str) -> str:
    """The sheet as Markdown."""
    parts = [f"# {title}", *(_section(item) for item in items)]
    return "\n\n".join(parts) + "\n"


def _section(item: Item) -> str:
    response = item.response
    record = (
        f"Checked on {response.checked} by {response.checked_by}, due {response.due}. "
        f"{item.words} words, reading grade {item.grade}."
    )
    lines = [
        f"## {item.question}",
        f"`{item.intent}`: **{item.signing.standing}**. {record}",
        "\n".join(f"> {line}" for line in response.answer.splitlines()),
        *([f"On request: {response.more}"] if response.more else []),
        _listed("Asked as", item.asked),
        _listed("Must say", item.says),
        _listed("Must never say", item.never_says),
        _listed("Sources", item.sources),
        _listed("History", [history_line(each) for each in item.history]),
        "- [ ] approved  - [ ] to be changed: ______",
    ]
    return "\n\n".join(line for line in lines if line)


def _listed(title: str, entries: Iterable[str]) -> str:
    rows = [f"- {entry}" for entry in entries]
    return "\n".join([f"**{title}**", "", *rows]) if rows else ""


def history_line(approval: Approval) -> str:
    """A signature in one line."""
    return f"{approval.on}: {approval.by}, {approval.role}, until {approval.until}"
