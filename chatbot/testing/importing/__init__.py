"""Packs from what others have: Rasa, QnA Maker, tables. What cannot be carried over is told."""

from chatbot.testing.importing.qnamaker import read_qnamaker
from chatbot.testing.importing.rasa import read_rasa
from chatbot.testing.importing.table import read_csv
from chatbot.testing.importing.topics import Import, Loss, Topic
from chatbot.testing.importing.writer import write_pack

__all__ = ["Import", "Loss", "Topic", "read_csv", "read_qnamaker", "read_rasa", "write_pack"]
