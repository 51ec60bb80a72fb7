"""/dismiss: a manager ends somebody's rights; what they had is handed over in the same step."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, select

from handlers import customer_file, desk
from handlers.naming import staff_name
from handlers.staff.handing_over import HandedOver, hand_over, still_to_do
from handlers.staff.names import departments_of
from handlers.staff.out_of_groups import take_out
from handlers.staff.rights import for_managers
from handlers.staff.team import in_service, name_of
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Buttons
from storage.outbox import Priority
from storage.person import Customer, Person
from storage.staff import DepartmentMember, Staff

MOST_NAMED = 20


@for_managers
async def command(turn: Turn, rest: str) -> None:
    """Offer everybody but the manager themselves."""
    rows = [
        (turn.button(await name_of(turn, one), "staff.dismiss", "managers", once=True, staff=one.id),)
        for one in await in_service(turn)
        if turn.staff is not None and one.id != turn.staff.id
    ]
    turn.reply("staff.dismiss.choose" if rows else "staff.dismiss.nobody", buttons=tuple(rows))


async def ask(turn: Turn, args: dict[str, Any]) -> None:
    """Somebody was chosen: make sure, and ask who goes on with what they have."""
    staff = await _present(turn, args)
    if staff is None:
        return
    name = await name_of(turn, staff)
    cases = await turn.session.scalar(
        select(func.count(Case.id)).where(Case.owner_id == staff.id, still_to_do())
    )
    customers = await turn.session.scalar(select(func.count()).where(Customer.account_manager_id == staff.id))
    buttons: Buttons = await _heirs(turn, staff) if cases or customers else ()
    buttons += tuple(
        (
            turn.button(
                turn.text_of(f"staff.dismiss.{way}"), f"staff.dismiss_{way}", "managers", staff=staff.id
            ),
        )
        for way in ("confirm", "keep")
    )
    turn.reply(
        "staff.dismiss.sure_cases" if cases else "staff.dismiss.sure", name=name, count=cases, buttons=buttons
    )


async def _heirs(turn: Turn, leaver: Staff) -> Buttons:
    """Colleagues of the leaver's departments, to hand everything to."""
    rows = {}
    for department in await departments_of(turn, leaver.id):
        for one in await desk.colleagues(turn, department.id):
            if one.id != leaver.id:
                label = turn.text_of("staff.dismiss.to", name=await name_of(turn, one))
                rows[one.id] = (
                    turn.button(label, "staff.dismiss_confirm", "managers", staff=leaver.id, to=one.id),
                )
    return tuple(rows.values())


async def keep(turn: Turn, args: dict[str, Any]) -> None:
    """The manager thought better of it."""
    staff = await _present(turn, args)
    if staff is not None:
        turn.reply("staff.dismiss.kept", name=await name_of(turn, staff))


async def confirm(turn: Turn, args: dict[str, Any]) -> None:
    """End their rights at once, and leave nothing without an owner."""
    staff = await _present(turn, args)
    if staff is None:
        return
    name, person = (
        await name_of(turn, staff),
        await turn.session.get_one(Person, staff.person_id),
    )
    receiver = await turn.session.get(Staff, int(args["to"])) if args.get("to") else None
    if receiver is not None and receiver.left_at is not None:
        turn.reply("staff.dismiss.gone")
        return
    await take_out(turn, staff)
    conversation_id, staff.left_at, staff.conversation_id = staff.conversation_id, turn.now, None
    await turn.session.execute(delete(DepartmentMember).where(DepartmentMember.staff_id == staff.id))
    await desk.leave(turn, staff.id)
    handed = await hand_over(turn, staff, receiver)
    turn.record("staff.dismissed", staff=staff.id, cases=handed.owned)
    if handed.kept:
        await _tell_managers(turn, name, handed.kept)
    await _tell_heirs(turn, name, handed)
    await _hand_over_customers(turn, staff, name, receiver)
    await _tell_sender(turn, name, receiver, handed)
    if conversation_id is not None:
        business = turn.house.name(person.language)
        await turn.tell(
            conversation_id, person, "staff.dismiss.farewell", priority=Priority.staff, business=business
        )


async def _hand_over_customers(turn: Turn, leaver: Staff, name: str, receiver: Staff | None) -> None:
    """Their customers have the one chosen as account manager, or else whoever lets them go."""
    heir = receiver or turn.staff
    if heir is None:
        return
    count = await customer_file.hand_over_customers(turn, leaver.id, heir.id)
    if count:
        turn.reply("customer_file.handed_over", count=count, name=name, to=await name_of(turn, heir))


async def _tell_sender(turn: Turn, name: str, receiver: Staff | None, handed: HandedOver) -> None:
    """Where the cases are now: with whom the manager named, as far as they work there."""
    count = handed.owned
    to = await name_of(turn, receiver) if receiver is not None else ""
    with_receiver = handed.given.get(receiver.id, 0) if receiver is not None else 0
    if not count:
        turn.reply("staff.dismiss.done_free", name=name)
    elif receiver is None:
        turn.reply("staff.dismiss.done", name=name, count=count)
    elif with_receiver == count:
        turn.reply("staff.dismiss.done_to", name=name, count=count, to=to)
    else:
        turn.reply("staff.dismiss.done_partly", name=name, count=count, to=to, given=with_receiver)


async def _tell_heirs(turn: Turn, name: str, handed: HandedOver) -> None:
    """Whoever has cases now, chosen or as head, hears how many; the manager at work knows already."""
    for heir_id, count in handed.given.items():
        heir = await turn.session.get_one(Staff, heir_id)
        if heir.conversation_id is None or (turn.staff is not None and heir.id == turn.staff.id):
            continue
        person = await turn.session.get_one(Person, heir.person_id)
        await turn.tell(
            heir.conversation_id,
            person,
            "staff.dismiss.yours_now",
            priority=Priority.staff,
            name=name,
            count=count,
        )


async def _tell_managers(turn: Turn, name: str, kept: tuple[str, ...]) -> None:
    """No head was there and nobody was chosen: every manager hears which these are, and who has them."""
    more = len(kept) - MOST_NAMED
    numbers = ", ".join(kept[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
    holder = await staff_name(turn.session, turn.staff.id if turn.staff is not None else None)
    await turn.tell_managers("staff.dismiss.with_manager", name=name, to=holder, numbers=numbers)


async def _present(turn: Turn, args: dict[str, Any]) -> Staff | None:
    """The chosen member of staff, if still in service and not the manager themselves."""
    staff = await turn.session.get(Staff, int(args["staff"]), with_for_update=True, populate_existing=True)
    if staff is None or staff.left_at is not None or (turn.staff is not None and staff.id == turn.staff.id):
        turn.reply("staff.dismiss.gone")
        return None
    return staff
