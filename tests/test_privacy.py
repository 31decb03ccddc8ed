"""Nothing that is typed is kept, shown again or sent."""

from __future__ import annotations

import json
import os
import random
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot import Chatbot

CHANCE = random.Random(7)  # noqa: S311 - names need not be secret
NAMES = [f"Zq{CHANCE.choice('aeiou')}xw{n:02}el Vrmk{n:02}ov" for n in range(25)]
PHONES = [f"555-01{n:02}-{CHANCE.randrange(1000, 9999)}" for n in range(25)]
MAILS = [f"zqx{n:02}.{CHANCE.randrange(10**6)}@example.org" for n in range(25)]
RECORDS = [f"MRN-{CHANCE.randrange(10**9):09}" for n in range(25)]
IDENTIFIERS = [*NAMES, *PHONES, *MAILS, *RECORDS]
FORMS = ["i am {}, is ketamine addictive", "what is ketamine? reach me at {}", "{}", "cost? {}"]
QUESTIONS = [FORMS[n % len(FORMS)].format(each) for n, each in enumerate(IDENTIFIERS)]
CRY = "my name is Zqorra Lument and i want to kill myself"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own; the pack is fitted in it once."""
    return tmp_path_factory.mktemp("home")


def run(home: Path, *arguments: str, given: str = "") -> str:
    places = {name: str(home) for name in (
        "HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
    )}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "chatbot", *arguments], input=given, text=True,
        capture_output=True, check=False, env=os.environ | places,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.stdout


def kept(folder: Path, words: list[str]) -> list[str]:
    data = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [word for word in words if word.encode() in data]


def test_no_reply_shows_an_identifier(bot: Chatbot) -> None:
    """Of a hundred names, phones, addresses and record numbers none is in a reply or a state."""
    assert len(set(IDENTIFIERS)) == 100
    talk = bot.conversation()
    for identifier, question in zip(IDENTIFIERS, QUESTIONS, strict=True):
        assert identifier not in bot.ask(question).text
        assert identifier not in talk.ask(question).text
        assert identifier not in str(talk.state)


def test_no_command_keeps_an_identifier(home: Path) -> None:
    """After `ask -`, the prompt, and one cry, no file of the user's holds a word of them."""
    text = "\n".join([*QUESTIONS, CRY])
    run(home, "ask", "-", given=text)
    shown = run(home, given=text)
    assert [each for each in IDENTIFIERS if each in shown] == []
    assert "988" in shown
    assert kept(home, [*IDENTIFIERS, CRY, "Zqorra"]) == []


def test_it_answers_without_a_network() -> None:
    """Where every socket is refused it answers alike."""
    code = (
        "import socket\n"
        "def refuse(*_, **__): raise OSError('no network')\n"
        "socket.socket.__init__ = refuse\n"
        "socket.create_connection = refuse\n"
        "from chatbot import Chatbot\n"
        "print(Chatbot().ask('what is ketamine').intent)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "ketamine.what_is"


def test_no_evidence_names_a_person(bot: Chatbot) -> None:
    """What was recognised in a cry is shown without the name or the address in it."""
    for identifier in IDENTIFIERS:
        for form in ("i am {} and i want to kill myself", "{} wants to end it, i am so scared"):
            why = bot.ask(form.format(identifier)).why
            assert identifier.lower() not in why.recognised.lower()
            parts = [part for part in re.split(r"[\W_]+", identifier.lower()) if len(part) > 3]
            parts = [part for part in parts if part != "example"]  # the end of a made-up host
            assert [part for part in parts if part in why.recognised.lower().split()] == []
    assert "kill myself" in bot.ask("i want to kill myself").why.recognised


def test_failed_cases_are_kept_without_their_words(home: Path, tmp_path: Path) -> None:
    """`chatbot test` remembers by hashes what failed, in a file of the owner's, and finds it."""
    cases = tmp_path / "tests" / "x.chat.yaml"
    cases.parent.mkdir()
    asked = [f"      - {{ask: {json.dumps(each)}, kind: chat}}" for each in (MAILS[0], CRY)]
    cases.write_text("cases:\n" + "\n".join(line[4:] for line in asked) + "\n")
    run(home, "test", str(cases.parent))
    (file,) = home.rglob("failed-*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert kept(home, [MAILS[0], CRY, "Zqorra"]) == []
    assert "2 failed" in run(home, "test", str(cases.parent), "--last-failed")
