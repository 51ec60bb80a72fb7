"""Which of many texts speak of the same thing, by the matcher's own features.

Everything here is a function of its arguments: the same texts in the same order give the same answer.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from faq.features import KIND_BITS, Kind, features
from faq.normal import canonical

_WEIGHTS = {
    Kind.WORD: 1.3,
    Kind.PAIR: 1.2,
    Kind.HAN1: 0.6,
    Kind.HAN2: 1.0,
    Kind.HAN3: 0.6,
    Kind.CONCEPT: 1.6,
}
"""What a kind counts for; measured by `benchmarks.recurring`. What is not here tells nothing of a fault."""
_TAG_WEIGHT = 4.0
_WEIGHT = [
    _WEIGHTS.get(Kind(kind), 0.0) if kind < len(Kind) else _TAG_WEIGHT for kind in range(KIND_BITS + 1)
]

_HOLLOW = re.compile(
    r"\b(?:one|two|three|four|five|six|ten|again|even|never|nobody|every|something|somebody|else|other|own|out|off|up|"
    r"down|came|comes?|got|get|don|a|an|the|and|or|but|if|so|as|of|in|on|at|to|from|for|with|by|into|than|then|there|here|this|that|these|"
    r"those|its?|is|are|was|were|be|been|being|am|do|does|did|has|have|had|having|i|me|my|mine|we|us|our|you|your|"
    r"yours|he|him|his|she|her|they|them|their|who|which|what|when|where|why|how|will|would|shall|should|can|could|"
    r"may|might|must|just|only|very|too|also|still|all|any|some|more|most|now|after|before|while|since|until|"
    r"because|though|about)(?:'\w+)?\b"
    r"|[的了着过吗呢吧啊呀嘛我你您他她它们是在把被给和与跟就都也还又很太好这那个一有要会能到从对让得地么啦]"
)
"""Words that stand in every sentence. In a few hundred complaints they would seem to tell something."""

STRONGEST = 10
"""By so many of its most telling features a text is compared with groups that have them too."""
MOST_COMPARED = 6
"""A text or group is compared with so many groups, those first that share most: that bounds the work."""
MOST_GROUPS = 64
"""So many groups are remembered for a feature; the first ones."""
MOST_HAVE = 0.2
"""What more than this share of all texts have tells nothing of any."""
ROUNDS = 2
"""So often groups are joined with groups."""
FEW = 40
"""Among less than so many texts, what some have tells as much as it would among so many."""
CLOSE = 1.2
"""To stay in a group a text must be so much more like the others, on average, than groups must be to join."""
UNSHARED = 2.0
"""What no other text has weighs so much: less than what a few have, more than what many have."""

Vector = dict[int, float]


@dataclass(slots=True)
class _Group:
    """Texts by their places, and the sum of what they tell: its product with a text is the likeness."""

    places: list[int] = field(default_factory=list)
    sum: Vector = field(default_factory=dict)
    telling: Counter[int] = field(default_factory=Counter)

    def add(self, places: Iterable[int], told: Vector, telling: Iterable[int] | Counter[int]) -> None:
        self.places.extend(places)
        for piece, weight in told.items():
            self.sum[piece] = self.sum.get(piece, 0.0) + weight
        self.telling.update(telling)


def pieces(text: str, tags: Sequence[str] = ()) -> frozenset[int]:
    """What a text tells, and its tags (a category, a product) beside its words."""
    found = {one for one in features(_HOLLOW.sub(" ", canonical(text))) if _WEIGHT[one & KIND_BITS]}
    found.update(crc32(f"#{tag}".encode()) & ~KIND_BITS | KIND_BITS for tag in tags if tag)
    return frozenset(found)


def groups(texts: Sequence[frozenset[int]], alike: float) -> list[list[int]]:
    """Put the places of texts together that are alike on average, in the order of their first ones.

    One pass over the texts and some over the groups: the work grows with their number, not with its square.
    """
    holders: Counter[int] = Counter()
    for text in texts:
        holders.update(text)
    # In a small set everybody may have it and it tells nonetheless.
    most = max(len(texts) * MOST_HAVE, 50)
    vectors = [_vector(text, holders, len(texts)) for text in texts]
    found: list[_Group] = []
    known: dict[int, list[int]] = {}
    for place, vector in enumerate(vectors):
        telling = _telling(vector, holders, most)
        group = _nearest(vector, 1, _candidates(telling, known), found, alike)
        if group is None:
            group = len(found)
            found.append(_Group())
        _remember(known, (one for one in telling if one not in found[group].telling), group)
        found[group].add((place,), vector, telling)
    for _ in range(ROUNDS):
        joined = _joined(found, alike)
        if len(joined) == len(found):
            break
        found = joined
    return sorted(places for group in found for places in _without_strays(group, vectors, alike))


def _joined(found: Sequence[_Group], alike: float) -> list[_Group]:
    """Groups that are alike on average put together, the larger ones first."""
    kept: list[_Group] = []
    known: dict[int, list[int]] = {}
    for group in sorted(found, key=lambda one: (-len(one.places), one.places[0])):
        telling = [piece for piece, _ in group.telling.most_common(STRONGEST)]
        place = _nearest(group.sum, len(group.places), _candidates(telling, known), kept, alike)
        if place is None:
            place = len(kept)
            kept.append(_Group())
        _remember(known, (one for one in telling if one not in kept[place].telling), place)
        kept[place].add(group.places, group.sum, group.telling)
    return kept


def _without_strays(group: _Group, vectors: Sequence[Vector], alike: float) -> list[list[int]]:
    """The places of a group; each that is little like the others for itself."""
    others = len(group.places) - 1
    if others < 2:
        return [sorted(group.places)]
    core: list[int] = []
    strays: list[int] = []
    for place in sorted(group.places):
        near = (_product(vectors[place], group.sum) - 1.0) / others
        (core if near >= alike * CLOSE else strays).append(place)
    return [*([core] if core else []), *([one] for one in strays)]


def _vector(text: frozenset[int], holders: Counter[int], count: int) -> Vector:
    """What a text tells, of length 1: what is rare tells more."""
    many = max(count, FEW)
    told = {
        piece: _WEIGHT[piece & KIND_BITS]
        * (math.log((1 + many) / (1 + holders[piece])) if holders[piece] > 1 else UNSHARED)
        for piece in text
    }
    length = math.sqrt(sum(weight * weight for weight in told.values()))
    return {piece: weight / length for piece, weight in told.items()} if length else {}


def _telling(vector: Vector, holders: Counter[int], most: float) -> list[int]:
    """The strongest features that another text has as well, but not everybody."""
    shared = [piece for piece in vector if 1 < holders[piece] <= most]
    return sorted(shared, key=lambda piece: (-vector[piece], piece))[:STRONGEST]


def _remember(known: dict[int, list[int]], telling: Iterable[int], group: int) -> None:
    for feature in telling:
        places = known.setdefault(feature, [])
        if len(places) < MOST_GROUPS:
            places.append(group)


def _candidates(telling: Sequence[int], known: dict[int, list[int]]) -> list[int]:
    shared: Counter[int] = Counter()
    for feature in telling:
        shared.update(known.get(feature, ()))
    return sorted(shared, key=lambda group: (-shared[group], group))[:MOST_COMPARED]


def _nearest(
    told: Vector, size: int, candidates: Iterable[int], found: Sequence[_Group], alike: float
) -> int | None:
    """The group whose texts are most like these on average, if they are alike enough."""
    best, nearest = alike, None
    for candidate in candidates:
        group = found[candidate]
        if (score := _product(told, group.sum) / (size * len(group.places))) >= best:
            best, nearest = score, candidate
    return nearest


def _product(one: Vector, other: Vector) -> float:
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * large[piece] for piece, weight in small.items() if piece in large)
