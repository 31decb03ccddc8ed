"""Matching of messages with intents. Knows nothing of health, files or replies; usable alone."""

from chatbot.matching.contrast import Contrast
from chatbot.matching.detector import Detection, Detector
from chatbot.matching.examples import Examples
from chatbot.matching.matcher import Evidence, Match, Matcher
from chatbot.matching.meanings import Meanings
from chatbot.matching.phrasebook import Vocabulary

__all__ = [
    "Contrast",
    "Detection",
    "Detector",
    "Evidence",
    "Examples",
    "Match",
    "Matcher",
    "Meanings",
    "Vocabulary",
]
