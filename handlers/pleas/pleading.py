"""What a customer can press on any open case: hurry, or the head, please."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.calendar.opening import calendar_of
from handlers.desk.relays import locked_case
from handlers.desk.status import next_step, status
from handlers.desk.topics import note
from handlers.naming import department_name, staff_mention
from handlers.pleas.climbing import tell_above
from handlers.promises.words import in_local_words
from handlers.turn import Turn
from storage.case import WAITING_FOR_US, Case
from storage.plea import Plea, PleaKind, PleaState
from storage.staff import Department

_TOLD = {"head": "told", "managers": "told_managers", "nobody": "noted"}


async def hurry(turn: Turn) -> None:
    """The customer asks to hurry in words: about their one open matter, or they choose."""
    await _about_the_one(turn, PleaKind.hurry)


async def ask_for_head(turn: Turn) -> None:
    """The customer asks for the head in words."""
    await _about_the_one(turn, PleaKind.head)


async def hurry_of(turn: Turn, args: dict[str, Any]) -> None:
    """The button beside a matter."""
    turn.answer()
    await plead(turn, int(args["case"]), PleaKind.hurry)


async def ask_for_head_of(turn: Turn, args: dict[str, Any]) -> None:
    """The button beside a matter."""
    turn.answer()
    await plead(turn, int(args["case"]), PleaKind.head)


async def _about_the_one(turn: Turn, kind: PleaKind) -> None:
    rows = await turn.session.scalars(
        select(Case.id).where(Case.person_id == turn.person.id, Case.state.in_(WAITING_FOR_US))
    )
    waiting = rows.all()
    if len(waiting) == 1:
        await plead(turn, waiting[0], kind)
    else:
        await status(turn)


async def plead(turn: Turn, case_id: int, kind: PleaKind) -> None:
    """Press for a matter of the sender's: agents or the head hear of it, and the customer what follows."""
    case = await locked_case(turn.session, case_id)
    if case.person_id != turn.person.id or case.state not in WAITING_FOR_US:
        turn.reply("pleas.nothing_to_do", number=case.number, next=await next_step(turn, case))
        return
    if (before := await _lately(turn, case, kind)) is not None:
        when = in_local_words(before.made_at, turn.now, turn.house.zone, turn.language)
        next_words = await next_step(turn, case)
        already = "already" if await _passed_on(turn, before) else "noted_already"
        turn.reply(f"pleas.{kind.value}.{already}", number=case.number, when=when, next=next_words)
        return
    calendar = await calendar_of(turn, case.department_id)
    plea = Plea(
        case_id=case.id,
        kind=kind,
        state=PleaState.open,
        level=0,
        made_at=turn.now,
        next_at=turn.house.rules.supervision.climb_after.due(calendar, turn.now),
    )
    turn.session.add(plea)
    await turn.session.flush()
    turn.record("case.hurried" if kind is PleaKind.hurry else "case.head_wanted", case_id=case.id)
    name = await staff_mention(turn.session, case.owner_id, turn.account.id)
    whose = "owner" if name else "nobody"
    silent = not calendar.open_at(turn.now)
    topic = await note(turn, case, f"pleas.{kind.value}.agents_{whose}", silent=silent, name=name)
    if topic is not None:
        await turn.show_card(topic)
    told = "told" if topic is not None else "noted"
    if kind is PleaKind.head:
        told = _TOLD[await tell_above(turn, plea, case, silent=silent)]
    department = await turn.session.get_one(Department, case.department_id)
    turn.reply(
        f"pleas.{kind.value}.{told}",
        number=case.number,
        department=department_name(department, turn.language),
        next=await next_step(turn, case),
    )


async def _passed_on(turn: Turn, plea: Plea) -> bool:
    """Whether those whom the customer pressed for know of it: the agents, or the head."""
    if plea.kind is PleaKind.head:
        return plea.level == 1
    return await turn.topic_of(plea.case_id) is not None


async def _lately(turn: Turn, case: Case, kind: PleaKind) -> Plea | None:
    """The same plea, if it stands open still or was made within the time of the settings."""
    newest: Plea | None = await turn.session.scalar(
        select(Plea).where(Plea.case_id == case.id, Plea.kind == kind).order_by(Plea.id.desc()).limit(1)
    )
    if newest is None:
        return None
    recent = newest.made_at > turn.now - turn.house.rules.supervision.hurry_every
    waits = kind is PleaKind.head and newest.state is PleaState.open
    return newest if recent or waits else None
