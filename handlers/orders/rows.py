"""The rows of orders, found by their number or by their customer; and what happened to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sqlalchemy import select

from handlers.desk.relays import locked_case
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import Case
from storage.order import ENDED, Order, OrderState, OrderStep

LONGEST = 40
MOST = 10


def key_of(number: str) -> str:
    """What an order's number is compared by: letters and digits alone; empty if it is none."""
    plain = unicodedata.normalize("NFKC", number).casefold()
    key = "".join(letter for letter in plain if letter.isalnum())
    return key if len(key) <= LONGEST and any(letter.isdigit() for letter in key) else ""


async def known_as(scene: Scene, number: str) -> Order | None:
    """The order of that number, whoever's it is, unless it was cancelled."""
    found: Order | None = await scene.session.scalar(
        select(Order).where(Order.key == key_of(number), Order.state != OrderState.cancelled)
    )
    return found


async def open_orders(scene: Scene, person_id: int) -> Sequence[Order]:
    """A customer's orders in the making, the oldest first."""
    rows = await scene.session.scalars(
        select(Order)
        .where(Order.person_id == person_id, Order.state.not_in(ENDED))
        .order_by(Order.id)
        .limit(MOST)
    )
    return rows.all()


async def locked(scene: Scene, order_id: int) -> tuple[Order, Case]:
    """An order and its matter as they stand now; nobody else changes them before we are done."""
    order = await scene.session.get_one(Order, order_id)
    case = await locked_case(scene.session, order.case_id)
    found = await scene.session.scalars(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.one(), case


def keep_step(turn: Turn, order: Order, what: str, words: str = "", *, by_staff: bool) -> None:
    """Write down what happened to an order, by whom and when."""
    step = OrderStep(
        order_id=order.id,
        at=turn.now,
        what=what,
        stage=order.stage,
        by_staff=by_staff,
        person_id=turn.person.id,
        words=words,
    )
    turn.session.add(step)
    turn.effects.record(
        f"order.{what}",
        actor_kind="staff" if by_staff else "customer",
        actor_id=turn.person.id,
        case_id=order.case_id,
        person_id=order.person_id,
        order=order.id,
        stage=order.stage,
    )
