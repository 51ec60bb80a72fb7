"""How soon customers hear, who is reminded, and what those who wait are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from handlers.calendar.terms import Term, Unit
from handlers.rules.notation import Strict, TermSetting


class TermRule(Strict):
    """A term of its own for some cases; what is left empty fits all."""

    promise: Literal["first_answer", "finding"] = "first_answer"
    kind: Literal["", "inquiry", "complaint", "suggestion", "service_request", "order_question"] = ""
    category: str = ""
    customer: str = ""
    """A class of customers, or `vip`."""
    urgency: Literal["", "normal", "urgent"] = ""
    term: TermSetting
    warn_at: tuple[float, ...] | None = None
    """Shares of its own after which it is reminded of; without them those of all promises count."""

    @property
    def named(self) -> str:
        """What it is for, as promises keep it."""
        return "/".join(filter(None, (self.promise, self.kind, self.category, self.customer, self.urgency)))


class PromiseRules(Strict):
    """How soon a customer hears from us (complaints and suggestions: answered within 24 hours)."""

    first_answer: TermSetting = Term(timedelta(hours=24))
    """Until a person answers a complaint or a question handed over; the manual counts calendar time."""
    finding: TermSetting = Term(timedelta(days=5), Unit.working_days)
    """Until a problem found in a return visit has a satisfactory answer: within 5 working days."""
    terms: tuple[TermRule, ...] = (
        TermRule(kind="service_request", urgency="urgent", term=Term(timedelta(hours=4))),
    )
    """Other terms for some cases: the first that fits counts. Urgent service requests: within hours."""
    warn_at: tuple[float, ...] = (0.5, 0.8)
    """Shares of the time after which the agent (first), the head and the manager (last) are reminded."""
    later_by: tuple[TermSetting, ...] = (
        Term(timedelta(days=1), Unit.working_days),
        Term(timedelta(days=3), Unit.working_days),
        Term(timedelta(days=5), Unit.working_days),
    )
    """The later times an agent may choose from, counted from that moment."""
    later_at_most: Annotated[int, Field(ge=0, le=10)] = 2
    """How often one promise may be made anew."""
    later_within: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(days=90)
    """No later time may be further away than this: a promise for another year is none."""
    waiting_reminder: timedelta = timedelta(days=2)
    """While we wait for the customer: until they are asked again, and then the agent to ring."""
    foretell: timedelta = timedelta(minutes=30)
    """So long before it would break the customer hears that it may; 0: not at all."""
    again_after: timedelta = timedelta(hours=24)
    """Once it is broken, the agents are reminded again this often, until the customer has an answer."""


class SupervisionRules(Strict):
    """How customers press for their matter, and when what nobody answers goes to the next one above."""

    hurry_every: timedelta = timedelta(hours=4)
    """How often a customer may ask to hurry, for one case."""
    climb_after: TermSetting = Term(timedelta(hours=4), Unit.working_time)
    """Until a plea that no person has answered goes on to the head, and from the head to the managers."""
    idle_after: TermSetting = Term(timedelta(days=2), Unit.working_days)
    """Until the owner of an open case for which nothing is promised is reminded of it, and then again."""
    breach_steps: tuple[TermSetting, ...] = (
        Term(timedelta(minutes=30), Unit.working_time),
        Term(timedelta(hours=4), Unit.working_time),
    )
    """Once a promise is broken: until the head and deputies hear of it, from then until the managers do."""


class WaitingRules(Strict):
    """What customers who wait for people are told of how long it takes."""

    measured_over: timedelta = timedelta(days=14)
    """Estimates come from the cases a department took within this time …"""
    enough: Annotated[int, Field(ge=3)] = 5
    """… if there were so many; with fewer nothing is said."""
    longer: Annotated[float, Field(ge=1)] = 2.0
    """After so many times what was said the customer hears that it takes longer; then after twice as long."""
    tell_at_most: Annotated[int, Field(ge=1, le=10)] = 2
    """How often they hear so."""
    after_opening: TermSetting = Term(timedelta(hours=2), Unit.working_time)
    """Where nobody works before a promise would be due: it is due so long after opening instead."""
