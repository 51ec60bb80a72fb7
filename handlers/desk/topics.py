"""The place where agents talk about a case: a topic of their group, or the group itself."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.desk.relays import relay_subject, together
from handlers.duty.sounds import rings
from handlers.groups.choosing import roomiest
from handlers.naming import department_name, first_name, shortened, without_numbers
from handlers.scene import Scene
from handlers.texts import split_text, straight
from storage.account import Chat, Conversation
from storage.case import Case, CaseState, Evidence
from storage.outbound import CloseTopic, Copy, CreateTopic, EditTopic, ReopenTopic, SendText, Title
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Department
from storage.topic import Topic

NAME_LENGTH = 40
ICONS = {
    CaseState.received: "🆕",
    CaseState.taken: "💬",
    CaseState.resolved: "☑️",
    CaseState.reopened: "🔁",
    CaseState.closed: "✅",
}
"""What a topic's name shows of its case's state."""
SIGNS = {
    CaseState.received: "❗️",
    CaseState.taken: "💬",
    CaseState.resolved: "👀",
    CaseState.reopened: "⁉️",
    CaseState.closed: "✅",
}
"""What its icon shows: Telegram lends topics a set of icons of its own, and these are among them."""


async def open_topic(
    scene: Scene, case: Case, copies: Sequence[str] = (), *, group: Chat | None = None
) -> Topic | None:
    """Give a case its topic, card and copies of the customer's messages, in `group` or where there is room.

    Without a group the managers are told and None is given: `adopt` makes up for it later.
    """
    department = await scene.session.get_one(Department, case.department_id)
    chat = group or await roomiest(scene, department.id)
    if chat is None:
        for conversation_id, person in await scene.managers():
            await scene.tell(
                conversation_id,
                person,
                "desk.manager.no_group",
                priority=Priority.staff,
                number=case.number,
                department=department_name(department, person.language),
                code=department.key,
            )
        return None
    topic = Topic(
        case_id=case.id,
        chat_id=chat.id,
        thread=None,
        plain=not chat.forum,
        closed=False,
        created_at=scene.now,
    )
    scene.session.add(topic)
    await scene.session.flush()
    if chat.forum:
        scene.effects.owe(
            await new_topic(scene, case),
            account_id=chat.account_id,
            chat_id=chat.id,
            priority=Priority.reply,
            subject={"kind": "topic", "topic": topic.id},
        )
    await scene.show_card(topic)
    await copy_to_topic(scene, case, topic, copies)
    return topic


async def topic_name(scene: Scene, case: Case) -> str:
    """State, number and what it is about: all that may be read in a list of topics."""
    about = shortened(without_numbers(case.summary.partition("\n")[0]), NAME_LENGTH)
    if not about:
        about = first_name((await scene.session.get_one(Person, case.person_id)).name)
    head = f"{ICONS[case.state]} {case.number}"
    return f"{head} · {about}"[:60] if about else head


async def new_topic(scene: Scene, case: Case) -> CreateTopic:
    """What opens a case's topic: a name and an icon that show its state."""
    return CreateTopic(await topic_name(scene, case), SIGNS[case.state])


async def retitled(scene: Scene, case: Case) -> EditTopic:
    """The same for a topic there is."""
    return EditTopic(await topic_name(scene, case), SIGNS[case.state])


async def show_state(scene: Scene, case: Case) -> None:
    """Have the topic's name and icon show the case's state; many changes make one edit."""
    topic = await scene.topic_of(case.id)
    if topic is not None and not topic.plain:
        await scene.owe_topic(topic, Title(case.id), coalesce=f"title:{topic.id}", priority=Priority.card)


async def copy_to_topic(
    scene: Scene, case: Case, topic: Topic, messages: Sequence[str], *, silent: bool = True
) -> None:
    """Copy messages from the customer's chat in the order they were written, albums as albums.

    What a topic begins with makes no sound: the offer does.
    """
    if not messages:
        return
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    source = await scene.session.get_one(Chat, conversation.chat_id)
    for group in await together(scene.session, conversation.id, messages):
        await scene.owe_topic(
            topic,
            Copy(source.external_id, group, silent=silent),
            priority=Priority.reply,
            subject=relay_subject(case.id, source.id, group, topic.chat_id),
        )


async def add_to_topic(scene: Scene, case: Case, words: str, messages: Sequence[str] = ()) -> None:
    """The customer has more to say on an open case: words they gave the bot, or messages of theirs."""
    topic = await scene.topic_of(case.id)
    if topic is None:
        case.summary = "\n".join(part for part in (case.summary, words) if part)
        await add_to_case(scene, case, messages)
        return
    silent = not await rings(scene, case)
    if words:
        await note(scene, case, "desk.topic.words", priority=Priority.reply, silent=silent, words=words)
    await copy_to_topic(scene, case, topic, messages, silent=silent)


async def add_to_case(scene: Scene, case: Case, messages: Sequence[str]) -> None:
    """Keep messages of the customer's with a case that has no topic yet: `adopt` copies them there."""
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    for message in messages:
        scene.session.add(
            Evidence(case_id=case.id, account_id=chat.account_id, message_id=message, kind="message")
        )


async def note(
    scene: Scene,
    case: Case,
    key: str,
    *,
    silent: bool = False,
    priority: Priority = Priority.staff,
    **values: object,
) -> Topic | None:
    """Tell the agents something about a case, in the language of the house."""
    topic = await scene.topic_of(case.id)
    if topic is not None:
        text, _ = straight(scene.say(scene.house.default_language, key, number=case.number, **values))
        # Where there are no topics, a reply to what we said about a case is meant for its customer.
        subject = {"kind": "note", "case": case.id, "chat": topic.chat_id} if topic.plain else None
        for part in split_text(text):
            what = SendText(part, silent=silent, reply_to=anchor(topic))
            await scene.owe_topic(topic, what, subject=subject, priority=priority)
    return topic


def anchor(topic: Topic) -> str | None:
    """What to reply to so that a message is seen to belong to its case (where there are no topics)."""
    return topic.card_message if topic.plain else None


async def close_topic(scene: Scene, case: Case) -> None:
    """Show that the case is over and close its topic."""
    topic = await scene.topic_of(case.id)
    if topic is None:
        return
    await scene.show_card(topic)
    if not topic.closed and not topic.plain:
        await scene.owe_topic(topic, CloseTopic(), coalesce=f"open:{topic.id}", priority=Priority.card)
    topic.closed = True


async def rename_topic(scene: Scene, case: Case) -> None:
    """What the case is about has become known: name its topic by it, and show it on the card."""
    topic = await scene.topic_of(case.id)
    if topic is None:
        return
    await show_state(scene, case)
    await scene.show_card(topic)


async def reopen_topic(scene: Scene, case: Case) -> None:
    """Open a case's topic again and bring its card up to date."""
    topic = await scene.topic_of(case.id)
    if topic is None:
        await open_topic(scene, case)
        return
    if topic.closed and not topic.plain:
        await scene.owe_topic(topic, ReopenTopic(), coalesce=f"open:{topic.id}", priority=Priority.reply)
    topic.closed = False
    await show_state(scene, case)
    await scene.show_card(topic)
