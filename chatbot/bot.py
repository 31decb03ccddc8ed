"""The way of one question, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from chatbot import small_words
from chatbot.acts import read
from chatbot.compiled import cache_directory, compiled_pack
from chatbot.compose import ALONE, Findings, Frame, compose
from chatbot.content import Pack
from chatbot.conversation import after, turn
from chatbot.decide import decide
from chatbot.gentle import beside_all_clear
from chatbot.network import Network, NetworkError, Reader
from chatbot.opinion import WIDE, Opinion
from chatbot.questions import gather, parts_in
from chatbot.reply import Kind, Reply
from chatbot.resolve import Known, resolve
from chatbot.screen import Screen
from chatbot.sight import Alarm
from chatbot.state import CALM, MOST_CHOICES, State, read_state


def builtin_content() -> Path:
    """The folder of the pack that comes with the program, installed or in a checkout."""
    installed = Path(__file__).parent / "_content"
    return installed if installed.is_dir() else Path(__file__).parent.parent


class Chatbot:
    """Answers questions with the curated texts of a pack, and with nothing else.

    A bot never changes once it is made, may be used by many threads at once, and can be pickled.
    It sends nothing and stores nothing of what it is asked.

    Args:
        path: a folder with `intents/` and `responses/`; by default the pack that comes with the
            program.
        cache: whether the fitted matcher is kept in the user's cache directory, or the directory
            to keep it in. It may be deleted at any time.
        today: says what day it is, to tell a review that is overdue.
        progress: is told, in words, what takes long.
        network: tells danger from calm; by default the one that comes with the program.

    Raises:
        ContentError: if anything is wrong with the pack; it lists all that is.

    Example:
        >>> bot = Chatbot()
        >>> bot.ask("does it wreck your bladder?").intent
        'safety.bladder'
    """

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        cache: bool | Path = True,
        today: Callable[[], date] = date.today,
        progress: Callable[[str], None] = lambda _: None,
        network: Reader | None = None,
    ) -> None:
        folder = Path(path) if path is not None else builtin_content()
        directory = cache if isinstance(cache, Path) else cache_directory() if cache else None
        compiled = compiled_pack(folder, cache=directory, progress=progress)
        self._pack, self._matcher = compiled.pack, compiled.matcher
        self._screen = Screen(self._pack.screen, compiled.detector, network or _network())
        self._seen: Mapping[str, Alarm | None] = {}
        self._kinds = {intent.id: intent.kind for intent in self._pack.intents.values()}
        self._today = today
        self._related = {each.intent: each.related for each in self._pack.responses.values()}
        self._ours = frozenset(self._pack.subjects.ours) - small_words.EMPTY

    @property
    def pack(self) -> Pack:
        """All that the bot knows."""
        return self._pack

    def ask(self, question: str) -> Reply:
        """Answer one message that stands alone.

        Args:
            question: as it was typed; any length, any characters. Of two questions in it both are
                answered; of more the rest are named.

        Returns:
            The reply. It always has a disclaimer.

        Raises:
            TypeError: if the question is not text.
        """
        return self._compose(self._read(question, self._known()))

    def conversation(self, state: State | str | Mapping[str, Any] = CALM) -> Conversation:
        """Begin a conversation, or go on with one.

        Args:
            state: where an earlier conversation stood (`Conversation.state`); it may have been
                with a client in the meantime.

        Returns:
            A conversation of this bot.

        Raises:
            StateError: if the state is damaged, changed, or not of this bot.
        """
        if not isinstance(state, State):
            state = read_state(state, self._kinds)
        return Conversation(self, state)

    def foreseeing(self, messages: Iterable[str]) -> Chatbot:
        """This bot, having looked for danger in many messages at once.

        It answers like this one, sooner where it is asked one of these: for whoever asks thousands
        of questions. It keeps them for as long as it lives.

        Args:
            messages: what it will be asked.
        """
        asked = list(dict.fromkeys(messages))
        bot = copy(self)
        bot._seen = dict(zip(asked, self._screen.look_at_all(asked), strict=True))
        return bot

    def _look(self, message: str) -> Alarm | None:
        """What the screen recognises in a message, or recognised when it looked ahead."""
        return self._seen[message] if message in self._seen else self._screen.look(message)

    def _known(self) -> Known:
        """What is known for one message; the matcher is asked anew for each."""
        names, reasons = self._pack.follow_ups.names, self._pack.follow_ups.reasons
        opinion, messages = Opinion(self._matcher), self._pack.messages
        return Known(opinion, self._kinds, names, reasons, self._related, self._ours, messages)

    def _read(self, message: str, known: Known) -> Findings:
        """Find what a message asks: the whole of it, and each of its questions."""
        if not isinstance(message, str):
            raise TypeError(f"a question is text, not {type(message).__name__}")
        questions = parts_in(message)
        if questions:
            known.match.widen()
        whole = self._find(message, self._look(message), known)
        if whole.alarm or not questions:
            return whole
        parts: list[Findings] = []
        for question in questions:
            before = parts[-1].decision.intents if parts else ()
            subject = before[0] if before else ""
            # The screen has looked at every sentence and clause of the whole.
            found = self._find(question, None, known)
            parts.append(resolve(found, read(question), subject, known))
        nearby = {match.intent for match in known.match(message, WIDE)}
        return gather(whole, parts, nearby)

    def _find(self, question: str, alarm: Alarm | None, known: Known) -> Findings:
        """Match, unless the screen saw something, and decide."""
        matches = () if alarm else known.match(question)
        return Findings(question, alarm, matches, decide(alarm, matches, self._kinds))

    def _compose(self, findings: Findings, frame: Frame = ALONE) -> Reply:
        return compose(findings, self._pack, self._today(), frame)


def _network() -> Network | None:
    """The network that comes with the program; None where it is gone or damaged."""
    try:
        return Network.open()
    except NetworkError:
        return None


class Conversation:
    """Messages one after the other: remembers the subject and what was offered, nothing else.

    Make one with `Chatbot.conversation`.
    """

    def __init__(self, bot: Chatbot, state: State) -> None:
        self._bot = bot
        self._state = state

    @property
    def state(self) -> str:
        """What is remembered, as a short JSON text of ids: for `Chatbot.conversation`."""
        return self._state.to_json()

    def offer(self, intents: Sequence[str]) -> None:
        """Let the next message choose from topics by number, as from a clarification.

        Args:
            intents: ids of the pack, at most `chatbot.state.MOST_CHOICES`.

        Raises:
            ValueError: if the pack has no such intent.
        """
        for intent in intents:
            if intent not in self._bot.pack.intents:
                raise ValueError(f"the pack has no intent {intent!r}")
        self._state = replace(self._state, offered=tuple(intents)[:MOST_CHOICES], asking="list")

    @property
    def is_gentle(self) -> bool:
        """Whether a card was shown lately, so that its help line is kept in sight."""
        return self._state.gentle > 0

    def begin_anew(self) -> None:
        """Forget subject and choices; the line of a card, and what the screen referred to, stay."""
        self._state = replace(
            CALM, card=self._state.card, gentle=self._state.gentle, holds=self._state.holds
        )

    def ask(self, question: str) -> Reply:
        """Answer a message, which may lean on the ones before.

        Args:
            question: as it was typed.

        Returns:
            The reply.

        Raises:
            TypeError: if the question is not text.
        """
        known = self._bot._known()
        known.match.widen()
        findings, frame = turn(self._read(question, known), self._state, known)
        reply = self._bot._compose(findings, frame)
        self._state = after(self._state, reply)
        return reply

    def _read(self, message: str, known: Known) -> Findings:
        """Find what a message asks.

        After an emergency, or when somebody else was in danger, the reader may tell how it went on
        and then ask something: what he says of the help that came is no new alarm. The rest of the
        message is looked at like any other.
        """
        found, kinds = self._bot._read(message, known), known.kinds
        if not found.alarm or not self._state.card:
            return found
        rest, of_others = beside_all_clear(message)
        if rest == message:
            return found
        emergencies = {kinds[self._state.card], kinds[found.alarm.intent]} == {Kind.EMERGENCY}
        again = self._bot._read(rest, known) if rest else self._bot._find(message, None, known)
        if again.alarm or emergencies or of_others or not rest:
            return replace(again, question=message)
        return found
