"""Customers' side: questions, forms, follow-ups, referrals, floods."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated

from pydantic import Field

from handlers.calendar.terms import Term, Unit
from handlers.rules.notation import Strict, TermSetting


class FollowUpRules(Strict):
    """When the bot comes back to people, and when it leaves them in peace."""

    return_visit_after: timedelta = timedelta(hours=2)
    """From resolved to the bot's question whether all is well."""
    joined_after: timedelta = timedelta(days=3)
    """From a customer's first message to the question how they are getting on."""
    attempts: Annotated[int, Field(ge=1, le=10)] = 3
    again_after: timedelta = timedelta(hours=26)
    """Until a follow-up without an answer is tried again: another day, another hour."""
    too_late_after: timedelta = timedelta(days=7)
    """A follow-up this late is not sent any more."""
    call_again_after: TermSetting = Term(timedelta(hours=8), Unit.working_time)
    """Until people who were asked to ring a customer are asked again, if nobody has."""
    quiet_from: time = time(20, 30)
    quiet_until: time = time(9, 0)


class FaqRules(Strict):
    """How sure the bot must be before it speaks."""

    answer_alone: Annotated[float, Field(gt=0, le=1)] = 0.95
    """Expected correctness above which one answer is given without asking back."""
    most_suggestions: Annotated[int, Field(ge=1, le=5)] = 3
    gather: timedelta = timedelta(seconds=3)
    """How long a fragment waits for more before it is answered."""
    settled_after: timedelta = timedelta(days=7)
    """A matter counts as settled at the first contact if the customer does not come back within this time."""


class FormRules(Strict):
    """How forms behave with people."""

    long_silence: timedelta = timedelta(hours=8)
    """After a silence this long, somebody who comes back is asked whether to go on with their form."""
    remind_after: timedelta = timedelta(hours=2)
    """Until somebody whose complaint or request is not sent yet is reminded of it, once."""
    region: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "CN"
    """The country whose phone numbers may be written without a country code, by its two letters."""


class ReferralRules(Strict):
    """How friends are brought along."""

    new_for: timedelta = timedelta(days=1)
    """For how long after their first message somebody still counts as new when they open a friend's link."""
    valid_for: timedelta = timedelta(days=90)
    """A registered friend who has not come by then may be registered anew, by anybody."""


class FloodRules(Strict):
    """What is more than a person writes."""

    messages: Annotated[int, Field(ge=5)] = 30
    within: timedelta = timedelta(minutes=1)
    """So many messages of one customer within this time are handled one by one; what is more is kept."""
    pause: timedelta = timedelta(seconds=30)
    """After a silence this long, what was kept is looked at together."""
