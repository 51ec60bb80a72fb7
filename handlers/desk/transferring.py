"""Transfer: another department or colleague goes on with a case, with a reason, and sees everything."""

from __future__ import annotations

from handlers import promises
from handlers.desk.first_taker import tell_first_taker
from handlers.desk.history import retell
from handlers.desk.leading import leaders, leads
from handlers.desk.topics import close_topic, note, open_topic, show_state
from handlers.naming import department_name, staff_mention, staff_name
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import Case
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Department, Staff


async def transfer(turn: Turn, case: Case, department: Department, receiver: Staff | None, why: str) -> None:
    """Pass a case on. The third time it goes to the head, unless who leads there has chosen a receiver.

    Raises NotAllowed once it is resolved or closed.
    """
    chosen = receiver is not None and await leads(turn, department.id)
    to_head = not chosen and case.transfers + 1 >= turn.house.rules.desk.transfers_to_head
    if to_head:
        heads = await leaders(turn, department.id)
        receiver = heads[0] if heads else receiver
    moved = department.id != case.department_id
    case.transfer(department.id, receiver.id if receiver is not None else None)
    turn.effects.record(
        "case.transferred",
        actor_kind="staff",
        actor_id=turn.person.id,
        case_id=case.id,
        person_id=turn.person.id,
        department=department.id,
        receiver=receiver.id if receiver is not None else None,
        transfers=case.transfers,
    )
    await _in_the_groups(turn, case, department, receiver, why, moved=moved)
    if receiver is not None:
        await _tell_receiver(turn, case, receiver, why, to_head=to_head)
    if to_head and receiver is None:
        await turn.tell_managers("desk.manager.passed_around", number=case.number, count=case.transfers)
    await tell_first_taker(turn, case, "transferred", department=department)
    await _tell_customer(turn, case, department, receiver)


async def _in_the_groups(
    turn: Turn, case: Case, department: Department, receiver: Staff | None, why: str, *, moved: bool
) -> None:
    language = turn.house.default_language
    by = await staff_name(turn.session, turn.staff.id if turn.staff else None)
    name = await staff_mention(turn.session, receiver.id if receiver else None, turn.account.id)
    where = department_name(department, language)
    if moved:
        await note(turn, case, "desk.topic.passed_to", silent=True, name=by, department=where, why=why)
        await close_topic(turn, case)
        new = await open_topic(turn, case)
        if new is not None:
            await retell(turn, case, new)
    else:
        await show_state(turn, case)
    key = "desk.topic.received" if name else "desk.topic.received_nobody"
    topic = await note(turn, case, key, name=name, by=by, why=why, department=where)
    if topic is not None:
        await turn.show_card(topic)


async def _tell_receiver(turn: Turn, case: Case, receiver: Staff, why: str, *, to_head: bool) -> None:
    if receiver.conversation_id is None or (turn.staff is not None and receiver.id == turn.staff.id):
        return
    person = await turn.session.get_one(Person, receiver.person_id)
    await turn.tell(
        receiver.conversation_id,
        person,
        "desk.staff.passed_around" if to_head else "desk.staff.passed_to_you",
        priority=Priority.staff,
        silent=is_quiet(turn),
        number=case.number,
        name=await staff_name(turn.session, turn.staff.id if turn.staff else None),
        why=why,
        count=case.transfers,
    )


async def _tell_customer(turn: Turn, case: Case, department: Department, receiver: Staff | None) -> None:
    customer = await turn.session.get_one(Person, case.person_id)
    conversation = await turn.session.get_one(Conversation, case.conversation_id)
    promise = await promises.running(turn, case.id)
    if promise is None and receiver is None:
        promise = await promises.make(turn, case, "first_answer")
    if receiver is not None or promise is None:
        key = "with"
    elif promise.paused_at is not None:
        # What was promised stands still until the customer writes: there is no time to tell.
        key = "waiting"
    else:
        key = "late" if promise.due_at <= turn.now else "by"
    await turn.tell(
        conversation.id,
        customer,
        f"desk.customer.transferred_{key}",
        silent=is_quiet(turn),
        number=case.number,
        department=department_name(department, customer.language),
        name=await staff_name(turn.session, receiver.id if receiver else None)
        or department_name(department, customer.language),
        when=promises.in_words(turn, customer.language, promise) if promise is not None else "",
    )
