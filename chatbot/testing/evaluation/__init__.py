"""How well a pack is told apart: cross-validation over its utterances, and a look at its cases."""

from chatbot.testing.evaluation.evaluate import Evaluation, Plan, evaluate
from chatbot.testing.evaluation.folds import Judged
from chatbot.testing.evaluation.metrics import Metrics, measured

__all__ = ["Evaluation", "Judged", "Metrics", "Plan", "evaluate", "measured"]
