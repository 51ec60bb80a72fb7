"""Agents move an order on: each step is recorded, and its customer hears it."""

from __future__ import annotations

from handlers.orders.acting import heard, moved, told
from handlers.orders.rows import LONGEST, keep_step, key_of, known_as
from handlers.orders.showing import title, today
from handlers.orders.stages import next_stage, stage_before, stage_name, stage_of, stages
from handlers.orders.telling import tell, tell_stage
from handlers.rules import OrderStage
from handlers.turn import Turn
from storage.case import Case
from storage.errors import NotAllowed
from storage.order import DeliveryState, Order, OrderState
from storage.person import Person


async def register(turn: Turn, case: Case, number: str, what: str) -> Order:
    """Write down an order of the case's customer, who hears its first stage. Raises NotAllowed."""
    if not stages(turn.house):
        raise NotAllowed("no_stages")
    if not key_of(number) or len(number) > LONGEST:
        raise NotAllowed("no_number")
    known = await known_as(turn, number)
    if known is not None:
        raise NotAllowed("known" if known.person_id == case.person_id else "someone_elses")
    first = stages(turn.house)[0]
    order = Order(
        number=number,
        key=key_of(number),
        case_id=case.id,
        person_id=case.person_id,
        conversation_id=case.conversation_id,
        what=what,
        state=OrderState.running,
        stage=first.key,
        stage_at=turn.now,
        asks=0,
        question="",
        state_at=turn.now,
        delivery=DeliveryState.open,
        offers=0,
        looks=0,
        made_at=turn.now,
    )
    turn.session.add(order)
    await turn.session.flush()
    keep_step(turn, order, "register", order.what, by_staff=True)
    await _come_to(turn, order, case, first, "")
    return order


def coming(turn: Turn, order: Order) -> OrderStage:
    """The stage it goes on to. Raises NotAllowed where there is none, or while the customer is asked."""
    _known(turn, order)
    if order.state not in (OrderState.running, OrderState.objected):
        # Nor to a stage that asks: what is asked now would go unanswered.
        raise NotAllowed(order.state.value)
    following = next_stage(turn.house, order)
    if following is None:
        raise NotAllowed(order.state.value if order.state is OrderState.objected else "last")
    return following


def before(turn: Turn, order: Order) -> OrderStage:
    """The stage it goes back to. Raises NotAllowed at the first."""
    _known(turn, order)
    stage = stage_before(turn.house, order)
    if stage is None:
        raise NotAllowed("first")
    return stage


async def go_next(turn: Turn, order: Order, case: Case, words: str) -> None:
    """To the next stage. Raises NotAllowed where there is none, or while the customer is asked."""
    following = coming(turn, order)
    if not following.asks:
        order.move(following.key, turn.now)
        keep_step(turn, order, "move", words, by_staff=True)
    await _come_to(turn, order, case, following, words)


async def ask(turn: Turn, order: Order, case: Case, words: str) -> None:
    """Ask for the customer's word on the present stage, perhaps anew. Raises NotAllowed."""
    stage = _known(turn, order)
    if order.state in (OrderState.asked, OrderState.changing):
        # Whatever the settings say by now: what was asked is asked to its end.
        stage = stage.model_copy(update={"asks": "confirmation"})
    if not stage.asks:
        raise NotAllowed("asks_nothing")
    await _come_to(turn, order, case, stage, words)


async def go_back(turn: Turn, order: Order, case: Case, words: str) -> None:
    """To the stage before: it was a slip, or has to be done again. Raises NotAllowed at the first."""
    stage = before(turn, order)
    asked = order.waits_for_customer
    if order.state in (OrderState.handed, OrderState.objected) and order.delivery is DeliveryState.agreed:
        _forget_over(turn, order)
    order.back(stage.key, turn.now)
    keep_step(turn, order, "back", words, by_staff=True)
    await tell_stage(turn, order, words)
    if asked:
        await heard(turn, case)
    await _now_at(turn, order, case)


async def put_at(turn: Turn, order: Order, case: Case, key: str) -> None:
    """To any stage, where the settings have its own no more. Raises NotAllowed otherwise."""
    stage = stage_of(turn.house, key)
    if not order.is_open or stage is None or stage_of(turn.house, order.stage) is not None:
        raise NotAllowed("passed" if order.is_open else order.state.value)
    asked = order.waits_for_customer
    order.back(stage.key, turn.now)
    keep_step(turn, order, "move", by_staff=True)
    if asked:
        await heard(turn, case)
    await _come_to(turn, order, case, stage, "")


async def vouch(turn: Turn, order: Order, case: Case) -> None:
    """The customer has said yes elsewhere, as by telephone; they hear that it is noted. Raises NotAllowed."""
    what = "accept" if order.state is OrderState.handed else "confirm"
    (order.accept if what == "accept" else order.confirm)(turn.now)
    keep_step(turn, order, f"{what}_vouched", by_staff=True)
    stage = await _stage_for_customer(turn, order)
    await tell(turn, order, "vouched", stage=stage)
    await heard(turn, case)
    await moved(turn, order, case, f"{what}_vouched", stage=_stage(turn, order))


async def cancel(turn: Turn, order: Order, case: Case, words: str) -> None:
    """Nothing comes of it; the customer hears so. Raises NotAllowed once it is over."""
    asked = order.waits_for_customer
    order.cancel(turn.now)
    keep_step(turn, order, "cancel", words, by_staff=True)
    await tell(turn, order, "cancelled", words=f"\n{words}" if words else "")
    if asked:
        await heard(turn, case)
    await moved(turn, order, case, "cancelled")


async def _come_to(turn: Turn, order: Order, case: Case, stage: OrderStage, words: str) -> None:
    """At a stage that asks, the customer's word is asked for; at any other they only hear of it."""
    if stage.asks == "confirmation":
        order.ask(stage.key, words, turn.now)
        keep_step(turn, order, "ask", words, by_staff=True)
    elif stage.asks == "acceptance":
        order.hand(stage.key, words, turn.now)
        keep_step(turn, order, "hand", words, by_staff=True)
    await tell_stage(turn, order, words)
    await told(turn, case, asks=bool(stage.asks))
    await _now_at(turn, order, case)


def _known(turn: Turn, order: Order) -> OrderStage:
    if not order.is_open:
        raise NotAllowed(order.state.value)
    stage = stage_of(turn.house, order.stage)
    if stage is None:
        raise NotAllowed("stage_gone" if stages(turn.house) else "no_stages")
    return stage


def _forget_over(turn: Turn, order: Order) -> None:
    """It was delivered on the agreed day, or after it: what is made again needs a day of its own."""
    if order.delivery_on is not None and order.delivery_on <= today(turn):
        order.unsuit(turn.now)


async def _now_at(turn: Turn, order: Order, case: Case) -> None:
    key = {OrderState.asked: "asked", OrderState.handed: "handed"}.get(order.state, "stage")
    await moved(turn, order, case, key, title=title(order), stage=_stage(turn, order))
    stage = stage_of(turn.house, order.stage)
    if stage is not None and stage.delivery and order.delivery is DeliveryState.open:
        await moved(turn, order, case, "day_next")


def _stage(turn: Turn, order: Order) -> str:
    return stage_name(turn, order.stage, turn.house.default_language)


async def _stage_for_customer(turn: Turn, order: Order) -> str:
    customer = await turn.session.get_one(Person, order.person_id)
    return stage_name(turn, order.stage, customer.language)
