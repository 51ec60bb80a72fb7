"""The phrasings of a base as arrays: what each is made of, whose it is, and what tells the entries apart."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faq.features import features
from faq.linear import Packed, Rows, learn, packed
from faq.normal import canonical
from faq.postings import Postings, post
from faq.scripts import SCRIPTS, scripts_of, spreads_of
from faq.vocabulary import Floats, Ints, Vocabulary

MOST_WEIGHTS = 16_000_000
"""A base whose features times entries are more than this is searched without the linear model."""

USUAL_BAR = 0.95
"""What the bar of a base is taken for that was not measured."""


@dataclass(slots=True)
class Index:
    """Everything the matcher looks at. Entries are numbers here; their phrasings stand together."""

    vocabulary: Vocabulary
    texts: list[str]
    first: Ints
    """Where each entry's phrasings begin, and a last one for the end."""
    starts: NDArray[np.int64]
    """Where each phrasing's features begin, and a last one for the end."""
    places: Ints
    lengths: Floats
    """The length of each phrasing's vector."""
    spreads: Floats
    """For each entry and script, the length of the mean of its unit vectors: 1 when all are alike."""
    scripts: NDArray[np.int8]
    """The script of each phrasing."""
    weights: Packed | None
    postings: Postings | None
    bar: float
    """The confidence of the shipped constants that is as right in this base as answers told alone must be."""
    begins: list[int] = field(init=False)
    """Where each entry's features begin, and a last one for the end."""
    in_script: list[int] = field(init=False)
    """How many phrasings there are in each script; all of them for a script without any."""

    def __post_init__(self) -> None:
        """Count once what every message asks for."""
        counts = np.bincount(self.scripts, minlength=SCRIPTS).tolist()
        self.begins = self.starts[self.first].tolist()
        self.in_script = [count or len(self.texts) for count in counts]

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return len(self.first) - 1


@dataclass(slots=True)
class Shelf:
    """Phrasings taken apart, entry by entry, not yet weighed."""

    texts: list[str]
    first: Ints
    starts: NDArray[np.int64]
    numbers: NDArray[np.uint32]


def take_apart(phrasings: Iterable[Iterable[str]]) -> Shelf:
    """The features of every entry's phrasings; a phrasing without any is left out, a repeated one too."""
    texts: list[str] = []
    first, starts, numbers = array("i", [0]), array("q", [0]), array("I")
    for some in phrasings:
        for text in dict.fromkeys(canonical(one) for one in some):
            found = set(features(text))
            if found:
                texts.append(text)
                numbers.extend(sorted(found))
                starts.append(len(numbers))
        first.append(len(texts))
    return Shelf(
        texts,
        np.frombuffer(first, np.int32).copy(),
        np.frombuffer(starts, np.int64).copy(),
        np.frombuffer(numbers, np.uint32).copy() if numbers else np.zeros(0, np.uint32),
    )


def build_index(
    phrasings: Sequence[Iterable[str]], most_weights: int = MOST_WEIGHTS, bar: float = USUAL_BAR
) -> Index:
    """The index over entries given by their phrasings; `most_weights` bounds the linear model."""
    shelf = take_apart(phrasings)
    vocabulary = Vocabulary.of(shelf.numbers, len(shelf.texts))
    places = vocabulary.places(shelf.numbers)
    lengths = lengths_of(vocabulary, shelf.starts, places)
    owners = owners_of(shelf.first)
    shares = shares_of(vocabulary, shelf.starts, places, lengths)
    entries = len(shelf.first) - 1
    postings = post(places, np.repeat(owners, np.diff(shelf.starts)), shares, len(vocabulary), shelf.first)
    rows, scripts = Rows(shelf.starts, places, shares), scripts_of(shelf.texts)
    weights = None
    if entries > 1 and len(vocabulary) * entries <= most_weights:
        weights = packed(learn(rows, owners, entries, len(vocabulary)))
    return Index(
        vocabulary,
        shelf.texts,
        shelf.first,
        shelf.starts,
        places,
        lengths,
        spreads_of(rows, scripts, owners, entries),
        scripts,
        weights,
        None if weights is not None else postings,
        bar,
    )


def owners_of(first: Ints) -> Ints:
    """Whose each phrasing is."""
    return np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))


def lengths_of(vocabulary: Vocabulary, starts: NDArray[np.int64], places: Ints) -> Floats:
    """The length of each phrasing's vector of weights."""
    if not len(places):
        return np.zeros(0, np.float32)
    squares = vocabulary.weights[places] ** 2
    return np.sqrt(np.add.reduceat(squares, starts[:-1])).astype(np.float32)


def shares_of(vocabulary: Vocabulary, starts: NDArray[np.int64], places: Ints, lengths: Floats) -> Floats:
    """The values of each phrasing's unit vector."""
    shares: Floats = vocabulary.weights[places] / np.repeat(lengths, np.diff(starts))
    return shares
