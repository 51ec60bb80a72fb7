"""What belongs together: merged cases, recurring faults, known incidents."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from handlers.rules.notation import Strict


class MergingRules(Strict):
    """When two cases of one customer look like the same matter."""

    within: timedelta = timedelta(days=14)
    """How long apart they may have been opened."""
    likeness: Annotated[float, Field(gt=0, le=1)] = 0.5
    """How alike their words must be …"""
    likeness_akin: Annotated[float, Field(gt=0, le=1)] = 0.25
    """… and how alike if they are of the same kind and category."""
    undo_within: timedelta = timedelta(hours=24)
    """How long a merge can be taken back."""


class RecurringRules(Strict):
    """When the same fault again and again is told to the managers."""

    at_least: Annotated[int, Field(ge=2)] = 3
    """So many cases of at least two customers within a week are told of."""
    weeks: Annotated[int, Field(ge=1, le=12)] = 4
    """With so many weeks before that week is compared."""
    likeness: Annotated[float, Field(gt=0, le=1)] = 0.25
    """How alike cases of one category must be on average to count as one fault."""
    most: Annotated[int, Field(ge=1, le=10)] = 5
    """So many faults are told of, the commonest first."""


class IncidentRules(Strict):
    """How customers hear of trouble that is known already, and of its news."""

    next_news: timedelta = timedelta(hours=1)
    """Until the next news, where a manager names no time."""
    late_by: timedelta = timedelta(hours=1)
    """When it has come without news: for how long customers are asked to wait; each time twice as long."""
    escalate_after: timedelta = timedelta(minutes=30)
    """Until every manager hears that news is late, not only who opened the incident."""
    again_after: timedelta = timedelta(hours=1)
    """For how long a customer who passed an incident by is not told of it again."""
    likeness: Annotated[float, Field(gt=0, le=1)] = 0.4
    """How sure the matcher must be that a message is about an incident, where no key word says so."""
