"""The slips of hurried typing, made on purpose and always the same."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from faq.chinese import simplified, syllables

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def typos(text: str, seed: int) -> str:
    """One letter in ten replaced, left out, doubled by another or swapped with the next."""
    chance = random.Random(f"{seed}|{text}")
    strange = _LETTERS if text.isascii() else "".join(syllables())
    letters, made = list(text), []
    at = 0
    while at < len(letters):
        letter = letters[at]
        at += 1
        if letter.isspace() or chance.random() >= 0.1:
            made.append(letter)
            continue
        slip = chance.randrange(4)
        if slip == 0:
            made.append(chance.choice(strange))
        elif slip == 1:
            made += [letter, chance.choice(strange)]
        elif slip == 2 and at < len(letters):
            made += [letters[at], letter]
            at += 1
    return "".join(made) or text


def homophones(text: str, seed: int) -> str:
    """One Chinese character in five replaced by one that sounds alike."""
    chance = random.Random(f"{seed}|{text}")
    sounds = syllables()
    return "".join(
        chance.choice(_alike()[sounds[letter]]) if letter in sounds and chance.random() < 0.2 else letter
        for letter in text
    )


def traditional(text: str, seed: int) -> str:
    """Every character in its traditional form."""
    return text.translate(_traditional())


@cache
def _alike() -> dict[str, list[str]]:
    alike = defaultdict(list)
    for letter, sound in syllables().items():
        alike[sound].append(letter)
    return alike


@cache
def _traditional() -> dict[int, str]:
    return {ord(plain): chr(full) for full, plain in reversed(simplified().items())}


NOISES: dict[str, Callable[[str, int], str]] = {
    "typos": typos,
    "homophones": homophones,
    "traditional": traditional,
}
