"""/on and /off: staff say whether they are there; a pause with an end is over by itself."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from handlers.calendar.lengths import read_duration
from handlers.calendar.opening import local_day
from handlers.duty.presence import opens_at
from handlers.duty.unclaimed import hand_back_all, unclaimed
from handlers.naming import staff_name
from handlers.promises.words import in_local_words
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import WAITING_FOR_US, Case
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import DepartmentMember, Staff

LONGEST = timedelta(days=30)
MOST = 50
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
_UNTIL = re.compile(r"^(?:until|till|to|到|至)\s*", re.IGNORECASE)


async def on(turn: Turn, rest: str) -> None:
    """The sender is there again, and cases may be offered to them."""
    if turn.staff is None:
        _unknown(turn)
        return
    was_off = not turn.staff.present(turn.now)
    turn.staff.off_since = turn.staff.off_until = None
    if was_off:
        turn.record("staff.on_duty", staff=turn.staff.id)
    opening = await _first_opening(turn, turn.staff)
    if opening is None or opening <= turn.now:
        waiting = await unclaimed(turn, turn.staff.id)
        await _say(
            turn,
            "on.now" if was_off else "on.already",
            and_then="duty.waiting" if waiting.number else None,
            count=waiting.number,
            numbers=waiting.numbers,
        )
    else:
        when = in_local_words(opening, turn.now, turn.house.zone, _language(turn))
        await _say(turn, "on.later", when=when)


async def off(turn: Turn, rest: str) -> None:
    """The sender is away: for some minutes, until a time, or until they say /on."""
    if turn.staff is None:
        _unknown(turn)
        return
    until = read_end(rest, turn.now, turn) if rest.strip() else None
    if rest.strip() and until is None:
        await _say(turn, "off.how")
        return
    if turn.staff.present(turn.now):
        turn.staff.off_since = turn.now
    turn.staff.off_until = until
    await hand_back_all(turn, turn.staff.id)
    turn.record("staff.off_duty", staff=turn.staff.id, minutes=_minutes(until, turn.now))
    when = in_local_words(until, turn.now, turn.house.zone, _language(turn)) if until else ""
    owned = await turn.session.scalar(
        select(func.count()).where(Case.owner_id == turn.staff.id, Case.state.in_(WAITING_FOR_US))
    )
    key = "off.until" if until else "off.open"
    await _say(turn, key, and_then="duty.off.yours" if owned else None, when=when, count=owned or 0)


def read_end(typed: str, now: datetime, scene: Scene) -> datetime | None:
    """The end that "30", "2 h" or "14:00" names; None if it names none, or one too far away."""
    words = _UNTIL.sub("", typed.strip())
    if found := _CLOCK.fullmatch(words):
        hour, minute = int(found[1]), int(found[2])
        if hour > 23 or minute > 59:
            return None
        day = local_day(scene, now)
        end = datetime.combine(day, time(hour, minute), tzinfo=scene.house.zone)
        if end <= now:
            end = datetime.combine(day + timedelta(days=1), time(hour, minute), tzinfo=scene.house.zone)
        return end
    length = read_duration(f"{words} min" if words.isdecimal() else words)
    return now + length if length and length <= LONGEST else None


async def back_from_pauses(scene: Scene) -> int:
    """Pauses that are over end, and whoever paused is told so. How many did."""
    rows = await scene.session.scalars(
        select(Staff)
        .where(Staff.off_until <= scene.now)
        .order_by(Staff.off_until)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    back = rows.all()
    for staff in back:
        staff.off_since = staff.off_until = None
        if staff.left_at is not None:
            continue
        scene.effects.record("staff.on_duty", actor_kind="bot", staff=staff.id)
        if staff.conversation_id is not None:
            person = await scene.session.get_one(Person, staff.person_id)
            silent = is_quiet(scene)
            await scene.tell(
                staff.conversation_id, person, "duty.back", priority=Priority.staff, silent=silent
            )
            waiting = await unclaimed(scene, staff.id)
            if waiting.number:
                await scene.tell(
                    staff.conversation_id,
                    person,
                    "duty.waiting",
                    priority=Priority.staff,
                    silent=silent,
                    count=waiting.number,
                    numbers=waiting.numbers,
                )
    return len(back)


def _unknown(turn: Turn) -> None:
    sender = turn.inbound.sender
    if turn.private:
        turn.reply("duty.staff_only")
    elif sender is not None and sender.anonymous:
        turn.send(SendText(turn.say(turn.house.default_language, "staff.department.anonymous")))


def _minutes(until: datetime | None, now: datetime) -> int | None:
    return int((until - now) / timedelta(minutes=1)) if until else None


async def _first_opening(turn: Turn, staff: Staff) -> datetime | None:
    """When the first of the sender's departments is open; None for who belongs to none."""
    rows = await turn.session.scalars(
        select(DepartmentMember.department_id).where(DepartmentMember.staff_id == staff.id)
    )
    openings = [await opens_at(turn, one, turn.now) for one in rows.all()]
    return min((one for one in openings if one is not None), default=None)


def _language(turn: Turn) -> str:
    return turn.language if turn.private else turn.house.default_language


async def _say(turn: Turn, key: str, *, and_then: str | None = None, **values: object) -> None:
    """In private to the sender; in a group with their name, for all to see and without a sound."""
    language = _language(turn)
    name = await staff_name(turn.session, turn.staff.id if turn.staff else None)
    whole = f"duty.{key}" if turn.private else f"duty.group.{key}"
    text = turn.say(language, whole, name=name, **values)
    if and_then and turn.private:
        text = f"{text} {turn.say(language, and_then, **values)}"
    message = turn.message.id if turn.message and not turn.private else None
    turn.send(SendText(text, reply_to=message, silent=not turn.private))
