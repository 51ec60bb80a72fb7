"""Presses: a button is checked when it is pressed: it exists, is not too old, and is for who pressed."""

from __future__ import annotations

from handlers.routing.going import go
from handlers.routing.tables import ACTIONS
from handlers.turn import Turn
from storage.action import Action

_GO = "go:"


async def receive(turn: Turn) -> None:
    """Do what a button does. Every press is answered, with words or without."""
    if turn.press is None:
        return
    data = turn.press.data
    if data.startswith(_GO):
        known = turn.private and turn.has_person and await go(turn, data.removeprefix(_GO))
        turn.answer(None if known else "router.press.gone")
        return
    await _act(turn, data)
    turn.answer()


async def _act(turn: Turn, token: str) -> None:
    # Locked, because the same button may lie in several chats: a manager's in each manager's.
    action = await turn.session.get(Action, token, with_for_update=True, populate_existing=True)
    verb = ACTIONS.get(action.kind) if action is not None else None
    if action is None or verb is None or action.expires_at <= turn.now:
        turn.answer("router.press.gone", alert=True)
    elif not await may_press(turn, action.audience):
        turn.answer("router.press.not_yours", alert=True)
    elif action.once and action.used_at is not None:
        turn.answer("router.press.done")
    else:
        action.used_at = turn.now
        _record(turn, action)
        await verb(turn, action.args)


def _record(turn: Turn, action: Action) -> None:
    """Whatever a colleague presses about a case is on record, whether it changes something or not."""
    case_id = action.args.get("case")
    if turn.staff is not None and isinstance(case_id, int):
        turn.effects.record(
            "button.pressed",
            actor_kind="staff",
            actor_id=turn.person.id,
            case_id=case_id,
            what=action.kind,
        )


async def may_press(turn: Turn, audience: str) -> bool:
    """Whether the sender belongs to the audience now, by the rows."""
    if not turn.has_person:
        return False
    whom, _, number = audience.partition(":")
    if whom == "person":
        return number == str(turn.person.id)
    if whom == "department":
        return number.isdecimal() and await turn.serves(int(number))
    if whom == "managers":
        return turn.is_manager
    return whom == "staff" and turn.staff is not None
