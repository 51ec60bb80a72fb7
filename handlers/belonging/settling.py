"""It is known where a customer's words belong: they go there. If nobody says, where we spoke last."""

from __future__ import annotations

from typing import Any

from handlers import promises
from handlers.belonging.pending import due_conversations, pending_in, where_it_goes
from handlers.desk.ending import reopen
from handlers.desk.holding import taken_out
from handlers.desk.opening import keep_message
from handlers.desk.relaying import pass_together, way_to_topic
from handlers.desk.relays import RECEIPT, locked_case
from handlers.major import recognising
from handlers.quiet_hours import is_quiet
from handlers.rota import calling as emergencies
from handlers.scene import Scene
from handlers.singly import singly
from handlers.turn import Turn
from storage.account import Chat, Conversation
from storage.case import WAITING_FOR_US, Case
from storage.outbound import Edit, React
from storage.person import Person

AT_ONCE = 100


async def say_which(turn: Turn, args: dict[str, Any]) -> None:
    """The customer pressed the matter that is meant. Whatever else they wrote meanwhile goes along."""
    case = await locked_case(turn.session, int(args["case"]))
    if not await _settle(turn, turn.conversation, case):
        turn.answer("belonging.settled_already", alert=True, number=case.number)
        return
    turn.answer()
    if turn.press is not None and turn.press.message is not None:
        turn.send(Edit(turn.press.message, turn.text_of("belonging.passed_on", number=case.number)))


async def settle_due(scene: Scene) -> int:
    """Nobody pressed: what waits goes where we spoke last, and the customer hears where that is."""
    return await singly(scene, "belonging", await due_conversations(scene, AT_ONCE), _settle_unsaid)


async def _settle_unsaid(scene: Scene, conversation_id: int) -> int:
    # In the order in which a press locks them: conversation, case, what waits.
    conversation = await scene.session.get_one(
        Conversation, conversation_id, with_for_update={"key_share": True}, populate_existing=True
    )
    goes_to = await where_it_goes(scene, conversation_id)
    if goes_to is None:
        return 0
    case = await locked_case(scene.session, goes_to)
    done = await _settle(scene, conversation, case)
    customer = await scene.session.get_one(Person, case.person_id)
    await scene.tell(
        conversation_id, customer, "belonging.passed_on_unsaid", silent=is_quiet(scene), number=case.number
    )
    return done


async def _settle(scene: Scene, conversation: Conversation, case: Case) -> int:
    """Pass what waits in a conversation on to a case; how many messages that were."""
    waiting = await pending_in(scene, conversation.id)
    for one in waiting:
        one.settled_at = scene.now
    groups = await taken_out(scene, conversation.id, [one.message for one in waiting])
    if not groups:
        return 0
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    conversation.case_id = case.id
    await promises.resume(scene, case)
    topic = await scene.topic_of(case.id)
    for messages in groups:
        for message in messages:
            await recognising.look(scene, case, message.text)
            await emergencies.look_again(scene, case, message.text)
            await scene.owe_chat(conversation, React(message.id, RECEIPT))
            if topic is None:
                keep_message(scene, case, chat, message.id)
        if topic is not None:
            await pass_together(scene, await way_to_topic(scene, case, chat, topic), messages)
    scene.effects.record(
        "message.belonged",
        actor_kind="customer",
        actor_id=case.person_id,
        case_id=case.id,
        person_id=case.person_id,
        messages=len(waiting),
    )
    if case.state not in WAITING_FOR_US:
        await reopen(scene, case, supervised=False, promise="first_answer", why="customer")
    elif await promises.expect_reply(scene, case) and topic is not None:
        await scene.show_card(topic)
    return len(waiting)
