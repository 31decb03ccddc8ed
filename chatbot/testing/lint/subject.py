"""What the rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from chatbot.content.approval import Approval
from chatbot.content.draft import Draft, Place
from chatbot.content.model import Intent, Pack, Response
from chatbot.testing.evaluation.folds import Judged
from chatbot.testing.lint.collisions import Collisions, Utterance, find_collisions
from chatbot.testing.lint.settings import Settings

#: What these are asked is for the screen to recognise, whatever the matcher says.
SCREENED: Final = frozenset({"crisis", "emergency", "none"})


@dataclass(frozen=True)
class Subject:
    """A pack that loads, with the places of its parts.

    Attributes:
        folder: where it is.
        draft: its files as read.
        pack: the pack.
        approvals: every signature.
        settings: what to look for.
        today: the day.
        judged: what the real matcher, that never saw them, makes of the utterances; None where
            that was not asked for.
    """

    folder: Path
    draft: Draft
    pack: Pack
    approvals: tuple[Approval, ...]
    settings: Settings
    today: date
    judged: tuple[Judged, ...] | None = None

    def answers(self) -> Iterator[tuple[Response, Intent, Place]]:
        """Every answer with its intent and its place."""
        for _, key, _, place in self.draft.each_response():
            yield self.pack.responses[key], self.pack.intents[key], place

    def utterances(self) -> Iterator[Utterance]:
        """Every utterance with its place."""
        for name, key, values, _ in self.draft.each_intent():
            for text, node in values["utterances"]:
                yield Utterance(text, key, self.draft.place("intents", name, node))

    @cached_property
    def collisions(self) -> Collisions:
        """Every utterance that is no matter of the screen, matched by what never saw it."""
        kinds = {key: intent.kind for key, intent in self.pack.intents.items()}
        outside = {key for key, kind in kinds.items() if kind == "none"}
        screened = {key for key, kind in kinds.items() if kind in SCREENED}
        return find_collisions(list(self.utterances()), outside, screened)
