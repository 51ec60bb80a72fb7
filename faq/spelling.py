"""Mending slips of the finger: a word the base has never seen, a letter away from a word it has."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.concepts import concepts

SHORTEST = 5
"""A shorter word has many neighbours: only the words beside it can tell which was meant."""

LONGER = 6
"""From this length on two slips are mended, if they leave a trace in common."""

BOTH, NEVER = 2, 3
"""How many of the words beside a word must be known beside the one that was meant."""

MOST_NEAR = 10
"""So many of the words near by are looked at together with the words beside them."""

SLIP = 6.0
OTHER_START = 2.0
"""What a slip counts against a word, and one in its first letter; the logarithm of its uses counts for it."""

BESIDE = 2.0
"""What the logarithm of the wordings counts in which the words beside are known beside the one meant."""

MOST_REMEMBERED = 10_000
"""The neighbours of so many words are looked for once only."""

_WORDS = re.compile(r"[a-z]{2,24}")

Beside: TypeAlias = Callable[[Sequence[str]], Sequence[tuple[int, int]]]
"""Tells of words in how many wordings each stands after the word before, and before the word after."""


class Near(NamedTuple):
    """A known word that may have been meant, how many slips away it is, and how likely by itself."""

    word: str
    slips: int
    likely: float


class Speller:
    """Knows words by what is left of them when a letter is dropped."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Know the words of these canonical texts."""
        self._counts: Counter[str] = Counter()
        self._words: list[str] = []
        self._shapes: set[str] = set()
        self._traces = np.zeros(0, np.uint32)
        self._owners = np.zeros(0, np.int32)
        self._near: dict[str, list[Near]] = {}
        self.learn(texts)

    def learn(self, texts: Iterable[str]) -> None:
        """Know the words of further texts."""
        self._near = {}
        counts = Counter(word for text in texts for word in _WORDS.findall(text))
        fresh = [word for word in counts if word not in self._counts]
        self._counts.update(counts)
        traces, owners = [], []
        for number, word in enumerate(fresh, len(self._words)):
            left = _traces(word)
            traces += left
            owners += [number] * len(left)
        self._words += fresh
        self._shapes.update(*map(_shapes, fresh))
        all_traces = np.concatenate([self._traces, np.array(traces, np.uint32)])
        order = np.argsort(all_traces, kind="stable")
        self._traces = all_traces[order]
        self._owners = np.concatenate([self._owners, np.array(owners, np.int32)])[order]

    def mend(self, word: str, beside: Beside) -> str:
        """The known word that was probably meant, or the word itself."""
        if len(word) < 2 or word in self._counts or word in concepts():
            return word
        near = self._near.get(word)
        if near is None:
            near = self._nearest(word) if _WORDS.fullmatch(word) else []
            if len(self._near) < MOST_REMEMBERED:
                self._near[word] = near
        return self._likeliest(word, near, beside) if near else word

    def _likeliest(self, word: str, near: list[Near], beside: Beside) -> str:
        """The likeliest of the words near by, if enough speaks for it.

        Where all of a word's letters stand as they do in known words it probably is what was meant, and
        only unknown to this base.
        """
        odd = not self._shapes.issuperset(_shapes(word))
        short = 1 if len(word) < SHORTEST else 0
        best, most = word, -math.inf
        for one, (before, after) in zip(near, beside([one.word for one in near]), strict=True):
            needed = short if odd else BOTH if one.slips == 1 else NEVER
            likely = one.likely + BESIDE * (math.log1p(before) + math.log1p(after))
            if (before > 0) + (after > 0) >= needed and likely > most:
                best, most = one.word, likely
        return best

    def _nearest(self, word: str) -> list[Near]:
        """The likeliest by themselves of the known words that are few slips away."""
        asked = np.array(_traces(word), np.uint32)
        begin = self._traces.searchsorted(asked)
        found = self._traces.take(begin, mode="clip") == asked if len(self._traces) else begin < 0
        if not found.any():
            return []
        end = self._traces.searchsorted(asked[found], "right").tolist()
        pairs = zip(begin[found].tolist(), end, strict=True)
        words = [
            self._words[one]
            for one in sorted({one for at, to in pairs for one in self._owners[at:to].tolist()})
        ]
        most = 2 if len(word) >= LONGER else 1
        slips = process.cdist([word], words, scorer=OSA.distance, score_cutoff=most)[0].tolist()
        near = [
            Near(known, away, self._likely(known) - SLIP * away - OTHER_START * (known[0] != word[0]))
            for known, away in zip(words, slips, strict=True)
            if away <= most
        ]
        return sorted(near, key=lambda one: -one.likely)[:MOST_NEAR]

    def _likely(self, word: str) -> float:
        return math.log(self._counts[word])


def _traces(word: str) -> list[int]:
    """The word and what is left of it without each of its letters, as numbers."""
    letters = word.encode()
    left = [crc32(letters[:at] + letters[at + 1 :]) for at in range(len(letters))]
    return list({*left, crc32(letters)})


def _shapes(word: str) -> list[str]:
    """The word in pieces of three letters."""
    bounded = f"<{word}>"
    return [bounded[at : at + 3] for at in range(len(word))]
