"""What a confidence is worth in this base: found by holding a part of its own wordings back.

The shipped constants are right on average over bases; one base is easier than another. A fifth of the
wordings and a fifth of the entries are held back and the rest is asked for them. The least confidence at and
above which TOLD of the answers are right is called that from then on, and what lies around it is moved along.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from faq.index import USUAL_BAR, build_index
from faq.reading import Reader

TOLD = USUAL_BAR
"""The confidence whose meaning is measured: of the answers at least this sure, so many are right."""

PARTS = 5
"""One in so many wordings is held back, and one in so many entries."""

OUTSIDE = 0.1
"""The share of questions whose entry is missing; those about something else never come near the bar."""

MOST_ASKED = 200
MOST_PHRASINGS = 3000
"""A larger base is taken as it comes: measuring would take longer than building it is worth."""

LEAST_ASKED = 50
"""With fewer held back wordings than this nothing is read off them."""

TRUST = 8.0
"""The number of answers at or above the bar that count as much as the shipped constants."""

LEAST_BAR, MOST_BAR = 0.6, 0.985


def bar_of(phrasings: Sequence[Sequence[str]], most_weights: int) -> float:
    """The least confidence of the shipped constants at and above which TOLD of the answers are right."""
    if sum(map(len, phrasings)) > MOST_PHRASINGS:
        return TOLD
    known, inside, outside = parted(phrasings)
    if len(inside) < LEAST_ASKED or not outside:
        return TOLD
    reader = Reader(build_index(known, most_weights))
    inside, outside = some_of(inside, MOST_ASKED), some_of(outside, MOST_ASKED // 2)
    found = [_asked(reader, text, wanted) for text, wanted in (*inside, *outside)]
    toll = OUTSIDE / (1 - OUTSIDE) * len(inside) / len(outside)
    return _bar(found, np.array([1.0] * len(inside) + [toll] * len(outside)))


def told(chance: float, bar: float) -> float:
    """The confidence that is told where the shipped constants say `chance` and the base's bar is `bar`."""
    if bar == TOLD or not 0.5 < chance < 1:
        return chance
    said, middle, wanted = _log_odds(chance), _log_odds(bar), _log_odds(TOLD)
    meant = said * wanted / middle if said < middle else wanted + said - middle
    return 1 / (1 + math.exp(-meant))


def parted(
    phrasings: Sequence[Sequence[str]], fold: int = 0
) -> tuple[list[list[str]], list[tuple[str, int]], list[tuple[str, int]]]:
    """What is kept of a base, the wordings held back with their entry, and those of entries left out.

    Each of PARTS folds holds others back.
    """
    known: list[list[str]] = []
    inside: list[tuple[str, int]] = []
    outside: list[tuple[str, int]] = []
    for number, texts in enumerate(phrasings):
        if (number + fold) % PARTS == PARTS // 2:
            known.append([])
            outside += [(text, -1) for text in texts]
            continue
        held = [
            place for place in range(len(texts)) if len(texts) > 1 and (place + number + fold) % PARTS == 0
        ]
        inside += [(texts[place], number) for place in held]
        known.append([text for place, text in enumerate(texts) if place not in held])
    return known, inside, outside


def some_of(asked: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """At most so many, from everywhere alike."""
    if len(asked) <= most:
        return asked
    return [asked[place * len(asked) // most] for place in range(most)]


def _asked(reader: Reader, text: str, wanted: int) -> tuple[float, bool]:
    """How sure the base is of what it finds, and whether that is right."""
    best = max(reader.read_all(text), key=lambda one: one.chance, default=None)
    return (0.0, False) if best is None else (best.chance, best.first == wanted)


def _bar(found: list[tuple[float, bool]], weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """The least confidence at and above which enough is right, nearer to TOLD the fewer answers show it."""
    chances = np.array([chance for chance, _ in found])
    right = np.array([right for _, right in found])
    order = np.argsort(-chances, kind="stable")
    asked = np.cumsum(weights[order])
    enough = np.flatnonzero(np.cumsum((weights * right)[order]) >= TOLD * asked)
    if not len(enough):
        return MOST_BAR
    shown = float(asked[enough[-1]])
    bar = min(max(float(chances[order][enough[-1]]), LEAST_BAR), MOST_BAR)
    usual = _log_odds(TOLD)
    meant = usual + (_log_odds(bar) - usual) * shown / (shown + TRUST)
    return 1 / (1 + math.exp(-meant))


def _log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))
