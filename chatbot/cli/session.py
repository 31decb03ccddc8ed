"""One sitting at the prompt: what its commands work on, and what it keeps of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from chatbot.bot import Chatbot, Conversation
from chatbot.cli.history import History
from chatbot.cli.render import show_reply
from chatbot.cli.terminal import Terminal
from chatbot.reply import Kind, Reply

#: So many exchanges can be saved; older ones are forgotten.
MOST_KEPT: Final = 200
_LINKS: Final = "/sources shows all, with links."
#: What is typed around these is kept nowhere.
NEVER_KEPT: Final = frozenset({Kind.CRISIS, Kind.EMERGENCY})


@dataclass(slots=True)
class Session:
    """One sitting at the prompt.

    Attributes:
        bot: answers.
        talk: the conversation.
        terminal: where to write.
        history: the lines for the arrow keys, kept on disk only when the reader asked for it.
        exchanges: the last questions with their replies, for `/save`; "" for what is not kept.
        last: the last reply, if there was one.
        over: whether the prompt is to end.
    """

    bot: Chatbot
    talk: Conversation
    terminal: Terminal
    history: History = field(default_factory=History)
    exchanges: deque[tuple[str, Reply]] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    last: Reply | None = None
    over: bool = False

    def answer(self, question: str) -> None:
        """Answer a message, show the reply, and keep both as far as they may be kept.

        Nothing is kept of what called for help, and of what was said shortly after.
        """
        shortly_after = self.talk.is_gentle
        reply = self.last = self.talk.ask(question)
        kept = "" if shortly_after or reply.kind in NEVER_KEPT else question
        self.exchanges.append((kept, reply))
        if kept:
            self._keep(kept)
        show_reply(reply, self.terminal, self.bot.pack, links=_LINKS)

    def _keep(self, line: str) -> None:
        try:
            self.history.keep(line)
        except OSError as error:
            self.terminal.say(f"The history was not written: {error.strerror or error}.")

    def is_danger(self, text: str) -> bool:
        """Whether a text calls for help."""
        return self.bot.ask(text).kind in NEVER_KEPT

    def begin_anew(self) -> None:
        """Forget the talk: its subject, its choices, its lines and what could be saved."""
        self.talk, self.last = self.bot.conversation(), None
        self.exchanges.clear()
        self.history.forget_sitting()
