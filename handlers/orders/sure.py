"""Before a step that its customer hears of: its button names where the order goes, or that it ends."""

from __future__ import annotations

from handlers.orders.moving import before, coming
from handlers.orders.showing import title
from handlers.orders.stages import stage_name
from handlers.rules import OrderStage
from handlers.turn import Turn
from handlers.work_order.acting import respond
from storage.errors import NotAllowed
from storage.order import Order
from storage.outbound import Button, Buttons, Edit, SendText

MOVES = ("next", "back")
ASKED_FIRST = (*MOVES, "cancel")
"""Steps that a typed word alone does not do: two who type it at once would do it twice."""
LEAVE = "leave"


def step_button(turn: Turn, order: Order, label: str, what: str, to: str = "", **values: object) -> Button:
    """A button for a step. It leaves the stage that the order is at now, or does nothing."""
    return turn.button(
        turn.say(turn.house.default_language, f"orders.button.{label}", **values),
        "order.step",
        "staff",
        order=order.id,
        what=what,
        stage=order.stage,
        state=order.state.value,
        asks=order.asks,
        to=to,
    )


def ask(turn: Turn, order: Order, what: str, words: str) -> None:
    """Answer a typed step with the button that does it, or say why it can't be done."""
    try:
        text, buttons = _question(turn, order, what, words)
    except NotAllowed as refusal:
        refuse(turn, order, refusal.state)
        return
    turn.send(SendText(text, buttons, turn.message.id if turn.message else None, silent=True))


def ask_in_place(turn: Turn, order: Order, what: str) -> None:
    """Ask once more in the pressed message, before anything happens. Raises NotAllowed."""
    text, buttons = _question(turn, order, what, "")
    if turn.press is not None and turn.press.message is not None:
        turn.send(Edit(turn.press.message, text, buttons))
    else:
        turn.send(SendText(text, buttons, silent=True))


def leads_to(turn: Turn, order: Order, what: str, stage: OrderStage) -> bool:
    """Whether the step leads to the stage that was named; if not, its writer hears where the order is."""
    if stage.key == order.stage:
        refuse(turn, order, "passed")
        return False
    try:
        leads = _target(turn, order, what).key == stage.key
    except NotAllowed as refusal:
        refuse(turn, order, refusal.state)
        return False
    if not leads:
        refuse(turn, order, "elsewhere")
    return leads


def refuse(turn: Turn, order: Order, why: str) -> None:
    """Say why a step is not done, and where the order is instead."""
    language = turn.language if turn.press is not None else turn.house.default_language
    respond(
        turn,
        f"orders.cannot.{why}",
        order=order.number,
        stage=stage_name(turn, order.stage, language),
        state=turn.say(language, f"orders.card.{order.state.value}"),
    )


def _target(turn: Turn, order: Order, what: str) -> OrderStage:
    return coming(turn, order) if what == "next" else before(turn, order)


def _question(turn: Turn, order: Order, what: str, words: str) -> tuple[str, Buttons]:
    """What would be done, with the customer's words of it, and the button for it. Raises NotAllowed."""
    language = turn.house.default_language
    if what in MOVES:
        stage = stage_name(turn, _target(turn, order, what).key, language)
        yes = step_button(turn, order, what, what, words, stage=stage)
    elif order.is_open:
        stage = ""
        yes = step_button(turn, order, "cancel_sure", "cancel_sure", words, number=order.number)
    else:
        raise NotAllowed(order.state.value)
    here = stage_name(turn, order.stage, language)
    text = turn.say(language, f"orders.sure.{what}", order=title(order), here=here, stage=stage)
    lines = [text, turn.say(language, "orders.sure.words", words=words)] if words else [text]
    return "\n".join(lines), ((yes,), (step_button(turn, order, "leave", LEAVE),))
