"""Change impact: what a question got before, and what it gets now."""

from chatbot.testing.impact.baseline import Baseline, write_baseline
from chatbot.testing.impact.changes import CHANGES, Change, change_between
from chatbot.testing.impact.questions import (
    Question,
    questions_of_cases,
    questions_of_log,
    questions_of_pack,
)
from chatbot.testing.impact.seen import Seen

__all__ = [
    "CHANGES",
    "Baseline",
    "Change",
    "Question",
    "Seen",
    "change_between",
    "questions_of_cases",
    "questions_of_log",
    "questions_of_pack",
    "write_baseline",
]
