"""Which faults recur: cases that are alike, counted by weeks. Functions of their arguments alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from faq.grouping import groups, pieces

WEEK = timedelta(days=7)
STEEP = 1.5
"""So many times as often as before, or as rarely, is a trend."""


class Trouble(NamedTuple):
    """A case as it is counted."""

    case: int
    number: str
    person: int
    group: str
    """The category; without one, the kind."""
    product: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """The same trouble several times within the newest week."""

    group: str
    cases: tuple[Trouble, ...]
    """Those of the newest week, oldest first."""
    before: float
    """How many there were in a week before that, on average."""

    @property
    def trend(self) -> str:
        """new, up, steady or down."""
        count = len(self.cases)
        if not self.before:
            return "new"
        if count >= self.before * STEEP:
            return "up"
        return "down" if count * STEEP <= self.before else "steady"


def faults(
    troubles: Sequence[Trouble],
    now: datetime,
    *,
    weeks: int,
    at_least: int,
    likeness: float,
    most: int,
) -> list[Fault]:
    """The commonest faults of the newest week, of at least two customers each, the commonest first."""
    blocks: dict[str, list[Trouble]] = defaultdict(list)
    for one in sorted(troubles, key=lambda trouble: (trouble.at, trouble.case)):
        blocks[one.group].append(one)
    found = []
    for group, block in sorted(blocks.items()):
        texts = [pieces(one.words, (one.product.casefold(),)) for one in block]
        for places in groups(texts, likeness):
            alike = [block[place] for place in places]
            newest = tuple(one for one in alike if one.at > now - WEEK)
            earlier = sum(1 for one in alike if now - (weeks + 1) * WEEK < one.at <= now - WEEK)
            if len(newest) >= at_least and len({one.person for one in newest}) > 1:
                found.append(Fault(group, newest, earlier / weeks))
    found.sort(key=lambda fault: (-len(fault.cases), fault.before, fault.cases[0].case))
    return found[:most]
