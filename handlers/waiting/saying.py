"""What a customer who waits for people is truthfully told: from when on, which place, how long usually."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from handlers.calendar.opening import calendar_of, exceptional_days, local_day, ruling
from handlers.duty.presence import opens_at
from handlers.naming import department_name
from handlers.promises.words import from_in_local_words
from handlers.rota.saying import call_words
from handlers.scene import Scene
from handlers.waiting.measured import usual_wait
from handlers.waiting.place import before, waits
from handlers.waiting.rows import newest
from storage.case import WAITING_FOR_US, Case, CaseState
from storage.staff import Department

LONGEST = timedelta(hours=8)
"""Beyond a day's work an estimate says nothing: there is the promised time."""


class Outlook(NamedTuple):
    """Words, empty where there is nothing to say; and the estimate in them, if there is one."""

    words: str
    said: timedelta | None = None


async def outlook(scene: Scene, case: Case, language: str) -> Outlook:
    """What is true of a case's wait at this moment."""
    if case.state not in WAITING_FOR_US:
        return Outlook("")
    if closed := await closed_words(scene, case, language):
        return Outlook(closed)
    return await _in_line(scene, case, language) if waits(case) else Outlook("")


async def closed_words(scene: Scene, case: Case, language: str) -> str:
    """That nobody is there now, and from when on somebody answers; nothing while somebody is.

    An emergency waits for no opening: then it is said who is being called.
    """
    if calling := await call_words(scene, case, language):
        return calling
    open_now = (await calendar_of(scene, case.department_id)).open_at(scene.now)
    back = await opens_at(scene, case.department_id, scene.now)
    if open_now and back is not None and back <= scene.now:
        return ""
    department = await scene.session.get_one(Department, case.department_id)
    today = ruling(await exceptional_days(scene, case.department_id), local_day(scene, scene.now))
    why = scene.say(language, "waiting.why", words=today.words) if today and today.words else ""
    key = f"waiting.{'away' if open_now else 'closed'}{'' if back is not None else '_long'}"
    return scene.say(
        language,
        key,
        department=department_name(department, language),
        why="" if open_now else why,
        when=from_in_local_words(back or scene.now, scene.now, scene.house.zone, language),
    )


async def _in_line(scene: Scene, case: Case, language: str) -> Outlook:
    ahead = await before(scene, case)
    usually = await usual_wait(scene, case.department_id)
    parts = [scene.say(language, "waiting.place", count=ahead)] if ahead else []
    if usually is None or usually > LONGEST:
        return Outlook(" ".join(parts))
    if await _waited(scene, case) > usually.total_seconds():
        parts.append(scene.say(language, "waiting.takes_longer"))
        return Outlook(" ".join(parts))
    if not ahead:
        parts.append(scene.say(language, "waiting.next"))
    parts.append(scene.say(language, "waiting.usually", length=length_in_words(scene, usually, language)))
    return Outlook(" ".join(parts), usually)


async def _waited(scene: Scene, case: Case) -> float:
    """The working seconds since somebody was asked for."""
    wait = await newest(scene, case.id)
    since = wait.began_at if wait is not None else case.created_at
    if wait is None and case.state is not CaseState.received:
        return 0
    return (await calendar_of(scene, case.department_id)).between(since, scene.now)


def length_in_words(scene: Scene, length: timedelta, language: str) -> str:
    """ "10 minutes", "1.5 hours"."""
    minutes = int(length.total_seconds()) // 60
    if minutes <= 60:
        return scene.say(language, "waiting.minutes", count=minutes)
    hours = minutes / 60
    return scene.say(language, "waiting.hours", count=int(hours) if hours == int(hours) else hours)
