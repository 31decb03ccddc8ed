"""A curated FAQ bot: matches a question with an intent, and answers with a text written beforehand.

The public names, in the order in which one meets them:

    Chatbot       answers questions: `Chatbot().ask("...")`
    Conversation  questions one after the other: `Chatbot().conversation()`
    Reply         what comes back, with its `Kind`, sources and evidence (`Why`)
    Matcher       matches messages with intents, for any purpose
    Meanings      a table of what words mean, for a matcher
    ContentError  what is wrong with a pack: the one exception that loading content raises
    State         what a conversation remembers, a small frozen value of ids
    StateError    a state of a conversation that came back changed, or is of another bot

Each is imported when it is first used: the program has to be able to start, and to show where to
find help, also when something that the matcher needs cannot be imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from chatbot.version import VERSION as __version__

if TYPE_CHECKING:
    from chatbot.bot import Chatbot, Conversation
    from chatbot.content import ContentError, Problem
    from chatbot.matching import Evidence, Match, Matcher, Meanings, Vocabulary
    from chatbot.reply import Kind, Reply, Suggestion, Why
    from chatbot.state import State, StateError

_HOMES: Final = {
    "Chatbot": "chatbot.bot",
    "ContentError": "chatbot.content",
    "Conversation": "chatbot.bot",
    "Evidence": "chatbot.matching",
    "Kind": "chatbot.reply",
    "Match": "chatbot.matching",
    "Matcher": "chatbot.matching",
    "Meanings": "chatbot.matching",
    "Problem": "chatbot.content",
    "Reply": "chatbot.reply",
    "State": "chatbot.state",
    "StateError": "chatbot.state",
    "Suggestion": "chatbot.reply",
    "Vocabulary": "chatbot.matching",
    "Why": "chatbot.reply",
}

__all__ = [
    "Chatbot",
    "ContentError",
    "Conversation",
    "Evidence",
    "Kind",
    "Match",
    "Matcher",
    "Meanings",
    "Problem",
    "Reply",
    "State",
    "StateError",
    "Suggestion",
    "Vocabulary",
    "Why",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'chatbot' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
