"""What the customer of an emergency is truthfully told: who is being called, and what follows."""

from __future__ import annotations

from sqlalchemy import select

from handlers.naming import staff_name
from handlers.rota.plans import on_call
from handlers.scene import Scene
from storage.case import WAITING_FOR_US, Case
from storage.outbox import Priority
from storage.person import Person
from storage.rota import CallOut
from storage.staff import Staff


async def running(scene: Scene, case_id: int) -> CallOut | None:
    """The first call for a case that nobody has answered yet."""
    found: CallOut | None = await scene.session.scalar(
        select(CallOut)
        .where(CallOut.case_id == case_id, CallOut.settled_at.is_(None))
        .order_by(CallOut.id)
        .limit(1)
    )
    return found


def stands(call: CallOut, case: Case) -> bool:
    """Whether a call still asks for somebody: nobody has the case, or only who was away when it began."""
    if case.owner_id is None:
        return case.state in WAITING_FOR_US
    return case.is_open and case.owner_id == call.owner_id


async def call_words(scene: Scene, case: Case, language: str) -> str:
    """Who is being called for a case at the moment; nothing where nobody is."""
    call = await running(scene, case.id) if scene.house.rules.rota.categories else None
    if call is None or not stands(call, case):
        return ""
    return await _words(scene, call, language)


async def tell_customer(scene: Scene, call: CallOut, case: Case) -> None:
    """Somebody else is being called now: the customer need not wonder."""
    customer = await scene.session.get_one(Person, case.person_id)
    words = await _words(scene, call, customer.language)
    await scene.tell(case.conversation_id, customer, "rota.customer.goes_on", words=words)


async def tell_called(scene: Scene, call: CallOut, case: Case) -> None:
    """Whoever was called need not wonder either: somebody else has it."""
    has_it = call.taken_by or case.owner_id
    name = await staff_name(scene.session, has_it)
    for staff_id in call.called:
        other = await scene.session.get_one(Staff, staff_id)
        if other.id == has_it or other.conversation_id is None or other.left_at is not None:
            continue
        person = await scene.session.get_one(Person, other.person_id)
        await scene.tell(
            other.conversation_id,
            person,
            "rota.taken",
            priority=Priority.staff,
            silent=True,
            name=name,
            number=case.number,
        )


async def _words(scene: Scene, call: CallOut, language: str) -> str:
    minutes = int(scene.house.rules.rota.answer_within.total_seconds()) // 60
    if not call.called:
        return scene.say(language, "rota.customer.nobody")
    if call.called[-1] not in [one.id for one in await on_call(scene, call.rota)]:
        return scene.say(language, "rota.customer.managers" if call.rounds else "rota.customer.heads")
    name = await staff_name(scene.session, call.called[-1])
    return scene.say(language, "rota.customer.called", name=name, count=minutes)
