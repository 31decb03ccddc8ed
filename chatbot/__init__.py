"""A curated FAQ bot: matches a question with an intent, and answers with a text written beforehand.

The public names, in the order in which one meets them:

    Chatbot       answers questions: `Chatbot().ask("...")`
    Conversation  questions one after the other: `Chatbot().conversation()`
    Reply         what comes back, with its `Kind`, sources and evidence (`Why`)
    Matcher       matches messages with intents, for any purpose
    ContentError  what is wrong with a pack: the one exception that loading content raises
    State         what a conversation remembers, a small frozen value of ids
    StateError    a state of a conversation that came back changed, or is of another bot
"""

from chatbot.bot import Chatbot, Conversation
from chatbot.content import ContentError, Problem
from chatbot.matching import Evidence, Match, Matcher, Vocabulary
from chatbot.reply import Kind, Reply, Suggestion, Why
from chatbot.state import State, StateError
from chatbot.version import VERSION as __version__

__all__ = [
    "Chatbot",
    "ContentError",
    "Conversation",
    "Evidence",
    "Kind",
    "Match",
    "Matcher",
    "Problem",
    "Reply",
    "State",
    "StateError",
    "Suggestion",
    "Vocabulary",
    "Why",
    "__version__",
]
