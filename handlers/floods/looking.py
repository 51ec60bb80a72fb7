"""After a flood: what was kept is looked at together, in portions that people can read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from handlers import desk
from handlers.desk.relays import locked_case
from handlers.desk.topics import anchor, copy_to_topic
from handlers.floods.holding import FLOOD
from handlers.naming import shortened
from handlers.scene import Scene
from handlers.singly import singly
from handlers.texts import straight, units
from handlers.turn import Turn
from storage.account import Conversation, Held, HeldMessage
from storage.case import Case
from storage.outbound import Buttons, SendText
from storage.outbox import Priority
from storage.person import Customer, Person

AT_ONCE = 100
MOST_UNITS = 8000
"""So much text is shown at once: two messages."""
MOST_FILES = 10
SUMMARY = 1000
TEXT = "text"


async def look(scene: Scene) -> int:
    """Look at every flood that has paused; how many those were."""
    return await singly(scene, "floods", await _paused(scene), _look_into)


async def _look_into(scene: Scene, conversation_id: int) -> int:
    conversation = await scene.session.get_one(Conversation, conversation_id, with_for_update=True)
    conversation.memory = {key: value for key, value in conversation.memory.items() if key != FLOOD}
    done = await _look_at(scene, conversation)
    scene.house.tempo.forget(conversation_id)
    return done


async def _paused(scene: Scene) -> list[int]:
    before = scene.now - scene.house.rules.floods.pause
    rows = await scene.session.scalars(
        select(HeldMessage.conversation_id)
        .where(HeldMessage.state == Held.kept)
        .group_by(HeldMessage.conversation_id)
        .having(func.max(HeldMessage.at) <= before)
        .order_by(HeldMessage.conversation_id)
        .limit(AT_ONCE)
    )
    return list(rows)


async def _look_at(scene: Scene, conversation: Conversation) -> int:
    case = (
        await locked_case(scene.session, conversation.case_id) if conversation.case_id is not None else None
    )
    if case is not None and case.is_open:
        await _show(scene, conversation, case)
        return 1
    rows = await _waiting(scene, conversation.id)
    for row in rows:
        row.state = Held.offered
    person = await scene.session.scalar(
        select(Person)
        .join(Customer, Customer.person_id == Person.id)
        .where(Customer.conversation_id == conversation.id)
        .limit(1)
    )
    if person is None:
        return 0
    label = scene.say(person.language, "floods.button.pass_on")
    button = scene.button(label, "floods.pass_on", f"person:{person.id}", once=True)
    await scene.tell(conversation.id, person, "floods.looked", buttons=((button,),), count=len(rows))
    return 1


async def pass_on(turn: Turn, args: dict[str, Any]) -> None:
    """Hand the customer over to people, who see what was kept."""
    rows = await _waiting(turn, turn.conversation.id)
    words = shortened("\n".join(row.text for row in rows if row.text), SUMMARY)
    case = await desk.hand_over(turn, words)
    await _show(turn, turn.conversation, case)


async def more(turn: Turn, args: dict[str, Any]) -> None:
    """Show the next portion to the agents."""
    case = await turn.session.get_one(Case, int(args["case"]))
    await _show(turn, await turn.session.get_one(Conversation, case.conversation_id), case)


async def _show(scene: Scene, conversation: Conversation, case: Case) -> None:
    """Show a portion in the case's topic, with a button for the next if there is one."""
    topic = await scene.topic_of(case.id)
    rows = await _waiting(scene, conversation.id)
    portion = _portion(rows)
    for row in rows:
        row.state = Held.passed if row in portion or topic is None else Held.offered
    if topic is None:
        # Nobody can be shown anything yet: kept with the case, they come into its topic when it is opened.
        await desk.add_to_case(scene, case, [row.message for row in rows if row.message])
        return
    language = scene.house.default_language
    words = "\n".join(straight(row.text)[0] for row in portion if row.what == TEXT)
    rest = len(rows) - len(portion)
    text = scene.say(language, "floods.shown", number=case.number, count=len(portion), words=words)
    buttons: Buttons = ()
    if rest:
        label = scene.say(language, "floods.button.more", count=rest)
        buttons = ((scene.button(label, "floods.more", f"department:{case.department_id}", case=case.id),),)
    await copy_to_topic(
        scene, case, topic, [row.message for row in portion if row.what != TEXT and row.message]
    )
    shown = SendText(text.strip(), buttons, reply_to=anchor(topic))
    await scene.owe_topic(topic, shown, priority=Priority.reply)


def _portion(rows: list[HeldMessage]) -> list[HeldMessage]:
    """The first of what was kept: as much text, and as many files, as somebody can look at."""
    portion: list[HeldMessage] = []
    length = files = 0
    for row in rows:
        length += units(row.text) + 1
        files += row.what != TEXT
        if portion and (length > MOST_UNITS or files > MOST_FILES):
            break
        portion.append(row)
    return portion


async def _waiting(scene: Scene, conversation_id: int) -> list[HeldMessage]:
    rows = await scene.session.scalars(
        select(HeldMessage)
        .where(HeldMessage.conversation_id == conversation_id, HeldMessage.state != Held.passed)
        .order_by(HeldMessage.id)
        .with_for_update()
    )
    return list(rows)
