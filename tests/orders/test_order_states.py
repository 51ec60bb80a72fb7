"""Orders and their day of delivery: every state and event, allowed or refused, as docs/orders.md says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from handlers.rules import OrderRules, OrderStage
from storage.errors import NotAllowed
from storage.order import DeliveryState, Order, OrderState

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = date(2026, 12, 5)
PAGE = Path(__file__).parents[2] / "docs" / "orders.md"
ORDER: dict[str, Callable[[Order], object]] = {
    "move on": lambda order: order.move("ready", NOW),
    "back": lambda order: order.back("design", NOW),
    "ask": lambda order: order.ask("design", "Blue", NOW),
    "hand over": lambda order: order.hand("handed", "", NOW),
    "confirm": lambda order: order.confirm(NOW),
    "change": lambda order: order.change(NOW),
    "accept": lambda order: order.accept(NOW),
    "object": lambda order: order.object(NOW),
    "cancel": lambda order: order.cancel(NOW),
}
DELIVERY: dict[str, Callable[[Order], object]] = {
    "offer": lambda order: order.offer([DAY], NOW),
    "take": lambda order: order.take(DAY, NOW.date(), NOW),
    "unsuited": lambda order: order.unsuit(NOW),
    "put off": lambda order: order.postpone(DAY + timedelta(days=7), NOW),
}


def table(head: str) -> list[tuple[str, str, str]]:
    """A table of the page: state, event, what follows."""
    text = PAGE.read_text("utf-8").partition(f"#### {head}")[2].partition("\n#")[0]
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line
    ]
    events = lines[0][1:]
    return [
        (state, event, what)
        for state, *follows in lines[2:]
        for event, what in zip(events, follows, strict=True)
    ]


def order_in(state: OrderState, delivery: DeliveryState = DeliveryState.open) -> Order:
    """An order as it is in a state."""
    days = [DAY.isoformat()] if delivery is DeliveryState.offered else None
    agreed = DAY if delivery is DeliveryState.agreed else None
    return Order(
        state=state,
        stage="design",
        stage_at=NOW,
        state_at=NOW,
        asks=1,
        offers=1,
        looks=2,
        delivery=delivery,
        days=days,
        delivery_on=agreed,
    )


def test_the_page_knows_every_state_and_event() -> None:
    """No state and no event is left out of the tables."""
    orders, delivery = table("The order"), table("The day of delivery")
    assert {state for state, *_ in orders} == {state.value for state in OrderState}
    assert {event for _, event, _ in orders} == set(ORDER)
    assert len(orders) == len(OrderState) * len(ORDER)
    assert {state for state, *_ in delivery} == {state.value for state in DeliveryState}
    assert {event for _, event, _ in delivery} == set(DELIVERY)
    assert len(delivery) == len(DeliveryState) * len(DELIVERY)


@pytest.mark.parametrize(("state", "event", "follows"), table("The order"))
def test_every_state_of_an_order_and_every_event(state: str, event: str, follows: str) -> None:
    """An event leads where the page says, or is refused and changes nothing."""
    order = order_in(OrderState(state))
    if follows == "—":
        with pytest.raises(NotAllowed) as refused:
            ORDER[event](order)
        assert refused.value.state == state
        assert (order.state.value, order.asks) == (state, 1)
        return
    ORDER[event](order)
    assert order.state is OrderState(follows)
    # Whatever was asked before is void, and it is looked at anew.
    assert (order.asks > 1) == (event in ("ask", "hand over", "back"))
    assert order.looks == (2 if event == "cancel" else 0)


@pytest.mark.parametrize(("state", "event", "follows"), table("The day of delivery"))
def test_every_state_of_the_day_and_every_event(state: str, event: str, follows: str) -> None:
    """An event leads where the page says, or is refused; of what is over no day is agreed."""
    order = order_in(OrderState.running, DeliveryState(state))
    if follows == "—":
        with pytest.raises(NotAllowed):
            DELIVERY[event](order)
        assert order.delivery is DeliveryState(state)
    else:
        DELIVERY[event](order)
        assert order.delivery is DeliveryState(follows)
    for ended in (OrderState.done, OrderState.cancelled):
        with pytest.raises(NotAllowed) as refused:
            DELIVERY[event](order_in(ended, DeliveryState(state)))
        assert refused.value.state == ended.value


def test_days_that_are_over_or_no_later_are_refused() -> None:
    """A day of yesterday is not agreed on, and a day put off is later than it was."""
    order = order_in(OrderState.running, DeliveryState.offered)
    with pytest.raises(NotAllowed) as refused:
        order.take(DAY, DAY + timedelta(days=1), NOW)
    assert refused.value.state == "over"
    order.take(DAY, DAY, NOW)
    with pytest.raises(NotAllowed) as refused:
        order.postpone(DAY, NOW)
    assert refused.value.state == "not_later"


def test_stages_end_with_the_acceptance() -> None:
    """Settings whose orders could not end, or whose stages have one name, are refused."""
    made = OrderStage(key="made", name={"en": "Made"})
    handed = OrderStage(key="handed", name={"en": "Handed over"}, asks="acceptance")
    assert OrderRules(stages=(made, handed)).stages[1].asks == "acceptance"
    for wrong in ((made,), (handed, made), (made, made, handed)):
        with pytest.raises(ValidationError):
            OrderRules(stages=wrong)
