"""The same content gives the same replies, in whatever process."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot import Chatbot

#: Every thirtieth utterance with its words in reverse: a thousand messages that nobody wrote, so
#: that repair, clauses and choices are all at work.
ASK_A_THOUSAND = """
import hashlib, json, sys
from chatbot import Chatbot
bot = Chatbot(cache=False)
texts = [" ".join(reversed(text.split())) for _, text in bot.pack.examples()][::30][:1000]
replies = [bot.ask(text).to_dict() for text in texts]
print(len(replies), hashlib.sha256(json.dumps(replies).encode()).hexdigest())
"""


@pytest.mark.timeout(300)
def test_a_thousand_replies_across_seeds_and_threads(tmp_path: Path) -> None:
    """Fitted anew with other hash seeds and more threads, a thousand replies are the same."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", ASK_A_THOUSAND], capture_output=True, text=True, check=True,
            env={
                **os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads,
                "XDG_CACHE_HOME": str(tmp_path),
            },
        ).stdout
        for seed, threads in (("1", "1"), ("77", "2"))
    }  # fmt: skip
    assert len(printed) == 1
    assert printed.pop().startswith("1000 ")


def test_a_matcher_from_the_cache_replies_alike(bot: Chatbot, tmp_path: Path) -> None:
    """What was stored and read again replies as what was fitted."""
    Chatbot(cache=tmp_path)
    again = Chatbot(cache=tmp_path)
    texts = [text for _, text in bot.pack.examples()][::500]
    assert [_digest(bot, text) for text in texts] == [_digest(again, text) for text in texts]


def _digest(bot: Chatbot, text: str) -> str:
    return hashlib.sha256(json.dumps(bot.ask(text).to_dict()).encode()).hexdigest()
