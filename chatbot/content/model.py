"""What a pack holds, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

#: What kinds of intent there are. Those of kind "none" are examples of what is out of scope: they
#: have no response.
KINDS: Final = ("answer", "refer", "crisis", "emergency", "illicit", "chat", "none")
#: Kinds whose answer is a static card: shown whole, with nothing beside it.
CARD_KINDS: Final = ("crisis", "emergency", "illicit")
#: Those of them that the screen looks for, before anything else.
DANGER_KINDS: Final = ("crisis", "emergency")


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that people ask.

    Attributes:
        id: its name, "area.topic".
        area: the file that it stands in.
        kind: one of `KINDS`.
        question: the question in one plain sentence, shown when a reader is given a choice.
        utterances: how people ask it, as typed.
    """

    id: str
    area: str
    kind: str
    question: str
    utterances: Sequence[str]


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who says so.

    Attributes:
        id: its name in the pack.
        publisher: who published it.
        title: what it is called.
        url: where it can be read, or None.
        date: as shown on it: a year, a month or a day in ISO 8601; None where it shows none.
    """

    id: str
    publisher: str
    title: str
    url: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered to one intent.

    Attributes:
        intent: the id of the intent.
        answer: the text, shown as it stands.
        more: further text for a reader who asks for it, or None.
        sources: ids of sources, the most important first.
        related: ids of intents that a reader would ask about next.
        checked: the day on which the text was last held against its sources.
        checked_by: who did that, such as "editors"; it is no signature.
        due: the day on which that has to be done again.
        reviewed_by: the clinician who signed the text, or None.
    """

    intent: str
    answer: str
    more: str | None
    sources: tuple[str, ...]
    related: tuple[str, ...]
    checked: date
    checked_by: str
    due: date
    reviewed_by: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What many intents share, for the matcher.

    Attributes:
        synonyms: a concept to the words and phrases that mean it.
        spellings: a written form to the form that stands for it.
    """

    synonyms: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the questions are about, and what they are not about, for the matcher.

    Attributes:
        ours: words that name the subject of the pack, or point to it: "it".
        others: names of other subjects: a question about one of them is out of scope.
    """

    ours: Sequence[str] = ()
    others: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the screen: phrases that mean one thing, whatever else is said.

    Attributes:
        name: what is recognised, in plain words.
        intent: the intent whose card is shown; None for a rule that takes words out of sight.
        phrases: word patterns (see `chatbot.phrases`).
        unless: word patterns that, found in the same clause, keep the rule from firing.
        stands: "always", or "unless_calm": where the readers of the screen see nothing in the
            whole message, such a rule gives way; where they are sure of another danger, to that
            one's card. "with_its_card" gives way to calm alone.
    """

    name: str
    intent: str | None
    phrases: tuple[str, ...]
    unless: tuple[str, ...]
    stands: str = "unless_calm"


@dataclass(frozen=True, slots=True)
class ScreenRules:
    """The data of the screen.

    Attributes:
        classes: the name of a word class to its words.
        rules: in order; the first that fires decides.
        calm: messages that sound like danger and are none, to learn the difference from.
    """

    classes: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    calm: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What is needed to read a message that leans on the one before it.

    Attributes:
        names: the id of an intent to what "that" means once it was answered, such as "a visit".
        reasons: the id of an intent to the intent that says why.
    """

    names: Mapping[str, str]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pack:
    """All that a bot knows. Build one with `load_pack`.

    Attributes:
        intents: by id, in the order of the files.
        areas: the name of an area to its title.
        responses: by the id of their intent.
        sources: by id.
        disclaimers: by kind; "default" is always there.
        messages: the sentences around the answers, by name.
        vocabulary: for the matcher.
        subjects: for the matcher.
        screen: the rules of the screen.
        follow_ups: for conversations.
        version: a hash of every file; the same content has the same version.
    """

    intents: Mapping[str, Intent]
    areas: Mapping[str, str]
    responses: Mapping[str, Response]
    sources: Mapping[str, Source]
    disclaimers: Mapping[str, str]
    messages: Mapping[str, str]
    vocabulary: Vocabulary
    subjects: Subjects
    screen: ScreenRules
    follow_ups: FollowUps
    version: str

    def disclaimer_key(self, kind: str) -> str:
        """The key, for `text`, of the disclaimer that goes with a kind of reply."""
        return f"disclaimer/{kind if kind in self.disclaimers else 'default'}"

    def text(self, key: str) -> str:
        """The one way to the words of the pack.

        Args:
            key: "answer/ID", "more/ID", "question/ID", "disclaimer/KIND" or "message/NAME".

        Returns:
            The text as it stands in the pack.

        Raises:
            KeyError: if the pack has no such text.
        """
        shelf, _, name = key.partition("/")
        found = self._find(shelf, name)
        if found is None:
            raise KeyError(key)
        return found

    def _find(self, shelf: str, name: str) -> str | None:
        match shelf:
            case "answer":
                return self.responses[name].answer
            case "more":
                return self.responses[name].more
            case "question":
                return self.intents[name].question
            case "disclaimer":
                return self.disclaimers.get(name)
            case "message":
                return self.messages.get(name)
        return None

    def examples(self) -> Iterator[tuple[str, str]]:
        """Every (intent id, utterance), in the order of the files."""
        for intent in self.intents.values():
            for utterance in intent.utterances:
                yield intent.id, utterance
