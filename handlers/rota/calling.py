"""An emergency waits for no opening: whoever is on duty is called, then the next, the head, the managers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from handlers.calendar.opening import calendar_of
from handlers.desk.listing import Listed, links_to
from handlers.duty.sounds import rings
from handlers.heads import heads_of
from handlers.naming import shortened, without_numbers
from handlers.rota.plans import on_call, rota_for, rota_said
from handlers.rota.saying import running, stands, tell_called, tell_customer
from handlers.scene import Scene
from storage.case import WAITING_FOR_US, Case
from storage.event import Event
from storage.outbox import Priority
from storage.person import Person
from storage.rota import CallOut
from storage.staff import Staff

MOST = 20
WORDS_LENGTH = 300
LATELY = timedelta(hours=2)
HERE = ("case.taken", "case.joined", "case.replied")
"""What somebody does in a case who is there for it."""


async def look(scene: Scene, case: Case, words: str) -> CallOut | None:
    """Call whoever is on duty if a case is an emergency; the call, if it is."""
    rota = rota_for(scene, case, words)
    if not rota:
        return None
    return await _begin(scene, case, rota, words)


async def look_again(scene: Scene, case: Case, words: str, *, tell: bool = True) -> bool:
    """Call whoever is on duty if what a customer adds to a matter tells of an emergency. True if it does.

    Where somebody has the matter and is there, they hear it as everything else; if they are away it is
    called for as if nobody had it, by what is said now, whatever the matter was about before. The customer
    hears who is called, unless without `tell` the caller says it.
    """
    if not scene.house.rules.rota.categories:
        return False
    if case.owner_id is None:
        rota = rota_for(scene, case, words) if case.state in WAITING_FOR_US else ""
    else:
        rota = rota_said(scene, words)
    if not rota or await seen_to(scene, case):
        return False
    call = await _begin(scene, case, rota, words)
    if tell:
        await tell_customer(scene, call, case)
    return True


async def seen_to(scene: Scene, case: Case) -> bool:
    """Whether nobody need be called for a case: it is called for already, or whoever has it is there.

    Who wrote or took it up a moment ago, though nobody works, is there.
    """
    if await running(scene, case.id) is not None:
        return True
    if case.owner_id is None:
        return False
    return await rings(scene, case) or await _here_lately(scene, case)


async def _here_lately(scene: Scene, case: Case) -> bool:
    owner = await scene.session.get_one(Staff, case.owner_id)
    calendar = await calendar_of(scene, case.department_id)
    done = await scene.session.scalars(
        select(Event.at).where(Event.case_id == case.id, Event.verb.in_(HERE), Event.at > scene.now - LATELY)
    )
    # What was done before they went home says nothing.
    return any(not calendar.open_at(at) or (owner.off_since or scene.now) < at for at in done)


async def spoken(scene: Scene, case: Case) -> None:
    """Somebody has written to the customer of a case: nobody need be called for it any more."""
    call = await running(scene, case.id) if scene.house.rules.rota.categories else None
    if call is not None:
        call.settled_at = scene.now
        await tell_called(scene, call, case)


async def _begin(scene: Scene, case: Case, rota: str, words: str) -> CallOut:
    call = CallOut(
        case_id=case.id,
        rota=rota,
        called=[],
        rounds=0,
        began_at=scene.now,
        next_at=scene.now,
        owner_id=case.owner_id,
    )
    scene.session.add(call)
    await scene.session.flush()
    scene.effects.record("emergency.found", actor_kind="bot", case_id=case.id, person_id=case.person_id)
    await _call_next(scene, call, case, words)
    return call


async def call_due(scene: Scene) -> int:
    """Call the next one where nobody has said in time that they have it. How many that were."""
    rows = await scene.session.scalars(
        select(CallOut)
        .where(CallOut.settled_at.is_(None), CallOut.next_at <= scene.now)
        .order_by(CallOut.next_at)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    due = rows.all()
    for call in due:
        case = await scene.session.get_one(Case, call.case_id)
        # Two cases with a call each may have been merged.
        first = await running(scene, case.id)
        twice = first is not None and first.id != call.id
        if twice or not stands(call, case):
            call.settled_at = scene.now
            if case.owner_id is not None:
                await tell_called(scene, call, case)
            continue
        before = len(call.called), call.rounds
        await _call_next(scene, call, case)
        if call.rounds <= 1 and before != (len(call.called), call.rounds):
            await tell_customer(scene, call, case)
    return len(due)


async def _call_next(scene: Scene, call: CallOut, case: Case, words: str = "") -> None:
    rules = scene.house.rules.rota
    call.next_at = scene.now + rules.answer_within
    called = set(call.called)
    for staff in await on_call(scene, call.rota):
        if staff.id not in called and staff.conversation_id is not None:
            await _ring(scene, call, case, [staff], "rota.call", words)
            return
    above = [one for one in await _heads(scene, case) if one.id not in called] if not call.rounds else []
    if above:
        await _ring(scene, call, case, above, "rota.call_above", words)
        return
    # The managers are the last: they are called again, each time after twice as long.
    call.next_at = scene.now + rules.again_after * 2 ** min(call.rounds, 4)
    call.rounds += 1
    await _ring(scene, call, case, await _managers(scene), "rota.call_above", words)


async def _ring(
    scene: Scene, call: CallOut, case: Case, staff: Sequence[Staff], key: str, words: str
) -> None:
    minutes = int(scene.house.rules.rota.answer_within.total_seconds()) // 60
    call.called = [*call.called, *(one.id for one in staff if one.id not in call.called)]
    for one in staff:
        if one.conversation_id is None:
            continue
        person = await scene.session.get_one(Person, one.person_id)
        label = scene.say(person.language, "rota.button.mine")
        mine = scene.button(label, "rota.mine", f"person:{person.id}", call=call.id)
        names = scene.house.categories.get(case.category, {})
        await scene.tell(
            one.conversation_id,
            person,
            key,
            buttons=((mine,), *await links_to(scene, [Listed(case, None)])),
            priority=Priority.staff,
            number=case.number,
            about=names.get(person.language, case.category) or call.rota,
            words=shortened(without_numbers(words or case.summary), WORDS_LENGTH),
            count=minutes,
        )
        scene.effects.record(
            "emergency.called", actor_kind="bot", case_id=case.id, staff=one.id, round=call.rounds
        )


async def _heads(scene: Scene, case: Case) -> list[Staff]:
    return await _staff_of(scene, [person for _, person in await heads_of(scene, case.department_id)])


async def _managers(scene: Scene) -> list[Staff]:
    return await _staff_of(scene, [person for _, person in await scene.managers()])


async def _staff_of(scene: Scene, people: Sequence[Person]) -> list[Staff]:
    ids = [person.id for person in people]
    rows = await scene.session.scalars(select(Staff).where(Staff.person_id.in_(ids)).order_by(Staff.id))
    return list(rows)
