"""`python -m chatbot` is the same as `chatbot`."""

from chatbot.cli.entry import run

run()
