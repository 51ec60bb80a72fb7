"""Which entries a feature speaks for, and how loudly: finds candidates among very many entries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.vocabulary import Floats, Ints

MOST_READ = 16_384
"""So many postings are read for a message, those of its rarest features first, and at least of one."""


@dataclass(slots=True)
class Postings:
    """For each feature the entries that have it, with the feature's share in the entry's mean."""

    starts: NDArray[np.int64]
    entries: Ints
    shares: NDArray[np.float16]
    spreads: Floats

    def scores(self, places: NDArray[np.intp], shares: Floats) -> Floats:
        """How near each entry's mean is to a message with these features."""
        begin, end = self.starts[places], self.starts[places + 1]
        sizes = end - begin
        if not len(begin):
            return np.zeros(len(self.spreads), np.float32)
        if sizes.sum() > MOST_READ:
            rare = sizes.argsort(kind="stable")
            kept = rare[: max(1, int(sizes[rare].cumsum().searchsorted(MOST_READ, "right")))]
            begin, end, sizes, shares = begin[kept], end[kept], sizes[kept], shares[kept]
        pairs = list(zip(begin.tolist(), end.tolist(), strict=True))
        entries = np.concatenate([self.entries[at:to] for at, to in pairs])
        loud = np.concatenate([self.shares[at:to] for at, to in pairs]) * np.repeat(shares, sizes)
        return np.bincount(entries, loud, minlength=len(self.spreads)).astype(np.float32)


def post(places: Ints, owners: Ints, shares: Floats, features: int, first: Ints) -> Postings:
    """The postings of phrasings' features, and how much each entry's phrasings agree."""
    entries = len(first) - 1
    keys = places.astype(np.int64) * entries + owners
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    heads = np.flatnonzero(np.diff(keys, prepend=-1))
    if not len(heads):
        empty = np.zeros(0, np.int32)
        return Postings(
            np.zeros(features + 1, np.int64), empty, empty.astype(np.float16), np.ones(entries, np.float32)
        )
    sums = np.add.reduceat(shares[order], heads)
    held = keys[heads]
    place, entry = held // entries, (held % entries).astype(np.int32)
    means = sums / np.maximum(np.diff(first), 1)[entry]
    spreads = np.sqrt(np.bincount(entry, means * means, minlength=entries)).astype(np.float32)
    spreads[spreads == 0] = 1
    starts = np.searchsorted(place, np.arange(features + 1))
    return Postings(starts, entry, (means / spreads[entry]).astype(np.float16), spreads)
