"""Questions as they look when they are typed in haste: seeded, so that every run is the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final

from chatbot.matching.keyboard import BESIDE

_FILLERS: Final = ("um", "ok so", "hi", "hey", "like", "please", "just wondering", "sorry but")
_EMOJI: Final = ("🙏", "😕", "🤔", "😅", "❤️", "😭")
_MARKS: Final = ("?", "??", "!", "...", " ?", "?!", "")
_SHORTEST_WORD: Final = 4


def noisy_forms(text: str, count: int, seed: int = 0) -> Iterator[str]:
    """A question in noisy forms.

    Args:
        text: the question.
        count: how many forms.
        seed: another number gives other forms.

    Yields:
        The forms. The same arguments give the same ones on every machine.
    """
    for number in range(count):
        chance = random.Random(f"{seed} {number} {text}")  # noqa: S311 - no secret
        yield noisy(text, chance)


def noisy(text: str, chance: random.Random) -> str:
    """A question with one to three kinds of noise."""
    for act in chance.sample(NOISES, chance.randint(1, 3)):
        text = act(text, chance)
    return text


def _in_a_word(change: Callable[[str, int, random.Random], str]) -> Callable[..., str]:
    """Change one word, at a place inside it; short words are left alone, for they would be lost."""

    def act(text: str, chance: random.Random) -> str:
        words = text.split(" ")
        long = [n for n, w in enumerate(words) if len(w) >= _SHORTEST_WORD and w.isalpha()]
        if not long:
            return text
        number = chance.choice(long)
        words[number] = change(words[number], chance.randint(1, len(words[number]) - 2), chance)
        return " ".join(words)

    return act


def _neighbour(word: str, place: int, chance: random.Random) -> str:
    letter = word[place]
    near = chance.choice(BESIDE.get(letter.lower(), letter))
    return word[:place] + near + word[place + 1 :]


def _drop(word: str, place: int, _: random.Random) -> str:
    return word[:place] + word[place + 1 :]


def _double(word: str, place: int, _: random.Random) -> str:
    return word[:place] + word[place] + word[place:]


def _swap(word: str, place: int, _: random.Random) -> str:
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _missing_space(text: str, chance: random.Random) -> str:
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    if not spaces:
        return text
    place = chance.choice(spaces)
    return text[:place] + text[place + 1 :]


def _case(text: str, chance: random.Random) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.capitalize))(text)


def _punctuation(text: str, chance: random.Random) -> str:
    return text.rstrip("?!. ") + chance.choice(_MARKS)


def _emoji(text: str, chance: random.Random) -> str:
    return f"{text} {chance.choice(_EMOJI)}"


def _filler(text: str, chance: random.Random) -> str:
    return f"{chance.choice(_FILLERS)} {text}"


NOISES: Final[tuple[Callable[..., str], ...]] = (
    _in_a_word(_neighbour),
    _in_a_word(_drop),
    _in_a_word(_double),
    _in_a_word(_swap),
    _missing_space,
    _case,
    _punctuation,
    _emoji,
    _filler,
)
