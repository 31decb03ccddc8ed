"""The screen: recognises crisis and emergency before anything else is asked of a message.

Rules are data (`intents/screen.yaml`), made of phrases (`chatbot.phrases`). The first rule of the
list that fires decides; most give way where the readers see nothing in the whole message. A rule
with `unless` does not fire in a clause in which one of those phrases stands. A rule without a card
takes its words out of sight of the rules after it: idioms, denials, questions for information.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from chatbot.content.model import Rule, ScreenRules
from chatbot.disguise import unmasked
from chatbot.matching import Detector
from chatbot.matching.text import LONGEST_TEXT, words_of
from chatbot.network import Reader
from chatbot.phrases import Classes, Phrases, Text
from chatbot.sight import BY_EXAMPLES, Alarm, Sight, look_at, sights_of

#: A word that so many utterances have may be shown as what was recognised.
COMMON: Final = 3


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    phrases: Phrases
    unless: Phrases


class Screen:
    """Recognises what must not wait.

    Args:
        rules: the rules and word classes.
        detector: knows by examples what people in danger say; None to go by the rules alone.
        network: knows the same in another way; None to do without.
    """

    def __init__(
        self,
        rules: ScreenRules,
        detector: Detector | None = None,
        network: Reader | None = None,
    ) -> None:
        self._detector, self._network = detector, network
        self._counts = detector.model.language.counts if detector is not None else {}
        classes = Classes(rules.classes)
        phrases = partial(Phrases, classes=classes, counts=self._counts)
        self._rules = [
            _Compiled(rule, phrases(rule.phrases), phrases(rule.unless)) for rule in rules.rules
        ]
        self._standing = {rule.name: rule.stands for rule in rules.rules}
        self._told_by: dict[str, set[int]] = {}
        for number, each in enumerate(self._rules):
            for word in each.phrases.telling_words():
                self._told_by.setdefault(word, set()).add(number)

    def look(self, message: str) -> Alarm | None:
        """Look at a message.

        Args:
            message: as it was typed.

        Returns:
            What was recognised, or None.
        """
        return self.look_at_all([message])[0]

    def look_at_all(self, messages: Sequence[str]) -> list[Alarm | None]:
        """Look at many messages at once, which takes less time than at one after the other.

        Args:
            messages: as they were typed.

        Returns:
            What was recognised in each, or None.
        """
        texts = [_forms_of(message) for message in messages]
        ruled = [next(filter(None, map(self._by_rules, forms)), None) for forms in texts]
        alarms = ruled if self._detector is None else self._judged(ruled, texts, self._detector)
        return [alarm and replace(alarm, words=self._common(alarm.words)) for alarm in alarms]

    def _judged(
        self, ruled: Sequence[Alarm | None], texts: Sequence[Sequence[str]], detector: Detector
    ) -> list[Alarm | None]:
        """What rules and readers say together. Who is in danger comes first."""
        alarms = list(ruled)
        asked = [at for at, alarm in enumerate(ruled) if not self._stands(alarm)]
        suspected = {at for at in asked if _is_danger(ruled[at], detector)}
        looks = [
            look_at(texts[at], detector, self._network, suspected=at in suspected) for at in asked
        ]
        for at, sight in zip(asked, sights_of(looks, detector, self._network), strict=True):
            alarms[at] = (
                self._together(ruled[at], sight) if at in suspected else sight.alarm or ruled[at]
            )
        return alarms

    def _stands(self, alarm: Alarm | None) -> bool:
        """Whether the readers have no say."""
        return alarm is not None and self._standing.get(alarm.rule) == "always"

    def _together(self, alarm: Alarm | None, sight: Sight) -> Alarm | None:
        """A danger that a rule recognised, as the readers see it.

        They may see none. And where they are sure of another kind they are right nine times in ten:
        a rule knows "done with living", but not always who is.
        """
        if alarm is None or not sight.may_be_danger:
            return None
        stays = self._standing.get(alarm.rule) == "with_its_card"
        if stays or sight.sure_kind in {"", alarm.intent}:
            return alarm
        return replace(alarm, intent=sight.sure_kind, rule=f"{alarm.rule}, and {BY_EXAMPLES}")

    def _common(self, text: str) -> str:
        """Those words of a text that many people use: a name, a number, an address is not repeated.

        Without a detector there is nothing to tell them by, and none is shown.
        """
        return " ".join(
            word if word.isalpha() and self._counts.get(word, 0) >= COMMON else "..."
            for word in words_of(text)
        )

    def _by_rules(self, message: str) -> Alarm | None:
        text = Text.of(message)
        told = set[int]().union(*(self._told_by.get(word, ()) for word in text.known))
        for compiled in (self._rules[number] for number in sorted(told)):
            found = list(self._fired(compiled, text))
            if found and compiled.rule.intent is not None:
                start, end = found[0]
                words = " ".join(word for word in text.words[start:end] if word)
                return Alarm(compiled.rule.intent, compiled.rule.name, words)
            text = text.without([place for start, end in found for place in range(start, end)])
        return None

    def _fired(self, compiled: _Compiled, text: Text) -> Iterator[tuple[int, int]]:
        found = list(compiled.phrases.find(text))
        quiet = {text.clause[start] for start, _ in compiled.unless.find(text)} if found else set()
        for start, end in found:
            if text.clause[start] not in quiet:
                yield start, end


def _forms_of(message: str) -> list[str]:
    """A message without disguises and, where that is another text, as it was typed."""
    message = message[:LONGEST_TEXT]
    return list(dict.fromkeys([unmasked(message), message]))


def _is_danger(alarm: Alarm | None, detector: Detector) -> bool:
    return alarm is not None and alarm.intent in detector.kinds
