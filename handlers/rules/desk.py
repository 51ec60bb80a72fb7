"""The agents' side: staff, desks, duty, relays, the digest, what is kept how long."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated

from pydantic import Field

from handlers.rules.notation import Strict
from storage.retention import Ages


class StaffRules(Strict):
    """How people become staff."""

    invite_valid: timedelta = timedelta(hours=48)


class DeskRules(Strict):
    """How agents work on cases."""

    confirm_replies: Annotated[int, Field(ge=0, le=100)] = 3
    """A new agent is asked "send, or keep as a note?" before so many replies."""
    colliding_within: timedelta = timedelta(minutes=3)
    """Two agents who write to one customer within this time are told of each other."""
    ask_which_for: timedelta = timedelta(minutes=2)
    """How long a customer may say which matter a message is about; then it goes where we spoke last."""
    transfers_to_head: Annotated[int, Field(ge=2, le=20)] = 3
    """The transfer of a case that goes to the head: nobody is passed around."""
    group_late: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(minutes=3)
    """What is to be said in a group comes later than this: it is at its limit, and those who lead hear so."""


class DutyRules(Strict):
    """How a case finds somebody. Lengths are working time of the department."""

    capacity: Annotated[int, Field(ge=1, le=1000)] = 10
    """How many open cases one member is given at most; whoever takes more of their own will may."""
    take_up: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(minutes=10)
    """Until a case that was given to a member goes to the next one, if they have not taken it up."""
    vip_take_up: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(minutes=5)
    """The same for important customers: from the account manager to the head, from the head to all."""
    untaken: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(minutes=30)
    """Until who leads is told that nobody has taken a case; then after twice as long, and so on."""


class RelayRules(Strict):
    """How messages are passed on between customers and agents."""

    gather_album: timedelta = timedelta(seconds=2)
    """How long an album waits for its next part before it is passed on."""


class DigestRules(Strict):
    """The managers' daily digest."""

    at: time = time(8, 30)


class RetentionRules(Strict):
    """How long what is finished is kept."""

    inbox: timedelta = timedelta(days=3)
    outbox: timedelta = timedelta(days=30)
    questions: timedelta = timedelta(days=180)

    def as_ages(self) -> Ages:
        """The same, as storage wants it."""
        return Ages(self.inbox, self.outbox, self.questions)
