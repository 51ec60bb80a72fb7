"""When a message could not be passed on, whoever counts on it hears so: once, and with what to do."""

from __future__ import annotations

from typing import Any

from handlers.desk.opening import keep_message
from handlers.desk.topics import copy_to_topic, note
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import Case
from storage.outbound import React
from storage.outbox import Priority
from storage.person import Person

MISSED = "🤷"
"""Under an agent's message: it did not arrive."""
KEPT = "kept"
_CUSTOMER_GONE = frozenset({"blocked", "deactivated", "never_wrote", "no_chat"})
_NOT_THIS_MESSAGE = frozenset(
    {"refused", "message_gone", "too_old", "cannot_copy", "too_long", "uncertain", "set_aside"}
)
_TOLD_APART = frozenset({"blocked", "deactivated", "voice_forbidden"})
_GROUP = {"no_rights": "group_rights", "topic_closed": "group_closed"}


async def not_delivered(scene: Scene, subject: dict[str, Any], reason: str) -> None:
    """A copy did not arrive. `subject` is the one of the copy: it says from where to where."""
    case = await scene.session.get_one(Case, int(subject["case"]))
    to_customer = await _is_customers(scene, case, int(subject["to_chat"]))
    if to_customer:
        await _agents_hear(scene, case, subject, reason)
    elif reason in _NOT_THIS_MESSAGE:
        await _both_hear(scene, case, "undelivered", "not_shown")
    else:
        await _group_is_gone(scene, case, subject, reason)
    scene.effects.record(
        "relay.failed", actor_kind="bot", case_id=case.id, to_customer=to_customer, reason=reason
    )


async def partly_delivered(scene: Scene, subject: dict[str, Any], arrived: int) -> None:
    """Of several messages some did not arrive; both sides hear how many."""
    case = await scene.session.get_one(Case, int(subject["case"]))
    missing = len(subject["from_messages"]) - arrived
    if await _is_customers(scene, case, int(subject["to_chat"])):
        await note(scene, case, "desk.topic.partly_sent", count=missing)
    else:
        await _both_hear(scene, case, "partly_passed_on", "partly_shown", count=missing)


async def _is_customers(scene: Scene, case: Case, chat_id: int) -> bool:
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    return conversation.chat_id == chat_id


async def _both_hear(scene: Scene, case: Case, customer_key: str, topic_key: str, **values: Any) -> None:
    customer = await scene.session.get_one(Person, case.person_id)
    await scene.tell(
        case.conversation_id, customer, f"desk.customer.{customer_key}", number=case.number, **values
    )
    await note(scene, case, f"desk.topic.{topic_key}", **values)


async def _agents_hear(scene: Scene, case: Case, subject: dict[str, Any], reason: str) -> None:
    """Each message is marked; what is wrong with the customer's account is said once."""
    source = await scene.session.get_one(Chat, int(subject["from_chat"]))
    for message in subject["from_messages"]:
        scene.effects.owe(
            React(message, MISSED), account_id=source.account_id, chat_id=source.id, priority=Priority.staff
        )
    name = reason if reason in _TOLD_APART else "gone" if reason in _CUSTOMER_GONE else "other"
    if reason not in _CUSTOMER_GONE or await _first_told(
        scene, int(subject["to_chat"]), f"{case.id} {reason}"
    ):
        await note(scene, case, f"desk.topic.undelivered_{name}")


async def _group_is_gone(scene: Scene, case: Case, subject: dict[str, Any], reason: str) -> None:
    """The agents' group cannot be written to: keep what the customer wrote, tell them and the managers."""
    topic = await scene.topic_of(case.id)
    if topic is not None and topic.chat_id != int(subject["to_chat"]):
        # Meanwhile the case goes on in another group.
        await copy_to_topic(scene, case, topic, () if subject.get("part") else subject["from_messages"])
        return
    chat = await scene.session.get_one(Chat, int(subject["from_chat"]))
    kept_already = subject.get("again") or subject.get("part")
    for message in subject["from_messages"] if not kept_already else ():
        keep_message(scene, case, chat, str(message))
    news = await _first_told(scene, int(subject["to_chat"]), reason)
    if news and not subject.get("again"):
        group = await scene.session.get_one(Chat, int(subject["to_chat"]))
        key = _GROUP.get(reason, "group_gone")
        await scene.tell_managers(f"desk.manager.{key}", number=case.number, title=group.title)
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    if conversation.memory.get(KEPT) != case.id and not subject.get("again"):
        conversation.memory = {**conversation.memory, "v": 1, KEPT: case.id}
        customer = await scene.session.get_one(Person, case.person_id)
        await scene.tell(case.conversation_id, customer, "desk.customer.kept", number=case.number)


async def _first_told(scene: Scene, chat_id: int, trouble: str) -> bool:
    """Note what is wrong with a chat. True if that is news."""
    chat = await scene.session.get_one(Chat, chat_id, with_for_update=True, populate_existing=True)
    news = chat.trouble != trouble
    chat.trouble = trouble
    return news
