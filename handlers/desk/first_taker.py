"""First taker duty: who took a customer's matter first stays answerable for it until it is closed."""

from __future__ import annotations

from handlers.desk.agent_side import topic_here
from handlers.desk.leading import leads
from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.naming import department_name, staff_name
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import Case
from storage.errors import NotAllowed
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Department, Staff


async def tell_first_taker(
    scene: Scene, case: Case, what: str, *, department: Department | None = None
) -> None:
    """Tell the first taker in private what became of their case, unless they have it themselves."""
    if case.first_taker_id is None or case.first_taker_id == case.owner_id:
        return
    first = await scene.session.get_one(Staff, case.first_taker_id)
    if first.left_at is not None or first.conversation_id is None:
        return
    person = await scene.session.get_one(Person, first.person_id)
    where = department
    if where is None:
        where = await scene.session.get_one(Department, case.department_id)
    await scene.tell(
        first.conversation_id,
        person,
        f"desk.first_taker.{what}",
        priority=Priority.staff,
        silent=is_quiet(scene),
        number=case.number,
        department=department_name(where, person.language),
        name=await staff_name(scene.session, case.owner_id) or department_name(where, person.language),
    )


async def relieve(turn: Turn, rest: str) -> None:
    """/relieve in a case's topic: a head makes its owner answerable in the first taker's place."""
    message = turn.message
    if turn.private or message is None:
        turn.reply("router.group_only")
        return
    topic = await topic_here(turn, message)
    if topic is None or turn.staff is None:
        return
    case = await locked_case(turn.session, topic.case_id)
    language = turn.house.default_language
    if not await leads(turn, case.department_id):
        turn.send(SendText(turn.say(language, "desk.hint.leads_only"), reply_to=message.id, silent=True))
        return
    try:
        case.relieve()
    except NotAllowed:
        turn.send(SendText(turn.say(language, "desk.hint.no_owner"), reply_to=message.id, silent=True))
        return
    turn.record("case.relieved", case_id=case.id, first_taker=case.first_taker_id)
    name = await staff_name(turn.session, case.owner_id)
    if (shown := await note(turn, case, "desk.topic.relieved", name=name)) is not None:
        await turn.show_card(shown)
