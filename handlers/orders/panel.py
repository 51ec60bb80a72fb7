"""An order at a glance among its agents: how it stands, and a button for each step that may come next."""

from __future__ import annotations

from typing import Any

from handlers.desk.relays import locked_case
from handlers.orders import moving, sure
from handlers.orders.acting import may_act
from handlers.orders.rows import locked, open_orders
from handlers.orders.showing import panel_lines
from handlers.orders.stages import delivers, next_stage, stage_before, stage_name, stage_of, stages
from handlers.turn import Turn
from handlers.work_order.acting import respond
from storage.case import Case
from storage.errors import NotAllowed
from storage.order import DeliveryState, Order, OrderState
from storage.outbound import Button, Buttons, Edit, SendText

PUT_AT = "put_at"
IN_WORDS = ("ask", "days", "late", "new")
"""Steps that need an agent's words: their buttons say how these are written."""


async def show(turn: Turn, order: Order, case: Case) -> None:
    """Show an order where it was asked for; pressed again, the same message shows how it stands now."""
    await turn.session.flush()
    language = turn.house.default_language
    lines = await panel_lines(turn, order, case, language)
    turn.send(SendText("\n".join(lines), _buttons(turn, order), _here(turn), silent=True))


async def on_card(turn: Turn, args: dict[str, Any]) -> None:
    """The card's button: the customer's orders, or how one is registered."""
    case = await locked_case(turn.session, int(args["case"]))
    if not await may_act(turn, case):
        respond(turn, "orders.not_yours")
        return
    turn.answer()
    orders = await open_orders(turn, case.person_id)
    for order in orders:
        await show(turn, *await locked(turn, order.id))
    if not orders:
        say_how(turn, "new")


async def step(turn: Turn, args: dict[str, Any]) -> None:
    """A button of the panel: it does its step once, and the panel shows what has become of it."""
    order, case = await locked(turn, int(args["order"]))
    if not await may_act(turn, case):
        respond(turn, "orders.not_yours")
        return
    what = args["what"]
    if what in IN_WORDS:
        turn.answer()
        say_how(turn, what, order.number)
        return
    if what == sure.LEAVE:
        turn.answer()
    elif (order.stage, order.state.value, order.asks) != (args["stage"], args["state"], args["asks"]):
        # Somebody was quicker, or it was pressed twice: the customer does not hear it again.
        sure.refuse(turn, order, "passed")
    elif what == "cancel":
        turn.answer()
        sure.ask_in_place(turn, order, what)
        return
    else:
        await take_step(turn, order, case, what, str(args.get("to", "")))
    await _refresh(turn, order, case)


async def take_step(turn: Turn, order: Order, case: Case, what: str, words: str) -> None:
    """Do one of the steps that move an order; whoever may not now hears why."""
    try:
        if what == "next":
            await moving.go_next(turn, order, case, words)
        elif what == "back":
            await moving.go_back(turn, order, case, words)
        elif what == "ask":
            await moving.ask(turn, order, case, words)
        elif what == PUT_AT:
            await moving.put_at(turn, order, case, words)
        elif what == "vouch":
            await moving.vouch(turn, order, case)
        else:
            await moving.cancel(turn, order, case, words)
    except NotAllowed as refusal:
        sure.refuse(turn, order, refusal.state)
        return
    turn.answer("orders.told")


def say_how(turn: Turn, what: str, number: str = "") -> None:
    """Say how a step that needs words is written."""
    text = turn.say(turn.house.default_language, f"orders.how.{what}", order=number)
    turn.send(SendText(text, (), _here(turn), silent=True))


async def _refresh(turn: Turn, order: Order, case: Case) -> None:
    if turn.press is None or turn.press.message is None:
        return
    await turn.session.flush()
    lines = await panel_lines(turn, order, case, turn.house.default_language)
    turn.send(Edit(turn.press.message, "\n".join(lines), _buttons(turn, order)))


def _here(turn: Turn) -> str | None:
    """What is replied to, so that in a group without topics it is seen what belongs to what."""
    if turn.message is not None:
        return turn.message.id
    return turn.press.message if turn.press is not None and not turn.chat.forum else None


def _buttons(turn: Turn, order: Order) -> Buttons:
    if not order.is_open:
        return ()
    language = turn.house.default_language

    def press(what: str, to: str = "", **values: object) -> Button:
        return sure.step_button(turn, order, what, what, to, **values)

    following, before = next_stage(turn.house, order), stage_before(turn.house, order)
    here = stage_of(turn.house, order.stage)
    rows: list[tuple[Button, ...]] = []
    if following is not None and order.state in (OrderState.running, OrderState.objected):
        rows.append((press("next", stage=stage_name(turn, following.key, language)),))
    if here is None:
        # The settings have its stage no more: whoever knows puts it where it is.
        every = [(one.key, stage_name(turn, one.key, language)) for one in stages(turn.house)]
        rows += [(press(PUT_AT, key, stage=name),) for key, name in every]
    if here is not None and (here.asks or order.state is OrderState.changing):
        rows.append((press("ask"),))
    if order.state in (OrderState.asked, OrderState.handed):
        rows.append((press("vouch"),))
    if delivers(turn.house):
        rows.append((press("days"), *((press("late"),) if order.delivery is DeliveryState.agreed else ())))
    back = (press("back", stage=stage_name(turn, before.key, language)),) if before is not None else ()
    return (*rows, (*back, press("cancel")))
