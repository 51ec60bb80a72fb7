"""/department: what a department is, shown and settled in the chat; rows go over the settings."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.app import open_departments
from handlers.duty.week import read_week, week_in_words
from storage.event import Event
from storage.staff import Assignment, Department, DepartmentMember
from tests.town.town import Town


async def test_a_manager_settles_a_department(town: Town) -> None:
    """Name, hours, capacity, assignment, skills and languages, in group and private; nobody else may."""
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    group = town.group("complaints")
    town.world.join(boss.id, group.id)
    await li.says("/department capacity 3", group=group)
    assert "只有主管" in group.texts[-1]
    await li.says("/department complaints capacity 3")
    assert li.last.text == "Only a manager can use this command."

    await boss.says("/department capacity 3", group=group)
    assert "每人最多 3 件未结束" in group.texts[-1]
    await boss.says("/department complaints assign balanced")
    assert "given to one after another (at most 3" in boss.last.text
    await boss.says("/department complaints name 投诉处理 / Complaints desk")
    await boss.says("/department Complaints desk hours tue-fri 08:00-12:00 13:00-17:00, sat 08:00-12:00")
    assert "Mon closed · Tue–Fri 08:00–12:00, 13:00–17:00 · Sat 08:00–12:00 · Sun closed" in boss.last.text
    assert "👤 Li · not open now · 0 of 3 cases" in boss.last.text
    await boss.says("/department complaints skills Li fees, Teaching")
    assert "Fees and refunds, Teaching" in boss.last.text
    await boss.says("/department languages Li 中文", group=group)
    assert "中文" in group.texts[-1]
    for wrong in (
        "skills Li cooking",
        "languages Zhou zh",
        "capacity many",
        "hours now and then",
        "assign me",
    ):
        await boss.says(f"/department complaints {wrong}")
        assert boss.last.text.startswith("Please write"), wrong
    await boss.says("/department capacity 3")
    assert boss.last.text.startswith("Which department?")
    await boss.says("/department")
    assert boss.last.text.count("🏢") == 3

    await open_departments(town.store, town.house)
    async with town.store.read() as session:
        row = (await session.scalars(select(Department).where(Department.key == "complaints"))).one()
        member = (await session.scalars(select(DepartmentMember))).one()
        settled = await session.scalars(select(Event).where(Event.verb == "department.settled"))
        assert [one.facts["what"] for one in settled] == [
            "capacity",
            "assign",
            "name",
            "hours",
            "skills",
            "languages",
        ]
    assert (row.name_zh, row.name_en) == ("投诉处理", "Complaints desk"), "a start takes nothing back"
    assert (row.capacity, row.assignment) == (3, Assignment.balanced)
    assert (member.skills, member.languages) == (["fees", "teaching"], ["zh"])

    for what in ("name", "hours", "capacity", "assign", "skills Li", "languages Li"):
        await boss.says(f"/department complaints {what} usual")
    assert "🏢 Complaints (complaints)\n⏰ Mon–Fri 09:00–18:00 · Sat–Sun closed" in boss.last.text
    assert "offered to everybody on duty (at most 10" in boss.last.text
    assert boss.last.text.endswith("👤 Li · on duty · 0 of 10 cases")
    await li.says("/off 14:00")
    await boss.says("/team")
    assert "Li, agent (Complaints) · away until today, 14:00" in boss.last.text
    await town.agent("Li Na", "complaints")
    await boss.says("/department complaints skills Li fees")
    assert boss.last.text.startswith("Please write"), "there are two"
    await boss.says("/department complaints skills Li Na fees")
    assert boss.last.text.endswith("👤 Li · on duty · 0 of 10 cases · Fees and refunds")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mon-fri 09:00-18:00", "Mon–Fri 09:00–18:00 · Sat–Sun closed"),
        (
            "周一至周五 09:00-12:00 13:30-18:00，周六 9:00-12:00",
            "Mon–Fri 09:00–12:00, 13:30–18:00 · Sat 09:00–12:00 · Sun closed",
        ),
        ("每天 00:00-24:00", "Mon–Sun 00:00–24:00"),
        ("mon 09:00-18:00, sat,sun 10:00-12:00", "Mon 09:00–18:00 · Tue–Fri closed · Sat–Sun 10:00–12:00"),
        ("工作日 8:00到17:00 周末 休息", "Mon–Fri 08:00–17:00 · Sat–Sun closed"),
        ("mon-fri", None),
        ("09:00-18:00", None),
        ("mon closed", None),
        ("mon 09:00-12:00 11:00-13:00", None),
        ("someday 09:00-12:00", None),
    ],
)
def test_weeks_as_people_write_them(typed: str, said: str | None) -> None:
    """Days and times in either language; what is not understood is not guessed at."""
    week = read_week(typed)
    assert (week_in_words(week, "en", "closed") if week else None) == said
