"""The matcher, and beside it what most FAQ bots ship."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from rapidfuzz import fuzz, process

from faq import Entry, Matcher
from faq.normal import plain

Base = dict[str, list[str]]
Found = list[tuple[str, float]]


class Engine(Protocol):
    """Something that finds entries."""

    def rank(self, text: str) -> Found:
        """The likeliest entries, best first."""
        ...


class Frontline:
    """The matcher of this package."""

    def __init__(self, base: Base) -> None:
        self.matcher = Matcher.build(Entry(name, texts, "") for name, texts in base.items())

    def rank(self, text: str) -> Found:
        """The likeliest entries, best first."""
        return [(one.id, one.confidence) for one in self.matcher.rank(text, 5)]


class Ratio:
    """The best phrasing by rapidfuzz's plain ratio."""

    def __init__(self, base: Base) -> None:
        pairs = [(plain(text), name) for name, texts in base.items() for text in texts]
        self.texts, self.owners = [text for text, _ in pairs], [name for _, name in pairs]

    def rank(self, text: str) -> Found:
        """The likeliest entries, best first."""
        scores = process.cdist([plain(text)], self.texts, scorer=fuzz.ratio)[0] / 100
        return best_of(scores, self.owners)


class Weighted:
    """The best phrasing by weighted pieces: BM25 over words, or cosine over character n-grams."""

    def __init__(self, base: Base, pieces: Callable[[str], Counter[str]], bm25: bool) -> None:
        self.pieces, self.bm25 = pieces, bm25
        self.owners = [name for name, texts in base.items() for _ in texts]
        counted = [pieces(text) for texts in base.values() for text in texts]
        count, lengths = len(counted), [max(some.total(), 1) for some in counted]
        held = Counter(piece for some in counted for piece in some)
        if bm25:
            self.rarity = {one: math.log(1 + (count - n + 0.5) / (n + 0.5)) for one, n in held.items()}
        else:
            self.rarity = {one: math.log((1 + count) / (1 + n)) + 1 for one, n in held.items()}
        mean = sum(lengths) / max(count, 1)
        self.postings: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for place, some in enumerate(counted):
            length = math.sqrt(sum((self.rarity[one] * n) ** 2 for one, n in some.items())) or 1.0
            for one, n in some.items():
                if bm25:
                    value = self.rarity[one] * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * lengths[place] / mean))
                else:
                    value = self.rarity[one] * n / length
                self.postings[one][0].append(place)
                self.postings[one][1].append(value)
        self.arrays = {one: (np.array(at), np.array(values)) for one, (at, values) in self.postings.items()}

    def rank(self, text: str) -> Found:
        """The likeliest entries, best first."""
        scores, asked = np.zeros(len(self.owners)), self.pieces(text)
        square = 0.0
        for piece, n in asked.items():
            weight = 1.0 if self.bm25 else self.rarity.get(piece, 1.0) * n
            square += weight * weight
            if piece in self.arrays:
                at, values = self.arrays[piece]
                scores[at] += weight * values
        if not self.bm25:
            scores /= math.sqrt(square) or 1.0
        return best_of(scores, self.owners)


def best_of(scores: np.ndarray, owners: Sequence[str]) -> Found:
    """The entries of the best phrasings."""
    found: dict[str, float] = {}
    for place in np.argsort(-scores, kind="stable")[:60].tolist():
        found.setdefault(owners[place], float(scores[place]))
    return list(found.items())[:5]


def words(text: str) -> Counter[str]:
    """Words, or characters and their pairs for Chinese."""
    shown = plain(text)
    if shown.isascii():
        return Counter(shown.split())
    return Counter([*shown, *(shown[at : at + 2] for at in range(len(shown) - 1))])


def grams(text: str) -> Counter[str]:
    """Runs of one to four characters."""
    shown = f" {plain(text)} "
    sizes = (3, 4) if shown.isascii() else (1, 2, 3)
    return Counter(shown[at : at + size] for size in sizes for at in range(len(shown) - size + 1))


ENGINES: dict[str, Callable[[Base], Engine]] = {
    "frontline": Frontline,
    "ratio": Ratio,
    "bm25": lambda base: Weighted(base, words, bm25=True),
    "knn": lambda base: Weighted(base, grams, bm25=False),
}
