"""An emergency waits for no opening: whoever is on duty is called, then the next, the head, the managers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers.desk.listing import Listed, links_to
from handlers.heads import heads_of
from handlers.naming import shortened, without_numbers
from handlers.rota.plans import on_call, rota_for
from handlers.rota.saying import running, tell_called, tell_customer
from handlers.scene import Scene
from storage.case import WAITING_FOR_US, Case
from storage.outbox import Priority
from storage.person import Person
from storage.rota import CallOut
from storage.staff import Staff

MOST = 20
WORDS_LENGTH = 300


async def look(scene: Scene, case: Case, words: str) -> CallOut | None:
    """Call whoever is on duty if a case is an emergency; the call, if it is."""
    rota = rota_for(scene, case, words)
    if not rota:
        return None
    call = CallOut(case_id=case.id, rota=rota, called=[], rounds=0, began_at=scene.now, next_at=scene.now)
    scene.session.add(call)
    await scene.session.flush()
    scene.effects.record("emergency.found", actor_kind="bot", case_id=case.id, person_id=case.person_id)
    await _call_next(scene, call, case, words)
    return call


async def look_again(scene: Scene, case: Case, words: str, *, tell: bool = True) -> None:
    """Call whoever is on duty if what a customer adds to a matter that nobody has tells of an emergency.

    They hear who is called, unless without `tell` the caller says it.
    """
    free = case.owner_id is None and case.state in WAITING_FOR_US
    if not free or not rota_for(scene, case, words) or await running(scene, case.id) is not None:
        return
    call = await look(scene, case, words)
    if call is not None and tell:
        await tell_customer(scene, call, case)


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
        if case.owner_id is not None or case.state not in WAITING_FOR_US or twice:
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
