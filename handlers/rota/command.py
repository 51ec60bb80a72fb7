"""/rota: who is on duty for emergencies; managers set the turns."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from handlers.calendar.saying import day_in_words
from handlers.naming import staff_name
from handlers.rota.planning import duty_day, from_turn
from handlers.rota.plans import keys_of, plan_of, row_of, staff_called
from handlers.turn import Turn
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person
from storage.rota import Rhythm, Rota
from storage.staff import Staff

_SET = re.compile(
    r"(?P<key>\S{1,40})\s+(?P<rhythm>daily|weekly|每天|每日|每周)\s+(?P<names>.+?)"
    r"(?:\s+(?:from|从|自)\s*(?P<first>\d{4}-\d{1,2}-\d{1,2})起?)?",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(r"(?P<key>\S{1,40})\s+(?:off|none|取消|停)", re.IGNORECASE)
_COMMAS = re.compile(r"[,，、;；]")


class Wish(NamedTuple):
    """What a manager typed."""

    key: str
    rhythm: Rhythm
    names: tuple[str, ...]
    first_day: date | None


def read_wish(typed: str) -> Wish | None:
    """A rota in words: "night weekly Li, Zhao from 2026-12-01"; None if they are none."""
    found = _SET.fullmatch(typed.strip())
    if found is None:
        return None
    rhythm = Rhythm.weekly if found["rhythm"].lower() in ("weekly", "每周") else Rhythm.daily
    names = tuple(name.strip() for name in _COMMAS.split(found["names"]) if name.strip())
    try:
        first = date(*map(int, found["first"].split("-"))) if found["first"] else None
    except ValueError:
        return None
    return Wish(found["key"].casefold(), rhythm, names, first) if names else None


async def command(turn: Turn, rest: str) -> None:
    """Show the rotas to staff; with something to set, managers set it."""
    if turn.staff is None:
        turn.reply("rota.staff_only")
    elif not rest.strip():
        await _show(turn)
    elif not turn.is_manager:
        turn.reply("router.manager_only")
    elif (ended := _END.fullmatch(rest.strip())) is not None:
        await _end(turn, ended["key"].casefold())
    elif (wish := read_wish(rest)) is not None:
        await _set(turn, wish)
    else:
        turn.reply("rota.how")


async def _show(turn: Turn) -> None:
    set_here = await turn.session.scalars(select(Rota.key).order_by(Rota.id))
    keys = list(dict.fromkeys((*keys_of(turn), *set_here)))
    lines = [await _lines(turn, key) for key in keys] or [turn.text_of("rota.none")]
    if turn.is_manager:
        lines.append(turn.text_of("rota.how"))
    turn.send(SendText("\n\n".join(lines)))


async def _lines(turn: Turn, key: str) -> str:
    plan = await plan_of(turn, key)
    today = duty_day(turn.now, turn.house.zone, turn.house.rules.rota.changes_at)
    categories = [one for one, rota in turn.house.rules.rota.categories.items() if rota == key]
    about = [turn.house.categories.get(one, {}).get(turn.language, one) for one in categories]
    lines = [turn.text_of("rota.line" if about else "rota.line_unused", rota=key, about=", ".join(about))]
    order = from_turn(plan.staff, plan.rhythm, plan.first_day, today) if plan else []
    if plan is None or not order:
        lines.append(turn.text_of("rota.nobody"))
        return "\n".join(lines)
    names = [await staff_name(turn.session, one.id) for one in order]
    lines.append(turn.text_of("rota.now", name=names[0]))
    if len(names) > 1:
        lines.append(turn.text_of(f"rota.then_{plan.rhythm.value}", names=", ".join(names[1:])))
    lines += [
        turn.text_of("rota.unreachable", name=name)
        for name, one in zip(names, order, strict=True)
        if one.conversation_id is None
    ]
    return "\n".join(lines)


async def _set(turn: Turn, wish: Wish) -> None:
    staff: list[Staff] = []
    for name in wish.names:
        found = await staff_called(turn, name)
        if len(found) != 1:
            turn.reply("rota.several" if found else "rota.unknown", name=name)
            return
        if found[0] not in staff:
            staff.append(found[0])
    today = duty_day(turn.now, turn.house.zone, turn.house.rules.rota.changes_at)
    row = await row_of(turn, wish.key)
    if row is None:
        row = Rota(key=wish.key)
        turn.session.add(row)
    row.rhythm, row.first_day = wish.rhythm, wish.first_day or today
    row.staff = [one.id for one in staff]
    row.changed_by, row.changed_at = turn.person.id, turn.now
    await turn.session.flush()
    turn.record("rota.set", rota=row.id, rhythm=wish.rhythm.value, people=len(staff))
    first = day_in_words(row.first_day, turn.language)
    turn.send(SendText(f"{turn.text_of('rota.set', day=first)}\n\n{await _lines(turn, wish.key)}"))
    for one in staff:
        person = await turn.session.get_one(Person, one.person_id)
        if one.conversation_id is not None and person.id != turn.person.id:
            await turn.tell(
                one.conversation_id, person, "rota.you_are_on", priority=Priority.staff, rota=wish.key
            )


async def _end(turn: Turn, key: str) -> None:
    row = await row_of(turn, key)
    if row is None:
        turn.reply("rota.not_set", rota=key)
        return
    turn.record("rota.ended", rota=row.id)
    await turn.session.delete(row)
    await turn.session.flush()
    turn.send(SendText(f"{turn.text_of('rota.ended', rota=key)}\n\n{await _lines(turn, key)}"))
