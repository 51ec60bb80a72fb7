"""Who is the right one for a case: arithmetic over facts that others have gathered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from storage.case_offer import OfferTo


class Candidate(NamedTuple):
    """What speaks for and against giving a case to a member."""

    staff_id: int
    load: int
    """Open cases they own, and those that are offered to them alone."""
    capacity: int
    speaks: bool = True
    """Whether they write the customer's language."""
    skilled: bool = True
    """Whether they know the category, or it has none."""
    knows_customer: bool = False
    """Whether they looked after this customer before."""

    @property
    def has_room(self) -> bool:
        """Whether they may be given one more."""
        return self.load < self.capacity


class Step(NamedTuple):
    """Whom a case is offered to next; a group has no `staff_id`."""

    to: OfferTo
    staff_id: int | None = None


GROUP = Step(OfferTo.group)
DOUBLINGS = 6


def in_turn(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Who has room, the best first: language, skill, who knows the customer, then the lightest load."""
    return sorted(
        (one for one in candidates if one.has_room),
        key=lambda one: (
            not one.speaks,
            not one.skilled,
            not one.knows_customer,
            one.load / one.capacity,
            one.load,
            one.staff_id,
        ),
    )


def fitting_best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Whom an offer to the group concerns: who fits in all, or else in as much as anybody does.

    Somebody always fits, as long as anybody is there: a case is not held back for want of the ideal.
    """
    room = [one for one in candidates if one.has_room]
    speaking = [one for one in room if one.speaks]
    return [one for one in speaking if one.skilled] or speaking or room or list(candidates)


def next_step(
    candidates: Sequence[Candidate],
    *,
    asked: Collection[int] = (),
    balanced: bool = False,
    vip: bool = False,
    account_manager: int | None = None,
    heads: Sequence[int] = (),
) -> Step:
    """Whom to ask now. `asked` have been, in vain; `account_manager` and `heads` are those who are there.

    An important customer's case goes to their account manager, then to the head, then to all.
    """
    if vip:
        if account_manager is not None and account_manager not in asked:
            return Step(OfferTo.account_manager, account_manager)
        others = [one for one in heads if one != account_manager]
        # One of those who lead is enough: then come all, and the deputies are among them.
        if others and not set(others) & set(asked):
            return Step(OfferTo.head, others[0])
        return GROUP
    if balanced:
        for one in in_turn(candidates):
            if one.staff_id not in asked:
                return Step(OfferTo.member, one.staff_id)
    return GROUP


def so_many_pauses(reminders: int) -> int:
    """After how many times the first pause, counted from the beginning, whoever leads is reminded again.

    Each pause is twice as long, so that nobody is worn down by what they know; at last always the same.
    """
    longest: int = 1 << DOUBLINGS
    return 1 << reminders if reminders <= DOUBLINGS else longest * (reminders - DOUBLINGS + 1)
