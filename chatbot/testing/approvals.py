"""Sign-off: which answers a clinician signed as they stand, and new signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from chatbot.content.approval import Approval, approvals_of, fingerprint, latest
from chatbot.content.files import APPROVALS
from chatbot.content.loader import load_pack
from chatbot.content.model import Pack
from chatbot.content.problem import ContentError, UsageError, did_you_mean
from chatbot.content.yaml_file import Report, read_node
from chatbot.testing.quoting import quoted

FILE: Final = "responses/approvals.yaml"
USUAL_TERM: Final = timedelta(days=365)
_HEAD: Final = (
    "# Who signed which answer, in which exact words; written by `chatbot approve`.\n"
    "# The last entry of an answer counts; those before it are its history.\n"
    "approvals:\n"
)


class Standing(StrEnum):
    """How an answer stands."""

    SIGNED = "signed"
    CHANGED = "changed since it was signed"
    EXPIRED = "signed, but the signature has expired"
    UNSIGNED = "never signed"


@dataclass(frozen=True, slots=True)
class Signing:
    """How one answer stands.

    Attributes:
        intent: its id.
        standing: how it stands.
        approval: the last signature, if there is one.
    """

    intent: str
    standing: Standing
    approval: Approval | None


def read_approvals(folder: Path) -> tuple[Approval, ...]:
    """Every signature of a pack, oldest first.

    Raises:
        ContentError: if anything is wrong with the file.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    report = Report(str(path))
    node = read_node(path, report)
    values = APPROVALS(node, report) if node else None
    if values is None or report.problems:
        raise ContentError(report.problems)
    return approvals_of(values)


def standings(pack: Pack, approvals: Iterable[Approval], today: date) -> Iterator[Signing]:
    """How every answer of a pack stands, in the order of the pack."""
    last = latest(approvals)
    for intent, response in pack.responses.items():
        approval = last.get(intent)
        if approval is None:
            yield Signing(intent, Standing.UNSIGNED, None)
        elif approval.hash != fingerprint(response, pack.sources):
            yield Signing(intent, Standing.CHANGED, approval)
        elif approval.until < today:
            yield Signing(intent, Standing.EXPIRED, approval)
        else:
            yield Signing(intent, Standing.SIGNED, approval)


def approve(
    folder: Path, intents: Iterable[str], *, by: str, role: str, today: date, until: date
) -> list[Approval]:
    """Sign answers as they stand.

    Args:
        folder: the pack.
        intents: the ids of the answers.
        by: who signs.
        role: what makes their word count.
        today: the day.
        until: the last day on which it holds.

    Returns:
        The signatures, which now stand in `responses/approvals.yaml`; what stood there still does.

    Raises:
        ContentError: if the pack does not load.
        UsageError: if there is no such answer, a name is empty, or the day is not to come.
    """
    pack = load_pack(folder)
    if not by.strip() or not role.strip():
        raise UsageError("a signature has a name and a role; give both")
    if until <= today:
        raise UsageError(f"{until} is not after {today}; give a later day with --until")
    new = [
        Approval(each, _fingerprint(each, pack), by.strip(), role.strip(), today, until)
        for each in intents
    ]
    _append(folder / FILE, new)
    return new


def _fingerprint(intent: str, pack: Pack) -> str:
    if intent not in pack.responses:
        known: Mapping[str, object] = pack.responses
        advice = did_you_mean(intent, known, otherwise="see `chatbot topics --json`")
        raise UsageError(f'there is no answer "{intent}"; {advice}')
    return fingerprint(pack.responses[intent], pack.sources)


def _append(path: Path, new: Iterable[Approval]) -> None:
    """Write at the end of the file, so that nothing that stands there can be lost."""
    try:
        before = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
        if not before.endswith("\n"):
            before += "\n"
        path.write_text(before + "".join(_entry(each) for each in new), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error


def _entry(approval: Approval) -> str:
    """A signature in YAML."""
    return (
        f"  - intent: {approval.intent}\n"
        f"    hash: {quoted(approval.hash)}\n"
        f"    by: {quoted(approval.by)}\n"
        f"    role: {quoted(approval.role)}\n"
        f"    on: {approval.on.isoformat()}\n"
        f"    until: {approval.until.isoformat()}\n"
    )
