"""Looking at who waits: the list at opening, and a word to the customer when it takes clearly longer."""

from __future__ import annotations

from sqlalchemy import select

from handlers import promises
from handlers.calendar.opening import calendar_of
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.waiting.at_opening import list_at_opening
from handlers.waiting.leaving import queue_buttons
from handlers.waiting.place import before, waits
from handlers.waiting.rows import longer_at, next_look
from storage.case import Case
from storage.person import Person
from storage.wait import Wait

MOST = 50


async def look(scene: Scene) -> int:
    """Look at every wait whose time has come. How many that were."""
    rows = await scene.session.scalars(
        select(Wait)
        .where(Wait.over_at.is_(None), Wait.look_at <= scene.now)
        .order_by(Wait.look_at)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    due = rows.all()
    opened: set[int] = set()
    for wait in due:
        case = await scene.session.get_one(Case, wait.case_id)
        calendar = await calendar_of(scene, case.department_id)
        if not wait.closed and (not waits(case) or not wait.said_seconds):
            wait.over_at = scene.now
        elif not calendar.open_at(scene.now):
            wait.look_at = next_look(calendar, scene.now)
        elif wait.closed:
            opened.add(case.department_id)
        else:
            await _tell_longer(scene, wait, case)
            seconds = wait.said_seconds * 2**wait.told
            wait.look_at = longer_at(calendar, scene.now, seconds, scene.house.rules.waiting.longer)
    await scene.session.flush()
    for department_id in opened:
        await list_at_opening(scene, department_id)
    return len(due)


async def _tell_longer(scene: Scene, wait: Wait, case: Case) -> None:
    """Each time after twice as long: who waits is told the truth, not chattered at."""
    wait.told += 1
    if wait.told >= scene.house.rules.waiting.tell_at_most:
        wait.over_at = scene.now
    customer = await scene.session.get_one(Person, case.person_id)
    ahead = await before(scene, case)
    promise = await promises.running(scene, case.id)
    due = promise is not None and promise.due_at > scene.now and promise.paused_at is None
    lines = [scene.say(customer.language, "waiting.longer", number=case.number)]
    if ahead:
        lines.append(scene.say(customer.language, "waiting.place", count=ahead))
    if due and promise is not None:
        when = promises.in_words(scene, customer.language, promise)
        lines.append(scene.say(customer.language, "waiting.in_any_case", when=when))
    scene.effects.record("wait.told", actor_kind="bot", case_id=case.id, person_id=case.person_id)
    await scene.tell(
        case.conversation_id,
        customer,
        "waiting.told",
        buttons=queue_buttons(scene, case, customer),
        silent=is_quiet(scene),
        words=" ".join(lines),
    )
