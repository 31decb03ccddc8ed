"""The way of one question, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from chatbot.compiled import cache_directory, compiled_pack
from chatbot.compose import Findings, compose
from chatbot.content import Pack
from chatbot.conversation import CALM, State, choice_of, resolve, wants_more
from chatbot.decide import Decision, decide
from chatbot.reply import Kind, Reply
from chatbot.screen import Screen


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
    ) -> None:
        folder = Path(path) if path is not None else builtin_content()
        directory = cache if isinstance(cache, Path) else cache_directory() if cache else None
        compiled = compiled_pack(folder, cache=directory, progress=progress)
        self._pack, self._matcher = compiled.pack, compiled.matcher
        self._screen = Screen(self._pack.screen, compiled.detector)
        self._kinds = {intent.id: intent.kind for intent in self._pack.intents.values()}
        self._today = today

    @property
    def pack(self) -> Pack:
        """All that the bot knows."""
        return self._pack

    def ask(self, question: str) -> Reply:
        """Answer one question that stands alone.

        Args:
            question: as it was typed; any length, any characters.

        Returns:
            The reply. It always has a disclaimer.

        Raises:
            TypeError: if the question is not text.
        """
        return self._compose(self._find(question))

    def conversation(self, state: State = CALM) -> Conversation:
        """Begin a conversation, or go on with one.

        Args:
            state: where an earlier conversation stood (`Conversation.state`).

        Returns:
            A conversation of this bot.
        """
        return Conversation(self, state)

    def _find(self, question: str) -> Findings:
        """Screen, match, decide."""
        if not isinstance(question, str):
            raise TypeError(f"a question is text, not {type(question).__name__}")
        alarm = self._screen.look(question)
        matches = () if alarm else tuple(self._matcher.match(question))
        return Findings(question, alarm, matches, decide(alarm, matches, self._kinds))

    def _compose(self, findings: Findings, *, more: bool = False) -> Reply:
        return compose(findings, self._pack, self._today(), more=more)


class Conversation:
    """Questions one after the other: remembers the subject and what was offered, nothing else.

    Attributes:
        state: what is remembered, a small frozen value of ids.
    """

    def __init__(self, bot: Chatbot, state: State) -> None:
        self._bot = bot
        self.state = state

    def ask(self, question: str) -> Reply:
        """Answer a question, which may lean on the ones before.

        Args:
            question: as it was typed.

        Returns:
            The reply.
        """
        findings = self._bot._find(question)
        more = False
        if findings.alarm is None and self.state != CALM:
            findings, more = self._in_context(findings)
        reply = self._bot._compose(findings, more=more)
        self.state = self.state.after(reply)
        return reply

    def _in_context(self, findings: Findings) -> tuple[Findings, bool]:
        """What the message means after the ones before it, and whether it asks for more."""
        chosen = choice_of(findings.question, self.state)
        if chosen is not None:
            return self._told(findings, chosen, "chosen from what was offered"), False
        if self.state.subject and wants_more(findings.question):
            return self._told(findings, self.state.subject, "asked for more"), True
        subject = self._bot.pack.intents.get(self.state.subject)
        if subject is None:
            return findings, False
        widened = self._bot._matcher.match(f"{findings.question} {subject.question}")
        return resolve(findings, widened, self._bot._kinds), False

    def _told(self, findings: Findings, intent: str, rule: str) -> Findings:
        kind = Kind(self._bot._kinds[intent])
        decision = Decision(kind, (intent,), 1.0, rule)
        return Findings(findings.question, None, findings.matches, decision)
