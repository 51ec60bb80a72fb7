"""Settled at the first contact: what that means, as arithmetic over what a customer did and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

ONE_CONTACT = timedelta(hours=12)
"""What comes within this time of the thing before it belongs to the same contact."""


class Touch(NamedTuple):
    """One thing that happened between a customer and us, and whether it left them with what they needed."""

    person: int
    at: datetime
    fine: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Touches of one customer that belong together; as fine as the last of them."""

    person: int
    began: datetime
    ended: datetime
    fine: bool


def contacts_of(touches: Iterable[Touch]) -> list[Contact]:
    """Put touches together, each customer's by themselves, in order of time."""
    contacts: list[Contact] = []
    for touch in sorted(touches):
        last = contacts[-1] if contacts else None
        if last is not None and last.person == touch.person and touch.at - last.ended <= ONE_CONTACT:
            contacts[-1] = Contact(last.person, last.began, touch.at, touch.fine)
        else:
            contacts.append(Contact(touch.person, touch.at, touch.at, touch.fine))
    return contacts


def settled_at_once(
    contacts: Sequence[Contact], window: timedelta, since: datetime, until: datetime
) -> tuple[int, int]:
    """How many contacts were settled at once, of how many.

    A contact counts from the day on which nobody can come back to it within `window` any more, and only
    as a first one: when the customer had not been in touch for that long before it.
    """
    settled = counted = 0
    for place, contact in enumerate(contacts):
        before = contacts[place - 1] if place else None
        after = contacts[place + 1] if place + 1 < len(contacts) else None
        if contact.began < since or contact.ended + window > until:
            continue
        if before is not None and before.person == contact.person and contact.began - before.ended <= window:
            continue
        counted += 1
        came_back = (
            after is not None and after.person == contact.person and after.began - contact.ended <= window
        )
        settled += contact.fine and not came_back
    return settled, counted
