"""Case numbers: random, short enough to say on the telephone, with a check character against slips."""

from __future__ import annotations

import itertools
import random
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O. There are 31: a prime, so every slip of one and every swap of two shows."""
LENGTH = 7

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_MISHEARD = {"0": "DQ", "O": "DQ", "1": "7JT", "I": "7JT", "L": "7JT"}
"""What somebody may have seen who writes a character we never use. The check character decides."""


def new_number(rng: random.Random | None = None) -> str:
    """A new number, as `K7M3QX9`. Whether it is free, the caller must look."""
    source = rng or secrets.SystemRandom()
    body = "".join(source.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The last character, which makes the weighted sum of all a multiple of 31."""
    weighted = sum(weight * _VALUE[one] for weight, one in zip(range(LENGTH, 1, -1), body, strict=True))
    return ALPHABET[-weighted % len(ALPHABET)]


def is_valid(text: str) -> bool:
    """Whether this is exactly how a number of ours is written."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET) and check_character(text[:-1]) == text[-1]


def read_number(text: str) -> str | None:
    """The number somebody typed: lower case, spaces, full-width letters and look-alikes are forgiven.

    None if it cannot be one, or if more than one number could be meant.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = [character for character in plain if character.isalnum()]
    if len(kept) != LENGTH:
        return None
    choices = [_MISHEARD.get(character, character) for character in kept]
    meant = {number for number in map("".join, itertools.product(*choices)) if is_valid(number)}
    return meant.pop() if len(meant) == 1 else None
