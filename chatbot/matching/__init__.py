"""Matching of messages with intents. Knows nothing of health, files or replies; usable alone."""

from chatbot.matching.detector import Detection, Detector
from chatbot.matching.matcher import Evidence, Match, Matcher
from chatbot.matching.meanings import Meanings
from chatbot.matching.phrasebook import Vocabulary

__all__ = [
    "Detection",
    "Detector",
    "Evidence",
    "Match",
    "Matcher",
    "Meanings",
    "Vocabulary",
]
