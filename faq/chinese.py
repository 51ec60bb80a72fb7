"""Traditional to simplified characters, and how a character sounds."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""The range of Chinese characters, for use inside a character class."""


@cache
def simplified() -> dict[int, str]:
    """A translation table from traditional characters to simplified ones."""
    return {ord(pair[0]): pair[1] for pair in _lines("traditional.txt")}


@cache
def syllables() -> dict[str, str]:
    """How the common characters sound, without tones."""
    sounds = {}
    for line in _lines("syllables.txt"):
        sound, letters = line.split()
        sounds.update(dict.fromkeys(letters, sound))
    return sounds


def sound_of(word: str) -> str:
    """How a word sounds, syllable by syllable; what has no sound stands for itself."""
    known = syllables()
    return " ".join([known.get(letter, letter) for letter in word])


def _lines(name: str) -> list[str]:
    return (files("faq") / "tables" / name).read_text(encoding="utf-8").splitlines()
