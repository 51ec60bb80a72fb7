"""What was asked and not answered, gathered: the same question in many words is one cluster."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz, process

from faq.features import features
from faq.index import lengths_of, shares_of, take_apart
from faq.matcher import Matcher
from faq.normal import canonical
from faq.vocabulary import Floats, Vocabulary

ALIKE = 0.55
"""The likeness, of 1, from which two questions are one."""

SHOWN = 5
"""So many different wordings are kept as examples, the most typical first."""

NEAR = 0.05
"""An entry less likely than this is not named as near."""

_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Cluster:
    """One thing that people asked: in which words, how often, and the entry that comes nearest."""

    examples: tuple[str, ...]
    size: int
    nearest_entry: str | None
    confidence: float
    members: tuple[int, ...]
    """The places of its questions in what was given."""


def cluster(texts: Sequence[str], matcher: Matcher, *, alike: float = ALIKE) -> list[Cluster]:
    """Group questions that mean the same, the most asked first; questions without a word are left out.

    Each question joins the cluster of the earlier question it is most like, if it is like enough: so the
    result is the same for the same texts in the same order, and one odd question never joins two clusters.
    """
    asked = [(place, text.strip(), canonical(text)) for place, text in enumerate(texts)]
    asked = [one for one in asked if one[2] and features(one[2])]
    if not asked:
        return []
    distinct = list(dict.fromkeys(text for *_, text in asked))
    leader = _leaders(distinct, alike)
    groups: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    numbers = {text: number for number, text in enumerate(distinct)}
    for one in asked:
        groups[leader[numbers[one[2]]]].append(one)
    clusters = [_described(group, matcher) for group in groups.values()]
    return sorted(clusters, key=lambda one: (-one.size, one.members))


def _leaders(distinct: Sequence[str], alike: float) -> list[int]:
    """For each text the number of the first text of its cluster."""
    spelt = (process.cdist([text], distinct, scorer=fuzz.ratio)[0] / 100 for text in distinct)
    leader = list(range(len(distinct)))
    for place, (cosines, ratios) in enumerate(zip(_cosines(distinct), spelt, strict=True)):
        if place == 0:
            continue
        likeness = (cosines[:place] + ratios[:place]) / 2
        nearest = int(np.argmax(likeness))
        if likeness[nearest] >= alike:
            leader[place] = leader[nearest]
    return leader


def _cosines(distinct: Sequence[str]) -> Iterator[Floats]:
    """For each text its likeness to every one, by the pieces they are made of."""
    shelf = take_apart([text] for text in distinct)
    vocabulary = Vocabulary.of(shelf.numbers, len(distinct))
    places = vocabulary.places(shelf.numbers)
    lengths = lengths_of(vocabulary, shelf.starts, places)
    shares = shares_of(vocabulary, shelf.starts, places, lengths)
    worth = np.zeros(len(vocabulary), np.float32)
    for begin, end in pairwise(shelf.starts.tolist()):
        worth[places[begin:end]] = shares[begin:end]
        yield np.add.reduceat(worth[places] * shares, shelf.starts[:-1])
        worth[places[begin:end]] = 0


def _described(group: Sequence[tuple[int, str, str]], matcher: Matcher) -> Cluster:
    """A cluster with its most typical wordings first, and the entry that most of them come nearest to."""
    wordings = list(dict.fromkeys(text for _, text, _ in group))[:_MOST_COMPARED]
    times = Counter(text for _, text, _ in group)
    likeness = process.cdist(wordings, wordings, scorer=fuzz.ratio).mean(axis=1).tolist()
    typical = sorted(range(len(wordings)), key=lambda at: (-times[wordings[at]], -likeness[at], at))
    examples = tuple(wordings[at] for at in typical[:SHOWN])
    votes: dict[str, float] = defaultdict(float)
    for text in examples:
        for ranked in matcher.rank(text, 1):
            votes[ranked.id] += ranked.confidence / len(examples)
    nearest = max(votes, key=lambda name: votes[name], default=None)
    if nearest is None or votes[nearest] < NEAR:
        return Cluster(examples, len(group), None, 0.0, tuple(place for place, *_ in group))
    return Cluster(examples, len(group), nearest, votes[nearest], tuple(place for place, *_ in group))
