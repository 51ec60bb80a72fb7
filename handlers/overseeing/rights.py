"""Who may see and change which cases: managers all of them, heads and deputies their departments'."""

from __future__ import annotations

from typing import Any

from handlers import desk
from handlers.desk.leading import leads
from handlers.desk.relays import locked_case
from handlers.overseeing.filters import Filter
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Button, Buttons, Edit, SendText
from storage.staff import Department


async def overseen(turn: Turn) -> list[Department]:
    """The departments whose cases the sender oversees; empty for everybody else, who is told so."""
    led = await desk.led_departments(turn)
    if not led and turn.press is None:
        turn.reply("overseeing.leads_only")
    elif not led:
        turn.answer("overseeing.leads_only", alert=True)
    return led


async def case_overseen(turn: Turn, args: dict[str, Any]) -> Case | None:
    """The case of a pressed button, locked, if the presser still oversees its department.

    Everybody else is told so and gets None.
    """
    case = await locked_case(turn.session, int(args["case"]))
    if await leads(turn, case.department_id):
        return case
    turn.answer("overseeing.not_yours", alert=True)
    return None


def put(turn: Turn, text: str, buttons: Buttons) -> None:
    """Show something in the place of what was pressed, or as a new message."""
    if turn.press is not None and turn.press.message is not None:
        turn.send(Edit(turn.press.message, text, buttons))
    else:
        turn.send(SendText(text, buttons))


def next_step(turn: Turn, args: dict[str, Any], name: str, label: str, **more: Any) -> Button:
    """A button that goes on with what was begun, with what is chosen so far and by it."""
    return turn.button(label, f"cases.{name}", turn.me, **{**args, **more})


def back_to(turn: Turn, back: dict[str, Any] | None) -> tuple[Button, ...]:
    """A row that leads to the list somebody came from; to the open cases if from none."""
    return (turn.choice("overseeing.button.back", "cases.list", wanted=back or Filter().args),)
