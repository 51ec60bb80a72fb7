"""Resolving, closing and opening again: the department does its part, the customer has the last word."""

from __future__ import annotations

from typing import Any

from handlers import programmes, promises
from handlers.desk.first_taker import tell_first_taker
from handlers.desk.leading import leads
from handlers.desk.relays import locked_case
from handlers.desk.topics import close_topic, note, reopen_topic, show_state
from handlers.naming import department_name, staff_name
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.turn import Turn
from handlers.way_back import way_back
from storage.account import Conversation
from storage.case import WAITING_FOR_US, Case, CaseKind, CaseState, Outcome
from storage.decision import decision_of
from storage.errors import NotAllowed
from storage.outbound import Buttons
from storage.person import Person
from storage.promise import Promise
from storage.staff import Department, Staff


async def resolve(turn: Turn, args: dict[str, Any]) -> None:
    """The owner says that it is done. An inquiry's customer is asked at once, others by a return visit."""
    case = await case_to_act_on(turn, args)
    if case is None:
        return
    decision = await decision_of(turn.session, case.id) if case.kind is CaseKind.suggestion else None
    if case.kind is CaseKind.suggestion and decision is None and case.state in WAITING_FOR_US:
        turn.answer("decisions.decide_first", alert=True)
        return
    try:
        case.resolve(turn.now)
    except NotAllowed as refusal:
        turn.answer(f"desk.press.is_{refusal.state}", alert=True)
        return
    turn.record("case.resolved", case_id=case.id)
    if case.answer(turn.now):
        turn.record("case.answered", case_id=case.id)
    await promises.keep(turn, case, "first_answer", "finding", "reply", "news")
    turn.answer("desk.press.resolved")
    if decision is not None and decision.thanked_at is not None and not case.supervised:
        # The customer has said that the answer is enough: nobody asks them again. Who was not satisfied
        # since, or thanks for being heard out, has not said so.
        await finish(turn, case, Outcome.satisfied, by="customer", actor_id=case.person_id)
        return
    customer = await turn.session.get_one(Person, case.person_id)
    name = await staff_name(turn.session, case.owner_id)
    if case.kind is CaseKind.inquiry:
        await programmes.plan_second_question(turn, case)
        key, buttons = "desk.customer.all_answered", all_answered_buttons(turn, case, customer)
    else:
        await programmes.plan_return_visit(turn, case)
        key, buttons = "desk.customer.resolved", ()
    await turn.tell(
        case.conversation_id,
        customer,
        key,
        buttons=buttons,
        silent=is_quiet(turn),
        number=case.number,
        name=name,
    )
    await show_state(turn, case)
    if await note(turn, case, f"desk.topic.resolved_{_asked_how(case)}", name=name):
        await close_topic(turn, case)


def all_answered_buttons(scene: Scene, case: Case, customer: Person) -> Buttons:
    """Yes, or not yet: only the customer knows."""

    def press(name: str) -> Any:
        label = scene.say(customer.language, f"desk.button.{name}")
        return scene.button(label, f"desk.{name}", f"person:{customer.id}", case=case.id)

    return ((press("yes"), press("not_yet")),)


def _asked_how(case: Case) -> str:
    return "asked" if case.kind is CaseKind.inquiry else "visit"


async def yes(turn: Turn, args: dict[str, Any]) -> None:
    """The customer says that everything is answered."""
    case = await locked_case(turn.session, int(args["case"]))
    turn.answer()
    if not case.is_open:
        turn.reply("desk.customer.closed_already", number=case.number)
        return
    await programmes.answer(turn, case, "satisfied")
    await finish(turn, case, Outcome.satisfied, by="customer", actor_id=turn.person.id)
    turn.reply("desk.customer.glad", number=case.number)


async def not_yet(turn: Turn, args: dict[str, Any]) -> None:
    """The customer says that something is missing: the same owner goes on."""
    case = await locked_case(turn.session, int(args["case"]))
    turn.answer()
    if case.state not in (CaseState.resolved, CaseState.closed):
        turn.reply("desk.customer.still_open", buttons=way_back(turn), number=case.number)
        return
    promise = await reopen(turn, case, supervised=False, promise="first_answer", why="customer")
    turn.reply(
        "desk.customer.not_yet",
        buttons=way_back(turn),
        number=case.number,
        when=promises.in_words(turn, turn.language, promise),
    )


async def open_again(turn: Turn, args: dict[str, Any]) -> None:
    """An agent takes a resolved or closed case up again, as after a slip of the finger."""
    case = await case_to_act_on(turn, args)
    if case is None:
        return
    if case.state not in (CaseState.resolved, CaseState.closed):
        turn.answer("desk.press.is_open", alert=True)
        return
    promise = await reopen(turn, case, supervised=False, promise="first_answer", why="staff")
    turn.answer("desk.press.reopened")
    customer = await turn.session.get_one(Person, case.person_id)
    await turn.tell(
        case.conversation_id,
        customer,
        "desk.customer.opened_by_us",
        silent=is_quiet(turn),
        number=case.number,
        when=promises.in_words(turn, customer.language, promise),
    )


async def reopen(scene: Scene, case: Case, *, supervised: bool, promise: str, why: str) -> Promise:
    """Open a case again, link the customer's chat to it, promise anew, and tell the agents.

    Raises NotAllowed unless it was resolved or closed.
    """
    case.reopen(supervised=supervised)
    if why == "customer":
        await programmes.answer(scene, case, "not_yet")
    await free_of_the_departed(scene, case)
    scene.effects.record(
        "case.reopened",
        actor_kind="staff" if why == "staff" else "customer",
        case_id=case.id,
        person_id=case.person_id,
        supervised=case.supervised,
    )
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    conversation.case_id = conversation.case_id or case.id
    made = await promises.make(scene, case, promise)
    await reopen_topic(scene, case)
    await tell_first_taker(scene, case, "reopened")
    await note(
        scene,
        case,
        f"desk.topic.reopened_{why if case.owner_id else 'nobody'}",
        name=await staff_name(scene.session, case.owner_id),
        when=promises.in_words(scene, scene.house.default_language, made),
    )
    return made


async def free_of_the_departed(scene: Scene, case: Case) -> None:
    """Who has left cannot go on, nor answer for it: the next colleague can take it."""
    if await _has_left(scene, case.owner_id):
        case.owner_id = None
    if await _has_left(scene, case.first_taker_id):
        case.first_taker_id = case.owner_id


async def _has_left(scene: Scene, staff_id: int | None) -> bool:
    return staff_id is not None and (await scene.session.get_one(Staff, staff_id)).left_at is not None


async def finish(scene: Scene, case: Case, outcome: Outcome, *, by: str, actor_id: int | None = None) -> None:
    """Close a case for good: promises, link and topic go with it. Raises NotAllowed if it is closed."""
    case.close(outcome, scene.now)
    scene.effects.record(
        "case.closed",
        actor_kind=by,
        actor_id=actor_id,
        case_id=case.id,
        person_id=case.person_id,
        outcome=outcome.value,
    )
    await promises.drop(scene, case)
    await programmes.cancel(scene, case)
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    if conversation.case_id == case.id:
        conversation.case_id = None
    await tell_first_taker(scene, case, "closed")
    await show_state(scene, case)
    await note(scene, case, f"desk.topic.closed_{outcome.value}", silent=True)
    await close_topic(scene, case)


async def case_to_act_on(turn: Turn, args: dict[str, Any]) -> Case | None:
    """The case of a pressed button, if the presser owns it or leads its department; else they are told."""
    case = await locked_case(turn.session, int(args["case"]))
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return None
    if case.owner_id != turn.staff.id and not await leads(turn, case.department_id):
        department = await turn.session.get_one(Department, case.department_id)
        turn.answer(
            "desk.press.owner_only" if case.owner_id else "desk.press.take_first",
            alert=True,
            name=await staff_name(turn.session, case.owner_id),
            department=department_name(department, turn.language),
        )
        return None
    return case
