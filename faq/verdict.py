"""What the matcher says about a message, and the policy that decides how sure it must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from faq.entry import Entry


class Ranked(NamedTuple):
    """A candidate, with the share of such candidates that turn out to be right."""

    id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry, sure enough to be told alone."""

    entry: Entry
    confidence: float


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Entries to choose from, likeliest first: sure enough to show, not to tell."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing in the base is worth showing."""


Verdict: TypeAlias = Answer | Suggestions | Unknown


@dataclass(frozen=True, slots=True)
class Policy:
    """How sure is sure enough, as expected correctness: 0.95 means wrong at most once in twenty."""

    answer_alone: float = 0.95
    suggest: float = 0.20
    also: float = 0.05
    most: int = 3

    def __post_init__(self) -> None:
        """Refuse a policy that cannot be followed."""
        if not 0 <= self.also <= self.suggest <= self.answer_alone <= 1:
            raise ValueError(
                "a policy needs 0 <= also <= suggest <= answer_alone <= 1, "
                f"not {self.also}, {self.suggest}, {self.answer_alone}"
            )
        if self.most < 1:
            raise ValueError(f"a policy suggests at least one entry, not {self.most}")


def judge(ranked: list[tuple[Entry, float]], policy: Policy) -> Verdict:
    """Turn candidates, best first, into what the customer is shown."""
    if not ranked or ranked[0][1] < policy.suggest:
        return Unknown()
    best, confidence = ranked[0]
    if confidence >= policy.answer_alone:
        return Answer(best, confidence)
    shown = [entry for entry, sure in ranked[: policy.most] if sure >= policy.also]
    return Suggestions(tuple(shown))
