"""Every working morning the heads see their cases under supervision (督导)."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from handlers import promises
from handlers.calendar.opening import calendar_of, local_day
from handlers.heads import heads_of
from handlers.naming import staff_name
from handlers.scene import Scene
from storage.account import Conversation
from storage.case import OPEN_STATES, Case
from storage.conflicts import insert_first
from storage.lease import Slot
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person

JOB = "supervised"


async def tell_heads(scene: Scene) -> int:
    """Once a working day, at the hour of the digest. Where nobody is head, the managers' digest has it."""
    if scene.now.astimezone(scene.house.zone).time() < scene.house.rules.digest.at:
        return 0
    today = local_day(scene, scene.now)
    if not (await calendar_of(scene)).hours_on(today):
        return 0
    slot = {"job": JOB, "slot": today.isoformat(), "at": scene.now}
    if not await insert_first(scene.session, Slot, slot):
        return 0
    told = 0
    for department_id, cases in (await _supervised(scene)).items():
        for conversation_id, person in await heads_of(scene, department_id):
            conversation = await scene.session.get_one(Conversation, conversation_id)
            text = await _list(scene, person, cases)
            await scene.owe_chat(conversation, SendText(text), priority=Priority.staff)
            told += 1
    return told


async def _supervised(scene: Scene) -> dict[int, list[Case]]:
    rows = await scene.session.scalars(
        select(Case).where(Case.supervised, Case.state.in_(OPEN_STATES)).order_by(Case.id)
    )
    found: dict[int, list[Case]] = defaultdict(list)
    for case in rows:
        found[case.department_id].append(case)
    return found


async def _list(scene: Scene, person: Person, cases: list[Case]) -> str:
    language = person.language
    lines = [scene.say(language, "promises.supervised.head", count=len(cases))]
    for case in cases:
        promise = await promises.running(scene, case.id)
        owner = await staff_name(scene.session, case.owner_id) or scene.say(language, "promises.nobody")
        key = "promises.supervised.case" if promise else "promises.supervised.waits"
        when = promises.in_words(scene, language, promise) if promise else ""
        lines.append(scene.say(language, key, number=case.number, owner=owner, when=when))
    return "\n".join(lines)
