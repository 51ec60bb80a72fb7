"""What a message is made of, for finding its like: hashed pieces of words, of characters, and of their sound.

A feature is a 32-bit number whose lowest four bits tell its kind, so that no table of strings is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache
from zlib import crc32

from faq.chinese import HAN, syllables
from faq.concepts import concepts, concepts_in


class Kind(IntEnum):
    """The kinds of pieces."""

    WORD = 0
    PAIR = 1
    PIECE = 2
    HAN1 = 3
    HAN2 = 4
    HAN3 = 5
    SOUND = 6
    EDGE = 7
    CONCEPT = 8


KIND_BITS = 15
"""The bits of a feature that tell its kind."""

# Asking an enumeration for its members takes longer than hashing a piece.
_WORD, _PAIR, _PIECE, _HAN1, _HAN2, _HAN3, _SOUND, _EDGE, _CONCEPT = map(int, Kind)

_TOKENS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+|[\u2190-\u2bff\U0001f000-\U0001faff]")
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
_MOST_LETTERS = 24


Mend = Callable[[str, str, str], str]
"""Gives the word that was meant, from the word, the stem before it and the word after it ("" for none)."""


def features(canonical: str, mend: Mend | None = None) -> list[int]:
    """The pieces of a canonical text, with repetitions.

    What is mended counts as the word that was meant; that the message did not say it stays a feature.
    """
    tokens = _TOKENS.findall(canonical)
    found: list[int] = []
    first = last = before = ""
    for place, token in enumerate(tokens, 1):
        if "\u3400" <= token[0] <= "\ufaff":
            _han(token, found)
            first, last, before = first or token[0], token[-1], ""
            continue
        meant = mend(token, before, tokens[place] if place < len(tokens) else "") if mend else token
        stem, pieces = _word(meant)
        found += pieces
        if meant != token:
            found.append(_number(token, _WORD))
        if before:
            found.append(_number(f"{before} {stem}", _PAIR))
        first, last, before = first or stem, stem, stem
    if tokens:
        found.append(_number(f"^{first}", _EDGE))
        found.append(_number(f"${last}", _EDGE))
    return found


def _number(piece: str, kind: int) -> int:
    return crc32(piece.encode()) & ~KIND_BITS | kind


@lru_cache(maxsize=4096)
def _word(token: str) -> tuple[str, tuple[int, ...]]:
    """A word's stem, and its features: itself, its groups, its pieces of three to five letters."""
    stem = stem_of(token)
    found = [_number(stem, _WORD)]
    found += [_number(str(group), _CONCEPT) for group in _groups().get(stem, ())]
    bounded = f"<{token[:_MOST_LETTERS]}>"
    for size in (3, 4, 5):
        found += [
            crc32(bounded[at : at + size].encode()) & ~KIND_BITS | _PIECE
            for at in range(len(bounded) - size + 1)
        ]
    return stem, tuple(found)


def beside(before: str, stem: str) -> int:
    """The feature of two stems one after the other; "" is the beginning or the end of the message."""
    if not before:
        return _number(f"^{stem}", _EDGE)
    return _number(f"{before} {stem}", _PAIR) if stem else _number(f"${before}", _EDGE)


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[int, ...]]:
    """The groups of words by their stems."""
    groups: dict[str, tuple[int, ...]] = {}
    for word, numbers in concepts().items():
        if word.isascii():
            stem = stem_of(word)
            groups[stem] = (*groups.get(stem, ()), *numbers)
    return groups


def stem_of(token: str) -> str:
    """A word without its commonest English endings; short words stay as they are."""
    for ending, instead in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            return token[: len(token) - len(ending)] + instead
    return token


def _han(run: str, found: list[int]) -> None:
    """The characters of a run of Chinese, their pairs and triples, how those sound, and what they name."""
    for at in range(len(run)):
        found += _ending_at(run[max(at - 2, 0) : at + 1])
    found += [_number(str(group), _CONCEPT) for group in concepts_in(run)]


@lru_cache(maxsize=8192)
def _ending_at(letters: str) -> tuple[int, ...]:
    """The features that end with the last of up to three characters."""
    found = [_number(letters[-1], _HAN1)]
    known = syllables()
    sounds = [known.get(letter, letter) for letter in letters]
    if len(letters) > 1:
        found += [_number(letters[-2:], _HAN2), _number(" ".join(sounds[-2:]), _SOUND)]
    if len(letters) > 2:
        found += [_number(letters, _HAN3), _number(" ".join(sounds), _SOUND)]
    return tuple(found)
