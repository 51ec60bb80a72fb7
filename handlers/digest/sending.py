"""Sending the digest: each day at its hour, once, and whenever a manager asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from handlers.digest.composing import compose, is_weekly
from handlers.recurring.showing import buttons_for
from handlers.scene import Scene
from handlers.turn import Turn
from storage.account import Conversation
from storage.conflicts import insert_first
from storage.lease import Slot
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person

JOB = "digest"
DAY = timedelta(days=1)


async def send_daily(scene: Scene) -> int:
    """Send today's digest if its hour has come and nobody else has. How many managers got it."""
    local = scene.now.astimezone(scene.house.zone)
    if local.time() < scene.house.rules.digest.at:
        return 0
    last = await last_digest(scene)
    if not await _first_for(scene, local.date().isoformat()):
        return 0
    if last is None:
        # The first day has no yesterday to tell of: the first digest comes tomorrow.
        return 0
    managers = await scene.managers()
    for conversation_id, person in managers:
        conversation = await scene.session.get_one(Conversation, conversation_id)
        what = await _digest(scene, person, last, scene.now)
        await scene.owe_chat(conversation, what, priority=Priority.staff)
    scene.effects.record("digest.sent", actor_kind="bot", managers=len(managers))
    return len(managers)


async def now_please(turn: Turn, _rest: str) -> None:
    """A manager asks for the digest of the last 24 hours."""
    if not turn.is_manager:
        turn.reply("digest.managers_only")
    elif not turn.private:
        turn.reply("digest.in_private")
    else:
        turn.send(await _digest(turn, turn.person, turn.now - DAY, turn.now))


async def _digest(scene: Scene, person: Person, since: datetime, until: datetime) -> SendText:
    """The digest, once a week with what to press about faults that recur."""
    text = await compose(scene, person.language, since, until)
    if not is_weekly(scene, until):
        return SendText(text)
    return SendText(text, await buttons_for(scene, person.language, f"person:{person.id}"))


async def last_digest(scene: Scene) -> datetime | None:
    """When the newest digest was made."""
    found: datetime | None = await scene.session.scalar(select(func.max(Slot.at)).where(Slot.job == JOB))
    return found


async def _first_for(scene: Scene, slot: str) -> bool:
    """Claim a local date. Of several workers, the first to insert its row has it."""
    return await insert_first(scene.session, Slot, {"job": JOB, "slot": slot, "at": scene.now})
