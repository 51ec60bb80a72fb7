"""Choosing where a case goes: by buttons under the card, or by /transfer in its topic."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.desk.agent_side import topic_here
from handlers.desk.leading import leads
from handlers.desk.relays import locked_case
from handlers.desk.topics import anchor
from handlers.desk.transferring import transfer
from handlers.groups.whose import has_group
from handlers.naming import department_name, shortened, staff_name
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import WAITING_FOR_US, Case
from storage.outbound import Button, Delete, Edit, SendText
from storage.staff import Department, DepartmentMember, Staff

REASONS = ("not_ours", "special", "absent", "customer")
LONGEST_REASON = 300


async def ask_where(turn: Turn, args: dict[str, Any]) -> None:
    """Offer the other departments, and the colleagues of this one."""
    case = await _case_to_pass_on(turn, args)
    topic = await turn.topic_of(case.id) if case is not None else None
    if case is None or topic is None:
        return
    turn.answer()
    language = turn.house.default_language
    rows = [
        (_target(turn, case, f"🏢 {department_name(one, language)}", department=one.id),)
        for one in await receiving(turn)
        if one.id != case.department_id
    ]
    for one in await colleagues(turn, case.department_id):
        if one.id != case.owner_id:
            rows.append((_target(turn, case, f"👤 {await staff_name(turn.session, one.id)}", staff=one.id),))
    text = turn.say(language, "desk.transfer.where" if rows else "desk.transfer.nowhere")
    await turn.owe_topic(topic, SendText(text, tuple(rows), anchor(topic), silent=True))


async def ask_why(turn: Turn, args: dict[str, Any]) -> None:
    """A target was chosen: ask for the reason, in the same message."""
    case = await _case_to_pass_on(turn, args)
    if case is None or turn.press is None or turn.press.message is None:
        return
    language = turn.house.default_language
    rows = tuple(
        (
            turn.button(
                turn.say(language, f"desk.transfer.reason.{reason}"),
                "desk.transfer_do",
                f"department:{case.department_id}",
                once=True,
                **{**args, "reason": reason},
            ),
        )
        for reason in REASONS
    )
    turn.send(Edit(turn.press.message, turn.say(language, "desk.transfer.why"), rows))


async def do(turn: Turn, args: dict[str, Any]) -> None:
    """Everything is chosen: pass the case on."""
    case = await _case_to_pass_on(turn, args)
    if case is None:
        return
    receiver = await turn.session.get(Staff, int(args["staff"])) if args.get("staff") else None
    department = await turn.session.get_one(Department, int(args.get("department") or case.department_id))
    if not await has_group(turn, department.id) or (receiver is not None and receiver.left_at is not None):
        turn.answer("desk.press.nobody_there", alert=True)
        return
    turn.answer("desk.press.passed_on")
    if turn.press is not None and turn.press.message is not None:
        turn.send(Delete(turn.press.message))
    why = turn.say(turn.house.default_language, f"desk.transfer.reason.{args['reason']}")
    await transfer(turn, case, department, receiver, why)


async def command(turn: Turn, rest: str) -> None:
    """/transfer whom reason: a department by its key or name, or a colleague by theirs."""
    message = turn.message
    if turn.private or message is None:
        turn.reply("router.group_only")
        return
    topic = await topic_here(turn, message)
    if topic is None or turn.staff is None:
        return
    case = await locked_case(turn.session, topic.case_id)
    target, _, why = rest.partition(" ")
    refusal = await _refusal(turn, case)
    if refusal is not None:
        _say(turn, refusal)
    elif not why.strip():
        _say(turn, "desk.transfer.how")
    elif (found := await _find(turn, target, case)) is None:
        _say(turn, "desk.transfer.unknown", target=shortened(target, 40))
    elif not await has_group(turn, found[0].id):
        _say(turn, "desk.press.nobody_there")
    else:
        await transfer(turn, case, *found, shortened(why, LONGEST_REASON))


async def colleagues(scene: Scene, department_id: int) -> list[Staff]:
    """The members of a department in service."""
    rows = await scene.session.scalars(
        select(Staff)
        .join(DepartmentMember, DepartmentMember.staff_id == Staff.id)
        .where(DepartmentMember.department_id == department_id, Staff.left_at.is_(None))
        .order_by(Staff.id)
    )
    return list(rows)


async def receiving(scene: Scene) -> list[Department]:
    """The departments of the house that can be given a case: they have a group to work in."""
    known = {plan.key for plan in scene.house.departments}
    rows = await scene.session.scalars(select(Department).order_by(Department.id))
    return [one for one in rows if one.key in known and await has_group(scene, one.id)]


async def _find(turn: Turn, target: str, case: Case) -> tuple[Department, Staff | None] | None:
    """The department of that name; or the colleague, who takes it in one of their own departments."""
    wanted = target.removeprefix("@").casefold()
    departments = await receiving(turn)
    for one in departments:
        if wanted in (one.key.casefold(), one.name_zh.casefold(), one.name_en.casefold()):
            return one, None
    # Their own department first: the case moves no further than it must.
    for one in sorted(departments, key=lambda one: one.id != case.department_id):
        for staff in await colleagues(turn, one.id):
            if (await staff_name(turn.session, staff.id)).casefold() == wanted:
                return one, staff
    return None


async def _refusal(turn: Turn, case: Case) -> str | None:
    """Why the sender may not pass a case on: it is over, or neither theirs nor their department's to lead."""
    if case.state not in WAITING_FOR_US:
        return f"desk.press.is_{case.state.value}"
    mine = turn.staff is not None and turn.staff.id in (case.owner_id, case.first_taker_id)
    unowned = case.owner_id is None and await turn.serves(case.department_id)
    if mine or unowned or await leads(turn, case.department_id):
        return None
    return "desk.press.not_yours_to_pass"


async def _case_to_pass_on(turn: Turn, args: dict[str, Any]) -> Case | None:
    case = await locked_case(turn.session, int(args["case"]))
    refusal = await _refusal(turn, case)
    if refusal is not None:
        turn.answer(refusal, alert=True)
        return None
    return case


def _target(turn: Turn, case: Case, label: str, **where: Any) -> Button:
    return turn.button(
        shortened(label, 40), "desk.transfer_why", f"department:{case.department_id}", case=case.id, **where
    )


def _say(turn: Turn, key: str, **values: object) -> None:
    text = turn.say(turn.house.default_language, key, **values)
    turn.send(SendText(text, reply_to=turn.message.id if turn.message else None, silent=True))
