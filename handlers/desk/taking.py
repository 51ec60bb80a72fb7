"""Taking a case: who takes it first is responsible until it is closed."""

from __future__ import annotations

from typing import Any

from handlers.desk.relays import locked_case
from handlers.desk.suggesting import suggest
from handlers.desk.topics import note, show_state
from handlers.naming import department_name, staff_mention, staff_name
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from storage.errors import NotAllowed
from storage.person import Person
from storage.staff import Department


async def take(turn: Turn, args: dict[str, Any]) -> None:
    """An agent makes a case theirs. Of two at once one wins, and the other is told who."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return
    case = await locked_case(turn.session, int(args["case"]))
    try:
        case.take(turn.staff.id)
    except NotAllowed:
        owner = await staff_name(turn.session, case.owner_id)
        mine = case.owner_id == turn.staff.id
        key = "desk.press.yours" if mine else "desk.press.already" if owner else "desk.press.over"
        turn.answer(key, alert=not mine, name=owner)
        return
    turn.effects.record(
        "case.taken",
        actor_kind="staff",
        actor_id=turn.person.id,
        case_id=case.id,
        person_id=turn.person.id,
    )
    name = await staff_name(turn.session, turn.staff.id)
    turn.answer("desk.press.taken")
    await show_state(turn, case)
    mention = await staff_mention(turn.session, turn.staff.id, turn.account.id)
    topic = await note(turn, case, "desk.topic.taken", silent=True, name=mention)
    if topic is not None:
        await turn.show_card(topic)
    await suggest(turn, case, case.summary)
    customer = await turn.session.get_one(Person, case.person_id)
    department = await turn.session.get_one(Department, case.department_id)
    await turn.tell(
        case.conversation_id,
        customer,
        "desk.customer.taken",
        silent=is_quiet(turn),
        name=name,
        department=department_name(department, customer.language),
        number=case.number,
    )
