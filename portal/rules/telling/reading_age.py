"""How hard an English text is to read: a hint for whoever writes it, never a bar.

Flesch-Kincaid grade (Kincaid and others, 1975) plus five: the age at which a pupil of that school
year reads it with ease. Syllables are counted by groups of vowels.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z’']+")
_VOWELS = re.compile(r"[aeiouy]+")
_ENOUGH_WORDS = 30
EASY = 12
"""Most adults read with ease what a twelve-year-old does (P)."""


def _syllables(word: str) -> int:
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(groups - silent, 1)


def reading_age(text: str) -> int | None:
    """The reading age in years; None for a text too short to tell."""
    words = _WORD.findall(text)
    if len(words) < _ENOUGH_WORDS:
        return None
    sentences = sum(bool(_WORD.search(piece)) for piece in _SENTENCE.split(text))
    syllables = sum(map(_syllables, words))
    grade = 0.39 * len(words) / max(sentences, 1) + 11.8 * syllables / len(words) - 15.59
    return max(round(grade + 5), 5)
