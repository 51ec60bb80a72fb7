"""Opening cases: a number, a promise, a topic for the agents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers import promises
from handlers.desk.topics import open_topic
from handlers.major import recognising
from handlers.rota import calling as emergencies
from handlers.scene import Scene
from handlers.waiting.rows import note_closed
from storage.account import Chat, Conversation
from storage.case import REACH, Case, CaseKind, CaseState, Evidence, Urgency
from storage.errors import Unknown
from storage.inbound import Attachment
from storage.numbers import new_number
from storage.person import Person
from storage.staff import Department


async def open_case(
    scene: Scene,
    *,
    kind: CaseKind | str,
    person: Person,
    conversation: Conversation,
    summary: str,
    category: str = "",
    urgency: Urgency = Urgency.normal,
    contact: str = "",
    details: dict[str, str] | None = None,
    evidence: Sequence[tuple[Attachment, str]] = (),
    copies: Sequence[str] = (),
    reach: Sequence[str] = (),
    promise: str | None = "first_answer",
    department: Department | None = None,
) -> Case:
    """Open a case with its promise and topic. What the customer hears about it, the caller says.

    `evidence` are attachments with the ids of their messages, `copies` further messages for the agents.
    Those of them that are in `reach` say where the customer lives or is rung: the group never sees them.
    `department` is the one that answers this kind, unless another one is named.
    """
    kind = CaseKind(kind)
    department = department or await _department_for(scene, kind)
    case = Case(
        number=await _free_number(scene),
        kind=kind,
        state=CaseState.received,
        person_id=person.id,
        conversation_id=conversation.id,
        department_id=department.id,
        category=category,
        urgency=urgency,
        summary=summary,
        contact=contact,
        details=details or None,
        supervised=False,
        created_at=scene.now,
    )
    scene.session.add(case)
    await scene.session.flush()
    scene.effects.record(
        "case.opened",
        actor_kind="customer",
        actor_id=person.id,
        case_id=case.id,
        person_id=person.id,
        kind=kind.value,
        department=department.id,
    )
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    for message in reach:
        scene.session.add(
            Evidence(case_id=case.id, account_id=chat.account_id, message_id=message, kind=REACH)
        )
    evidence = [one for one in evidence if one[1] not in reach]
    copies = [message for message in copies if message not in reach]
    for attachment, message in evidence:
        keep_message(scene, case, chat, message, attachment)
    if promise is not None:
        await promises.make(scene, case, promise)
    messages = list(dict.fromkeys([*copies, *(message for _, message in evidence)]))
    if await open_topic(scene, case, messages) is None:
        for message in copies:
            keep_message(scene, case, chat, message)
    await scene.session.flush()
    await recognising.look(scene, case, summary)
    await recognising.look_at_rate(scene, case)
    await emergencies.look(scene, case, summary)
    await note_closed(scene, case)
    return case


def keep_message(
    scene: Scene, case: Case, chat: Chat, message: str, attachment: Attachment | None = None
) -> None:
    """Remember a customer's message, so that it can be copied to the agents (again) later."""
    scene.session.add(
        Evidence(
            case_id=case.id,
            account_id=chat.account_id,
            message_id=message,
            kind=attachment.kind if attachment else "message",
            file_id=attachment.file_id if attachment else "",
            unique_id=attachment.unique_id if attachment else "",
            size=attachment.size if attachment else None,
        )
    )


async def _department_for(scene: Scene, kind: CaseKind) -> Department:
    key = scene.house.department_for(kind.value)
    found = await scene.session.scalar(select(Department).where(Department.key == key))
    if found is None:
        raise Unknown(f"department {key}")
    return found


async def _free_number(scene: Scene) -> str:
    while True:
        number = new_number()
        if await scene.session.scalar(select(Case.id).where(Case.number == number)) is None:
            return number
