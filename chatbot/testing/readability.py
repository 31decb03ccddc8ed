"""How hard a text is to read: sentences, words, syllables, and the school grade that follows.

The grade is that of Flesch and Kincaid (Kincaid, Fishburne, Rogers, Chissom, "Derivation of new
readability formulas for Navy enlisted personnel", 1975). Syllables are counted from the spelling:
groups of vowels, with the usual endings that are not spoken. The tests hold this against textstat.
"""

from __future__ import annotations

import re
from typing import Final

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9'\u2019-]*")
_VOWELS: Final = re.compile(r"[aeiouy]+")
#: Vowels that stand side by side and are spoken one by one ("na-tri-um", "di-et", "cre-ate").
_APART: Final = re.compile(
    r"i[ao]|iu|iet|ieties|ier$|ien|creat|uici|eo[^pu]|[^q]ua[lrt]|[eoiy]ing|uou|[aeiou]y[aeo]|ea$|eas$"
    r"|eality|[^qg]ui[nt]|ysm$|ism$|usea"
)
#: Such as in "station", "patient", "special", "friend": one syllable all the same.
_TOGETHER: Final = re.compile(r"[csthgx]io|[ct]ia|[ct]ien|friend|(?<=[a-z])iou")
#: An e that is not spoken: at the end ("take", "takes", "taken care-ful-ly", "liked") or before
#: another part of the word ("some-one", "safe-ty").
_SILENT_END: Final = re.compile(
    r"([^aeiouyl]|[aeiouy]l)e$|[^aeiouytdl]ed$|[aeiouy]led$|lled$|[^aeiouysxzcgh]es$|[aeiou]ched$"
)
_SILENT_INSIDE: Final = re.compile(
    r"(some|safe|care|where|here|guide|line|there|fore|time|home|like|use|life|house|side|clothe|ome)"
    r"(?=(one|thing|ty|ful|less|where|line|lines|hand|times|ly|fore|work|self|ment|place)s?$)"
)
_ACRONYM: Final = re.compile(r"[A-Z]{2,5}s?")
#: Letters are read out, but quickly, and to whoever knows them; two is closest to textstat.
_ACRONYM_SYLLABLES: Final = 2
_DIGITS: Final = re.compile(r"\d")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; those without a word are left out."""
    return [part.strip() for part in _SENTENCE.split(text) if _WORD.search(part)]


def words_of(text: str) -> list[str]:
    """The words of a text, numbers among them."""
    return _WORD.findall(text)


def syllables_of(word: str) -> int:
    """About how many syllables a word has, one at least."""
    if _DIGITS.search(word):
        return 1
    if _ACRONYM.fullmatch(word):
        return _ACRONYM_SYLLABLES
    plain = word.lower().replace("'", "").replace("\u2019", "")
    return sum(_syllables(part) for part in plain.split("-") if part) or 1


def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    count += len(_APART.findall(word)) - len(_TOGETHER.findall(word))
    count -= bool(_SILENT_END.search(word)) + bool(_SILENT_INSIDE.search(word))
    return max(count, 1)


def grade_of(text: str) -> float:
    """The Flesch-Kincaid grade: the years of school that reading a text takes; 0 for no text."""
    words, sentences = words_of(text), sentences_of(text)
    if not words:
        return 0.0
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
