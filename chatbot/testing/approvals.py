"""Sign-off: which answers a clinician signed as they stand, and new signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import yaml

from chatbot.content.approval import Approval, approvals_of, fingerprint, latest
from chatbot.content.files import APPROVALS
from chatbot.content.loader import load_pack
from chatbot.content.model import Pack
from chatbot.content.problem import ContentError, UsageError, did_you_mean
from chatbot.content.replacing import alone_in, replacing
from chatbot.content.yaml_file import Report, read_node
from chatbot.testing.quoting import quoted

FILE: Final = "responses/approvals.yaml"
USUAL_TERM: Final = timedelta(days=365)
_HEAD: Final = (
    "# Who signed which answer, in which exact words; written by `chatbot approve`.\n"
    "# The last entry of an answer counts; those before it are its history.\n"
    "approvals:\n"
)
_KEY: Final = "approvals"
#: How far an entry is indented where there is none yet.
_INDENT: Final = 2
#: Ids that YAML reads back as they stand, without quotes: an area, a dot, a name.
_PLAIN: Final = re.compile(r"[a-z][a-z_]*\.[a-z][a-z0-9_]*")


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
    return _read(path) if path.is_file() else ()


def _read(path: Path) -> tuple[Approval, ...]:
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
        UsageError: if there is no such answer, a name is empty or no text, the day is not to come,
            or the file cannot be written; then it stays as it was.
    """
    pack = load_pack(folder)
    if not by.strip() or not role.strip():
        raise UsageError("a signature has a name and a role; give both")
    if until <= today:
        raise UsageError(f"{until} is not after {today}; give a later day with --until")
    _check_readable(by, role)
    new = [
        Approval(each, _fingerprint(each, pack), by.strip(), role.strip(), today, until)
        for each in intents
    ]
    _append(folder / FILE, new)
    return new


def _check_readable(*names: str) -> None:
    """A terminal may hand over bytes that are no text; those cannot be written into a file."""
    for name in names:
        try:
            name.encode()
        except UnicodeEncodeError as error:
            shown = name.encode(errors="replace").decode()
            raise UsageError(f'"{shown}" is not UTF-8; type it in a terminal that is') from error


def _fingerprint(intent: str, pack: Pack) -> str:
    if intent not in pack.responses:
        known: Mapping[str, object] = pack.responses
        advice = did_you_mean(intent, known, otherwise="see `chatbot topics --json`")
        raise UsageError(f'there is no answer "{intent}"; {advice}')
    return fingerprint(pack.responses[intent], pack.sources)


def _append(path: Path, new: Sequence[Approval]) -> None:
    """Write after the last entry; the file is replaced if, read again, it holds what it should."""
    try:
        with alone_in(path.parent):
            _append_alone(path, new)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error


def _append_alone(path: Path, new: Sequence[Approval]) -> None:
    text = path.read_bytes().decode("utf-8") if path.is_file() else _HEAD
    before = _read(path) if path.is_file() else ()
    after = _with_entries(text, _list_of(path), new)
    with replacing(path) as temporary:
        temporary.write_bytes(after.encode("utf-8"))
        _check_written(temporary, path, (*before, *new))


def _check_written(temporary: Path, path: Path, wanted: tuple[Approval, ...]) -> None:
    try:
        written = _read(temporary)
    except ContentError:  # its places are those of a file that is about to go
        written = ()
    if written != wanted:
        fix = 'begin each entry on a line of its own with "- intent:"'
        raise UsageError(f"{path} is written in a way that cannot be added to; {fix}")


def _list_of(path: Path) -> yaml.Node | None:
    """The node of the list of signatures, if the file is there."""
    node = read_node(path, Report(str(path))) if path.is_file() else None
    return next((value for key, value in node.value if key.value == _KEY), None) if node else None


def _with_entries(text: str, items: yaml.Node | None, new: Iterable[Approval]) -> str:
    """The text of the file with new entries where its list ends, with line ends like the others."""
    text, end, indent = _room_in(text, items)
    line_end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text[:end].endswith("\n") else line_end
    added = "".join(_entry(each, " " * indent) for each in new).replace("\n", line_end)
    return text[:end] + gap + added + text[end:]


def _room_in(text: str, items: yaml.Node | None) -> tuple[str, int, int]:
    """The text, the place where its list ends, and how far an entry is indented there."""
    if items is None:
        return text, len(text), _INDENT
    bom = text.startswith("\ufeff")  # places are counted without it
    start, end = items.start_mark.index + bom, items.end_mark.index + bom
    if items.value:
        return text, end, items.start_mark.column
    head = text[:start].rstrip(" ")
    text = head + text[end:]
    return text, text.find("\n", len(head)) + 1 or len(text), _INDENT


def _entry(approval: Approval, indent: str) -> str:
    """A signature in YAML."""
    name = approval.intent
    return (
        f"{indent}- intent: {name if _PLAIN.fullmatch(name) else quoted(name)}\n"
        f"{indent}  hash: {quoted(approval.hash)}\n"
        f"{indent}  by: {quoted(approval.by)}\n"
        f"{indent}  role: {quoted(approval.role)}\n"
        f"{indent}  on: {approval.on.isoformat()}\n"
        f"{indent}  until: {approval.until.isoformat()}\n"
    )
