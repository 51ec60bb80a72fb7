"""An index with one entry more or less, in a moment instead of building it anew.

What the linear model learnt of the other entries stays; the new entry is told apart from the phrasings that
are most like its own, and the others learn that its phrasings are not theirs.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from faq.index import Index, Shelf, lengths_of, shares_of, take_apart
from faq.linear import NOBODY, Packed, Rows, packed, settle, unpacked
from faq.postings import Postings
from faq.scripts import scripts_of, spreads_of
from faq.vocabulary import Floats, Ints, Vocabulary

RIVALS = 300
"""So many of the most similar phrasings of others teach a new entry what it is not."""


def without_entry(index: Index, number: int) -> Index:
    """The index without the entry of that number; the vocabulary stays."""
    begin, end = int(index.first[number]), int(index.first[number + 1])
    at, to = int(index.starts[begin]), int(index.starts[end])
    postings = index.postings
    return replace(
        index,
        texts=index.texts[:begin] + index.texts[end:],
        first=np.concatenate([index.first[:number], index.first[number + 1 :] - (end - begin)]).astype(
            np.int32
        ),
        starts=np.concatenate([index.starts[:begin], index.starts[end:] - (to - at)]),
        places=np.concatenate([index.places[:at], index.places[to:]]),
        lengths=np.concatenate([index.lengths[:begin], index.lengths[end:]]),
        spreads=np.delete(index.spreads, number, axis=0),
        scripts=np.delete(index.scripts, slice(begin, end)),
        weights=None if index.weights is None else np.delete(index.weights, number, axis=1),
        postings=None if postings is None else _unposted(postings, number),
    )


def with_entry(index: Index, phrasings: list[str]) -> Index:
    """The index with one entry more, the last, found by these phrasings."""
    shelf = take_apart([phrasings])
    vocabulary, moved = _grown(index.vocabulary, shelf)
    places = np.concatenate([moved[index.places], vocabulary.places(shelf.numbers)])
    starts = np.concatenate([index.starts, index.starts[-1] + shelf.starts[1:]])
    lengths = lengths_of(vocabulary, starts, places)
    before = len(index.texts)
    own = Rows(
        shelf.starts,
        places[index.starts[-1] :],
        shares_of(vocabulary, shelf.starts, places[index.starts[-1] :], lengths[before:]),
    )
    held, means, spread = _mean(own)
    weights = index.weights
    if weights is not None:
        wider = np.zeros((len(vocabulary) + 1, index.entries + 1), np.int16)
        wider[moved, :-1] = weights[:-1]
        wider[-1, :-1] = weights[-1]
        if len(own):
            old = Rows(starts[: before + 1], places[: index.starts[-1]], np.zeros(0, np.float32))
            _tell_apart(wider, vocabulary, own, old, lengths, (held, means))
        weights = wider
    scripts = scripts_of(shelf.texts)
    spreads = spreads_of(own, scripts, np.zeros(len(own), np.int32), 1)
    postings = index.postings
    return Index(
        vocabulary,
        index.texts + shelf.texts,
        np.append(index.first, np.int32(before + len(shelf.texts))),
        starts,
        places,
        lengths,
        np.concatenate([index.spreads, spreads]),
        np.concatenate([index.scripts, scripts]),
        weights,
        None if postings is None else _posted(postings, moved, held, means / spread, spread),
        index.bar,
    )


def _grown(vocabulary: Vocabulary, shelf: Shelf) -> tuple[Vocabulary, Ints]:
    """The vocabulary with a shelf's features, and where each of the old ones went."""
    fresh = np.unique(shelf.numbers)
    at = np.searchsorted(vocabulary.numbers, fresh)
    unknown = np.ones(len(fresh), bool)
    if len(vocabulary):
        unknown = vocabulary.numbers.take(at, mode="clip") != fresh
    fresh = fresh[unknown]
    numbers = np.insert(vocabulary.numbers, at[unknown], fresh)
    moved = (np.arange(len(vocabulary)) + np.searchsorted(fresh, vocabulary.numbers)).astype(np.int32)
    holders = np.zeros(len(numbers), np.int32)
    holders[moved] = vocabulary.holders
    holders += np.bincount(np.searchsorted(numbers, shelf.numbers), minlength=len(numbers)).astype(np.int32)
    return Vocabulary(numbers, holders, vocabulary.phrasings + len(shelf.texts)), moved


def _mean(rows: Rows) -> tuple[Ints, Floats, float]:
    """The mean of unit vectors: its features, their values, and its length."""
    if not len(rows):
        return np.zeros(0, np.int32), np.zeros(0, np.float32), 1.0
    held, inverse = np.unique(rows.places, return_inverse=True)
    means = (np.bincount(inverse, rows.shares) / len(rows)).astype(np.float32)
    return held.astype(np.int32), means, float(np.sqrt(means @ means)) or 1.0


def _tell_apart(
    weights: Packed,
    vocabulary: Vocabulary,
    own: Rows,
    others: Rows,
    lengths: Floats,
    mean: tuple[Ints, Floats],
) -> None:
    """Learn the last entry's weights, and teach the other entries that its phrasings are not theirs."""
    touched = np.unique(own.places)
    block = unpacked(np.concatenate([weights[touched, :-1], weights[-1:, :-1]]))
    nobody = np.full(len(own), NOBODY, np.int32)
    settle(block, replace(own, places=np.searchsorted(touched, own.places).astype(np.int32)), nobody)
    whole = packed(block)
    weights[touched, :-1], weights[-1, :-1] = whole[:-1], whole[-1]

    rivals = _rivals(vocabulary, others, lengths, mean)
    rows = Rows(
        np.concatenate([own.starts, own.starts[-1] + rivals.starts[1:]]),
        np.concatenate([own.places, rivals.places]),
        np.concatenate([own.shares, rivals.shares]),
    )
    touched = np.unique(rows.places)
    column = np.zeros((len(touched) + 1, 1), np.float32)
    owners = np.concatenate([np.zeros(len(own), np.int32), np.full(len(rivals), NOBODY, np.int32)])
    settle(column, replace(rows, places=np.searchsorted(touched, rows.places).astype(np.int32)), owners)
    learnt = packed(column)
    weights[touched, -1], weights[-1, -1] = learnt[:-1, 0], learnt[-1, 0]


def _rivals(vocabulary: Vocabulary, others: Rows, lengths: Floats, mean: tuple[Ints, Floats]) -> Rows:
    """The phrasings of others that are most like a new entry's."""
    if not len(others):
        return Rows(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))
    worth = np.zeros(len(vocabulary), np.float32)
    worth[mean[0]] = mean[1] * vocabulary.weights[mean[0]]
    likeness = np.add.reduceat(worth[others.places], others.starts[:-1]) / lengths[: len(others)]
    nearest = np.sort(np.argsort(-likeness, kind="stable")[:RIVALS])
    ranges = [np.arange(others.starts[row], others.starts[row + 1]) for row in nearest]
    sizes = np.array([len(some) for some in ranges])
    places = others.places[np.concatenate(ranges)]
    shares = vocabulary.weights[places] / np.repeat(lengths[nearest], sizes)
    return Rows(np.concatenate([[0], np.cumsum(sizes)]), places, shares)


def _posted(postings: Postings, moved: Ints, held: Ints, shares: Floats, spread: float) -> Postings:
    """The postings with one entry more."""
    number = len(postings.spreads)
    counts = np.diff(postings.starts)
    old = np.zeros(max(int(moved.max(initial=-1)), int(held.max(initial=-1))) + 1, np.int64)
    old[moved] = counts
    ends = np.cumsum(old)[held]
    grown = old.copy()
    grown[held] += 1
    return Postings(
        np.concatenate([[0], np.cumsum(grown)]),
        np.insert(postings.entries, ends, number).astype(np.int32),
        np.insert(postings.shares, ends, shares.astype(np.float16)),
        np.append(postings.spreads, np.float32(spread)),
    )


def _unposted(postings: Postings, number: int) -> Postings:
    """The postings with one entry less; those after it move down."""
    kept = postings.entries != number
    before = np.concatenate([[0], np.cumsum(kept)])
    entries = postings.entries[kept]
    entries[entries > number] -= 1
    return Postings(
        before[postings.starts], entries, postings.shares[kept], np.delete(postings.spreads, number)
    )
