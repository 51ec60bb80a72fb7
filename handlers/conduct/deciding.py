"""The writer's word on a draft that was held up: it goes out, or stays here. Silence keeps it here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.conduct.going_out import go_out
from handlers.conduct.rows import settle
from handlers.conduct.telling import tell_writer
from handlers.desk.notes import NOTED, keep_note
from handlers.desk.relays import RECEIPT, locked_case
from handlers.desk.writers import writes
from handlers.scene import Scene
from handlers.singly import singly
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import Case
from storage.outbound import Edit, React
from storage.pending import PendingMessage, Waits

AT_ONCE = 100


async def send(turn: Turn, args: dict[str, Any]) -> None:
    """Send anyway, if its writer still is who writes to this customer."""
    row = await _row(turn, args)
    if row is None or turn.staff is None:
        turn.answer("conduct.press.settled", alert=True)
        return
    case = await locked_case(turn.session, row.case_id)
    place = await turn.session.get_one(Conversation, row.conversation_id)
    topic = await turn.topic_of(case.id)
    if topic is None or not case.is_open or not await writes(turn, case, turn.staff.id):
        changed = await _keep_here(turn, row, place)
        _say(turn, "edit_kept" if changed else "not_yours_now", case)
        return
    groups = await settle(turn, row, place)
    if not groups:
        # It has become a note meanwhile.
        _say(turn, "taken_back", case)
        return
    await go_out(turn, case, topic, place, groups)
    turn.effects.record("conduct.sent_anyway", actor_kind="staff", actor_id=turn.person.id, case_id=case.id)
    _say(turn, "sent", case)


async def take_back(turn: Turn, args: dict[str, Any]) -> None:
    """It stays among colleagues."""
    row = await _row(turn, args)
    if row is None:
        turn.answer("conduct.press.settled", alert=True)
        return
    case = await turn.session.get_one(Case, row.case_id)
    changed = await _keep_here(turn, row, await turn.session.get_one(Conversation, row.conversation_id))
    turn.effects.record("conduct.taken_back", actor_kind="staff", actor_id=turn.person.id, case_id=case.id)
    _say(turn, "edit_kept" if changed else "taken_back", case)


async def expire_due(scene: Scene) -> int:
    """Nobody said what becomes of a draft: it stays here, and its writer hears so."""
    rows = await scene.session.scalars(
        select(PendingMessage.id)
        .where(
            PendingMessage.waits == Waits.conduct,
            PendingMessage.settled_at.is_(None),
            PendingMessage.until <= scene.now,
        )
        .limit(AT_ONCE)
    )
    return await singly(scene, "conduct", rows.all(), _expire)


async def _expire(scene: Scene, row_id: int) -> int:
    row = await scene.session.get_one(PendingMessage, row_id, with_for_update=True, populate_existing=True)
    if row.settled_at is not None:
        return 0
    place = await scene.session.get_one(Conversation, row.conversation_id)
    case = await scene.session.get_one(Case, row.case_id)
    key = "conduct.edit_kept" if await _keep_here(scene, row, place) else "conduct.expired"
    scene.effects.record("conduct.expired", actor_kind="bot", case_id=case.id, person_id=row.person_id)
    await tell_writer(scene, row.person_id, place, row.message, key, number=case.number)
    return 1


async def _row(turn: Turn, args: dict[str, Any]) -> PendingMessage | None:
    row = await turn.session.get(
        PendingMessage, int(args["pending"]), with_for_update=True, populate_existing=True
    )
    return row if row is not None and row.settled_at is None else None


async def _keep_here(scene: Scene, row: PendingMessage, place: Conversation) -> bool:
    """It goes nowhere. True if it was a change alone: the customer keeps the words that have arrived."""
    groups = await settle(scene, row, place)
    for messages in groups:
        for message in messages:
            if not message.edited:
                await keep_note(scene, row.case_id, place.chat_id, message.id)
        await scene.owe_chat(place, React(messages[0].id, RECEIPT if messages[0].edited else NOTED))
    return bool(groups) and all(message.edited for messages in groups for message in messages)


def _say(turn: Turn, name: str, case: Case) -> None:
    """In the place of the question, whose buttons go."""
    turn.answer()
    if turn.press is not None and turn.press.message is not None:
        language = turn.language if turn.private else turn.house.default_language
        turn.send(Edit(turn.press.message, turn.say(language, f"conduct.{name}", number=case.number)))
