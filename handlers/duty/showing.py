"""How a department stands: its hours and ways, and who of its members is there with how much."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from handlers.calendar.opening import calendar_of, usual_hours
from handlers.duty.gathering import loads
from handlers.duty.presence import members_of
from handlers.duty.settings import capacity_of, is_balanced, languages_of, skills_of
from handlers.duty.week import week_in_words
from handlers.naming import department_name, staff_name
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from storage.staff import Department, DepartmentMember, MembershipRole, Staff


async def presence_of(scene: Scene, staff: Staff, language: str) -> str:
    """Whether a member of staff is there, in words: on duty, away until when, off, or closed."""
    if not staff.present(scene.now):
        if staff.off_until is None:
            return scene.say(language, "duty.presence.off")
        when = _words(scene, staff.off_until, language)
        return scene.say(language, "duty.presence.away", when=when)
    departments = await scene.session.scalars(
        select(DepartmentMember.department_id).where(DepartmentMember.staff_id == staff.id)
    )
    calendars = [await calendar_of(scene, one) for one in departments.all()] or [await calendar_of(scene)]
    is_open = any(calendar.open_at(scene.now) for calendar in calendars)
    return scene.say(language, "duty.presence.on" if is_open else "duty.presence.closed")


async def lines_of(scene: Scene, department: Department, language: str) -> list[str]:
    """A department, a line for each thing that a manager may settle and for each member."""
    usual = usual_hours(scene.house, department)
    capacity = capacity_of(scene.house, department)
    way = "balanced" if is_balanced(scene.house, department) else "offer"
    lines = [
        f"🏢 {department_name(department, language)} ({department.key})",
        "⏰ " + week_in_words(usual.week, language, scene.say(language, "hours.closed")),
        "📥 " + scene.say(language, f"duty.department.{way}", count=capacity),
    ]
    members = await members_of(scene, department.id)
    load = await loads(scene, [one.id for one in members])
    rows = await scene.session.scalars(
        select(DepartmentMember).where(DepartmentMember.department_id == department.id)
    )
    member_of = {row.staff_id: row for row in rows}
    for staff in members:
        member = member_of[staff.id]
        name = await staff_name(scene.session, staff.id)
        skills = skills_of(scene.house, department, member, name)
        languages = languages_of(scene.house, department, member, name)
        parts = [
            f"👤 {name}",
            ""
            if member.role is MembershipRole.member
            else scene.say(language, f"staff.heads.{member.role.value}"),
            await presence_of(scene, staff, language),
            scene.say(language, "duty.department.load", count=load.get(staff.id, 0), capacity=capacity),
            ", ".join(category_name(scene, one, language) for one in skills),
            ", ".join(scene.say(language, f"desk.speaks.{one}") for one in languages),
        ]
        lines.append(" · ".join(part for part in parts if part))
    if not members:
        lines.append(scene.say(language, "duty.department.nobody"))
    return lines


def category_name(scene: Scene, key: str, language: str) -> str:
    """What a category is called; its key, if the settings have forgotten it."""
    names = scene.house.categories.get(key, {})
    return names.get(language) or next(iter(names.values()), key)


def _words(scene: Scene, moment: datetime, language: str) -> str:
    return in_local_words(moment, scene.now, scene.house.zone, language)
