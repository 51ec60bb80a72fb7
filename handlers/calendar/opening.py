"""The calendar of a department as it stands now: its usual hours, and the exceptional days of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from handlers.calendar.business_time import BusinessCalendar
from handlers.calendar.hours import Hours, Interval, Intervals
from handlers.house import House
from handlers.scene import Scene
from storage.exceptional_day import ExceptionalDay
from storage.staff import Department

BACK = timedelta(days=60)
"""How far back exceptional days still count: promises that run were made since then."""


async def calendar_of(scene: Scene, department_id: int | None = None) -> BusinessCalendar:
    """The business time of a department; without one, of the business as a whole."""
    usual = scene.house.hours
    if department_id is not None:
        department = await scene.session.get_one(Department, department_id)
        usual = usual_hours(scene.house, department)
    rows = await exceptional_days(scene, department_id)

    def hours_on(day: date) -> Intervals:
        row = ruling(rows, day)
        return usual.on(day) if row is None else intervals_of(row)

    return BusinessCalendar(scene.house.zone, hours_on)


def usual_hours(house: House, department: Department | None) -> Hours:
    """The usual hours of a department: as said in the chat, its own of the settings, or the business's.

    A week said in the chat keeps the holidays and single days of the settings.
    """
    if department is None:
        return house.hours
    own = next((plan.hours for plan in house.departments if plan.key == department.key), None)
    usual = own or house.hours
    if department.week is None:
        return usual
    week = tuple(tuple(Interval(start, end) for start, end in day) for day in department.week)
    return replace(usual, week=week)


async def exceptional_days(scene: Scene, department_id: int | None = None) -> Sequence[ExceptionalDay]:
    """The exceptional days that count for a department, those that go over others first."""
    rows = await scene.session.scalars(
        select(ExceptionalDay)
        .where(
            ExceptionalDay.removed_at.is_(None),
            ExceptionalDay.last_day >= local_day(scene, scene.now - BACK),
            or_(ExceptionalDay.department_id.is_(None), ExceptionalDay.department_id == department_id),
        )
        .order_by(ExceptionalDay.department_id.is_(None), ExceptionalDay.id.desc())
    )
    return rows.all()


def ruling(rows: Sequence[ExceptionalDay], day: date) -> ExceptionalDay | None:
    """The row that says how a day is, if one does."""
    return next((row for row in rows if row.first_day <= day <= row.last_day), None)


def intervals_of(row: ExceptionalDay) -> Intervals:
    """The hours of an exceptional day."""
    return tuple(Interval(start, end) for start, end in row.intervals)


def local_day(scene: Scene, instant: datetime) -> date:
    """The date that an instant falls on at the business."""
    return instant.astimezone(scene.house.zone).date()
