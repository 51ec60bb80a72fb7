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


def near(text: str) -> set[str]:
    """The numbers from which what was typed differs by one slip: a wrong, missing or additional character,
    or two that changed places. Empty if it cannot have been a number."""
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = [character for character in plain if character.isalnum()]
    if not LENGTH - 1 <= len(kept) <= LENGTH + 1 or any(ord(one) > 127 for one in kept):
        return set()
    typed = "".join(kept)
    ends = range(len(typed) + 1)
    if len(typed) < LENGTH:
        tried = {typed[:at] + one + typed[at:] for at in ends for one in ALPHABET}
    elif len(typed) > LENGTH:
        tried = {typed[:at] + typed[at + 1 :] for at in ends[:-1]}
    else:
        tried = {typed[:at] + one + typed[at + 1 :] for at in ends[:-1] for one in ALPHABET}
        tried |= {typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in ends[:-2]}
    # A look-alike somewhere else is forgiven, as it is where nothing else is wrong.
    return {number for one in tried if (number := read_number(one)) is not None}
