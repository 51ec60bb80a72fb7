"""Which language a message is in, as far as its letters tell, and which one we speak with a person."""

from __future__ import annotations

import re

from handlers.understanding.latin import is_foreign
from storage.person import Person

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_OTHER = re.compile(
    r"[\u0370-\u1cff\u3040-\u30ff\u3130-\u318f\uac00-\ud7af]"  # Greek to Thai and beyond; kana; Hangul
)
_NOT_WORDS = re.compile(r"^/.*|\S+://\S+|\S+@\S+|@\w+|/\w+|\b\w*\d\w*\b")
_FEWEST_WORDS = 2
_MOST_NAMES = 3

OTHER = "other"


def detect(text: str) -> str | None:
    """ "zh", "en", OTHER for a language we do not speak, or None when it is not clear.

    Commands, addresses, numbers, emoji, a lone word and what may be somebody's name tell nothing.
    """
    plain = _NOT_WORDS.sub(" ", text)
    han = len(_HAN.findall(plain))
    words = _WORD.findall(plain)
    if other := len(_OTHER.findall(plain)):
        # Japanese mixes kana with Han characters, so a few kana outweigh them.
        return OTHER if other * 3 >= han and other > sum(map(len, words)) else None
    if han and han >= len(words):
        return "zh"
    if is_foreign(plain):
        return OTHER
    if len(words) < _FEWEST_WORDS or _may_be_a_name(words):
        return None
    return "en"


def _may_be_a_name(words: list[str]) -> bool:
    return len(words) <= _MOST_NAMES and all(word.istitle() for word in words)


def heard(person: Person, text: str) -> str | None:
    """Follow the language of a message, unless the person has chosen one; what was detected."""
    found = detect(text)
    if found in ("zh", "en") and not person.language_chosen:
        person.language = found
    return found
