"""By when a colleague would answer a question that is passed on this moment."""

from __future__ import annotations

from sqlalchemy import select

from handlers.calendar.opening import calendar_of
from handlers.promises.arithmetic import due_time
from handlers.promises.terms import term_for
from handlers.promises.words import in_local_words
from handlers.question.asker import Asker
from storage.case import Case, CaseKind
from storage.staff import Department


async def by_when(asker: Asker) -> str:
    """The time that would be promised, in the words of the promise; it is one only once it is passed on."""
    scene = asker.scene
    key = scene.house.department_for(CaseKind.inquiry.value)
    department_id = await scene.session.scalar(select(Department.id).where(Department.key == key))
    asked = Case(kind=CaseKind.inquiry, person_id=asker.person.id, department_id=department_id)
    term, _ = await term_for(scene, asked, "first_answer")
    due = due_time(scene.now, term, await calendar_of(scene, department_id))
    return in_local_words(due, scene.now, scene.house.zone, asker.person.language)
