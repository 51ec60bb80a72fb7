"""/department with something to say: a department is shown, and what a manager says of it is kept.

What is said here goes over the settings; "usual" gives the word back to them.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from sqlalchemy import select

from handlers.desk.leading import led_departments
from handlers.duty.presence import members_of
from handlers.duty.showing import lines_of
from handlers.duty.week import read_week
from handlers.groups.whose import departments_in
from handlers.naming import plain_name, staff_name
from handlers.turn import Turn
from storage.outbound import SendText
from storage.person import Person
from storage.staff import Assignment, Department, DepartmentMember, Staff

_HAN = re.compile(r"[\u4e00-\u9fff]")
_USUAL = frozenset({"usual", "settings", "照常", "默认"})
_ALL = frozenset({"all", "全部", "都"})
_WAYS = {
    "offer": Assignment.offer,
    "大家": Assignment.offer,
    "balanced": Assignment.balanced,
    "轮流": Assignment.balanced,
}
_LANGUAGES = {
    "zh": "zh",
    "中文": "zh",
    "chinese": "zh",
    "en": "en",
    "英文": "en",
    "英语": "en",
    "english": "en",
}
_VERBS = {
    "show": "show",
    "查看": "show",
    "name": "name",
    "名称": "name",
    "hours": "hours",
    "时间": "hours",
    "capacity": "capacity",
    "容量": "capacity",
    "assign": "assign",
    "分配": "assign",
    "skills": "skills",
    "技能": "skills",
    "languages": "languages",
    "语言": "languages",
}
NAME_LENGTH = 80
MOST = 1000


class Said(NamedTuple):
    """What was typed: of which department (None: not named), what, and the rest."""

    department: Department | None
    verb: str
    rest: str


async def command(turn: Turn, typed: str) -> bool:
    """Show or settle a department. False if the words say nothing of the kind (in a group: bind it)."""
    said = await read(turn, typed)
    if not turn.private and not said.verb:
        return False
    led = await led_departments(turn)
    if turn.staff is None or not led:
        _say(turn, "router.manager_only" if turn.private else "staff.department.manager_only")
        return True
    here = [said.department] if said.department else await _meant(turn, led)
    if said.verb in ("", "show"):
        await _show(turn, [one for one in led if one.id in {two.id for two in here}] or led)
    elif not turn.is_manager:
        _say(turn, "router.manager_only" if turn.private else "staff.department.manager_only")
    elif len(here) != 1:
        _say(turn, "duty.department.which")
    elif await _SETTLERS[said.verb](turn, here[0], said.rest.strip()):
        turn.effects.record(
            "department.settled",
            actor_kind="staff",
            actor_id=turn.person.id,
            person_id=turn.person.id,
            department=here[0].id,
            what=said.verb,
        )
        await turn.session.flush()
        await _show(turn, here, done=True)
    else:
        _say(turn, f"duty.department.how.{said.verb}")
    return True


async def read(turn: Turn, typed: str) -> Said:
    """`[department] verb rest`; a department is named by its key or by what it is called."""
    first, _, rest = typed.strip().partition(" ")
    if verb := _VERBS.get(first.casefold()):
        return Said(None, verb, rest)
    rows = await turn.session.scalars(select(Department).order_by(Department.id))
    named = [(name.casefold(), one) for one in rows for name in (one.key, one.name_zh, one.name_en) if name]
    # The longest first: one name may begin with another.
    for name, one in sorted(named, key=lambda pair: -len(pair[0])):
        if f"{typed.strip().casefold()} ".startswith(f"{name} "):
            second, _, more = typed.strip()[len(name) :].strip().partition(" ")
            return Said(one, _VERBS.get(second.casefold(), ""), more)
    return Said(None, "", typed)


async def _meant(turn: Turn, led: list[Department]) -> list[Department]:
    """Without a name: the department whose group this is, or the only one there is."""
    return led if turn.private else await departments_in(turn, turn.chat.id)


async def _show(turn: Turn, departments: list[Department], *, done: bool = False) -> None:
    language = _language(turn)
    lines = [turn.say(language, "duty.department.done"), ""] if done else []
    for one in departments:
        lines += [*await lines_of(turn, one, language), ""]
    if turn.private and turn.is_manager and not done:
        lines.append(turn.say(language, "duty.department.how_to_change"))
    turn.send(SendText("\n".join(lines).strip(), reply_to=_here(turn), silent=not turn.private))


async def _name(turn: Turn, department: Department, typed: str) -> bool:
    names = [plain_name(part) for part in typed.split("/")]
    if typed.casefold() in _USUAL:
        plan = turn.house.plan(department.key)
        department.named = False
        if plan is not None:
            department.name_zh = plan.names.get("zh", plan.key)
            department.name_en = plan.names.get("en", plan.key)
        return True
    if not all(names) or len(names) > 2:
        return False
    for name in names:
        if _HAN.search(name):
            department.name_zh = name[:NAME_LENGTH]
        else:
            department.name_en = name[:NAME_LENGTH]
    department.named = True
    return True


async def _hours(turn: Turn, department: Department, typed: str) -> bool:
    if typed.casefold() in _USUAL:
        department.week = None
        return True
    week = read_week(typed)
    if week is None:
        return False
    department.week = [[list(interval) for interval in day] for day in week]
    return True


async def _capacity(turn: Turn, department: Department, typed: str) -> bool:
    if typed.casefold() in _USUAL:
        department.capacity = None
        return True
    if not typed.isdecimal() or not 1 <= int(typed) <= MOST:
        return False
    department.capacity = int(typed)
    return True


async def _assign(turn: Turn, department: Department, typed: str) -> bool:
    if typed.casefold() in _USUAL:
        department.assignment = None
        return True
    if typed.casefold() not in _WAYS:
        return False
    department.assignment = _WAYS[typed.casefold()]
    return True


async def _skills(turn: Turn, department: Department, typed: str) -> bool:
    known = {
        word.casefold(): key
        for key, names in turn.house.categories.items()
        for word in (key, *names.values())
    }
    member, values = await _member(turn, department, typed, known)
    if member is None:
        return False
    member.skills = values
    return True


async def _languages(turn: Turn, department: Department, typed: str) -> bool:
    member, values = await _member(turn, department, typed, _LANGUAGES)
    if member is None:
        return False
    member.languages = values
    return True


async def _member(
    turn: Turn, department: Department, typed: str, known: dict[str, Any]
) -> tuple[DepartmentMember | None, list[str] | None]:
    """The member that the words begin with, and the keys that are said of them; nobody if not understood.

    Without any key it is all of them; None gives the word back to the settings.
    """
    rest = typed.casefold().removeprefix("@")
    called: dict[str, list[Staff]] = {}
    for staff in await members_of(turn, department.id):
        person = await turn.session.get_one(Person, staff.person_id)
        for name in {(await staff_name(turn.session, staff.id)).casefold(), person.name.casefold()} - {""}:
            if rest.startswith(f"{name} "):
                called.setdefault(name, []).append(staff)
    # The longest: one name may begin with another. Of two who are called the same none is guessed at.
    name = max(called, key=len, default="")
    if len(called.get(name, ())) == 1:
        [staff] = called[name]
        member = await turn.session.scalar(
            select(DepartmentMember)
            .where(DepartmentMember.department_id == department.id, DepartmentMember.staff_id == staff.id)
            .with_for_update()
        )
        rest = rest[len(name) :].strip()
        if rest in _USUAL:
            return member, None
        if rest in _ALL:
            return member, []
        wanted = [part.strip() for part in re.split(r"[,，、/]", rest) if part.strip()]
        found = [known[one] for one in wanted if one in known]
        return (member, list(dict.fromkeys(found))) if found and len(found) == len(wanted) else (None, None)
    return None, None


_SETTLERS: dict[str, Callable[[Turn, Department, str], Awaitable[bool]]] = {
    "name": _name,
    "hours": _hours,
    "capacity": _capacity,
    "assign": _assign,
    "skills": _skills,
    "languages": _languages,
}


def _language(turn: Turn) -> str:
    return turn.language if turn.private else turn.house.default_language


def _here(turn: Turn) -> str | None:
    return turn.message.id if turn.message and not turn.private else None


def _say(turn: Turn, key: str) -> None:
    text = turn.say(_language(turn), key)
    turn.send(SendText(text, reply_to=_here(turn), silent=not turn.private))
