"""A message that is a known wording but for one word: as likely another matter as the same one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from faq.chinese import HAN
from faq.concepts import concepts
from faq.features import stem_of

DOUBT = 0.12
"""What a swapped word takes from the greatest chance of an entry with a single wording."""

FEW = 3.0
"""The number of wordings over which that falls by the factor e: with many, the words that vary are known."""

MOST_WORDINGS = 8
"""An entry with more wordings is not looked at: what is left of the doubt changes no answer."""

SHORTEST = 3
"""Shorter words join others; they are no matter of their own."""

_TOKENS = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")


def greatest_chance(asked: str, wordings: Sequence[str]) -> float:
    """How sure one can be of an entry with so few wordings, told by its nearest one."""
    if not 0 < len(wordings) <= MOST_WORDINGS:
        return 1.0
    nearest = process.extractOne(asked, wordings, scorer=fuzz.ratio)
    if nearest is None or not is_swapped(asked, nearest[0]):
        return 1.0
    return 1 - DOUBT * math.exp((1 - len(wordings)) / FEW)


def is_swapped(asked: str, known: str) -> bool:
    """Whether the texts are alike but for a word in the place of another."""
    one, other = _TOKENS.findall(asked), _TOKENS.findall(known)
    swaps = [
        (one[edit.src_pos], other[edit.dest_pos])
        for edit in Levenshtein.editops(one, other)
        if edit.tag == "replace"
    ]
    if not swaps or 2 * len(swaps) > min(len(one), len(other)):
        return False
    return any(_differ(said, meant) for said, meant in swaps)


def _differ(said: str, meant: str) -> bool:
    """Whether two words name different things, as far as can be told."""
    if said.isascii() and meant.isascii() and min(len(said), len(meant)) < SHORTEST:
        return False
    one, other = stem_of(said), stem_of(meant)
    groups = concepts()
    return one != other and not set(groups.get(said, ())) & set(groups.get(meant, ()))
