"""Who is asked for a case: arithmetic alone."""

from __future__ import annotations

from itertools import pairwise

from handlers.duty.ranking import Candidate, Step, fitting_best, in_turn, next_step, so_many_pauses
from storage.case_offer import OfferTo

LI = Candidate(1, load=3, capacity=10)
ZHOU = Candidate(2, load=1, capacity=10)
CHEN = Candidate(3, load=0, capacity=10, speaks=False)
FULL = Candidate(4, load=2, capacity=2, knows_customer=True)


def test_the_order_in_which_members_are_given_a_case() -> None:
    """Language before skill, skill before who knows the customer, that before the load; no room, no case."""
    knows = LI._replace(knows_customer=True)
    unskilled = ZHOU._replace(skilled=False, load=0)
    assert [one.staff_id for one in in_turn([CHEN, LI, ZHOU, FULL])] == [2, 1, 3]
    assert [one.staff_id for one in in_turn([knows, ZHOU])] == [1, 2]
    assert [one.staff_id for one in in_turn([unskilled, LI])] == [1, 2]
    small = Candidate(5, load=1, capacity=2)
    assert [one.staff_id for one in in_turn([small, LI])] == [1, 5], "3 of 10 is less than 1 of 2"


def test_an_offer_to_the_group_concerns_somebody_always() -> None:
    """Who fits in all, else in as much as anybody does: never nobody while somebody is there."""
    assert fitting_best([LI, CHEN, FULL]) == [LI]
    assert fitting_best([CHEN, FULL]) == [CHEN]
    assert fitting_best([FULL]) == [FULL]
    assert fitting_best([ZHOU._replace(skilled=False), CHEN]) == [ZHOU._replace(skilled=False)]
    assert fitting_best([]) == []


def test_one_after_another_and_then_all() -> None:
    """Nobody is asked twice; with nobody left, all are asked. Departments that offer ask all at once."""
    both = [LI, ZHOU]
    assert next_step(both) == Step(OfferTo.group)
    assert next_step(both, balanced=True) == Step(OfferTo.member, 2)
    assert next_step(both, balanced=True, asked={2}) == Step(OfferTo.member, 1)
    assert next_step(both, balanced=True, asked={1, 2}) == Step(OfferTo.group)
    assert next_step([FULL], balanced=True) == Step(OfferTo.group)


def test_the_green_channel() -> None:
    """Account manager, then one who leads, then all; whoever is not there is passed over."""
    assert next_step([], vip=True, account_manager=7, heads=[8, 9]) == Step(OfferTo.account_manager, 7)
    assert next_step([], vip=True, account_manager=7, heads=[8, 9], asked={7}) == Step(OfferTo.head, 8)
    assert next_step([], vip=True, account_manager=7, heads=[8, 9], asked={7, 8}) == Step(OfferTo.group)
    assert next_step([], vip=True, heads=[8]) == Step(OfferTo.head, 8)
    assert next_step([], vip=True, account_manager=8, heads=[8, 9], asked={8}) == Step(OfferTo.head, 9)
    assert next_step([LI], vip=True, balanced=True) == Step(OfferTo.group)


def test_reminders_grow_rarer_and_always_lie_ahead() -> None:
    """The pauses double, then stay the same: however often somebody was reminded, the next time is later."""
    times = [so_many_pauses(reminders) for reminders in range(40)]
    assert times[:8] == [1, 2, 4, 8, 16, 32, 64, 128]
    pauses = [later - sooner for sooner, later in pairwise(times)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 64
