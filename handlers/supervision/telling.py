"""Telling those who can keep a promise: the agent first, then the head of the department and managers."""

from __future__ import annotations

from handlers.desk.first_taker import tell_first_taker
from handlers.desk.topics import note
from handlers.heads import heads_of
from handlers.naming import staff_mention, staff_name
from handlers.promises.making import in_words
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import Case
from storage.outbox import Priority
from storage.promise import Promise


async def tell_agents(scene: Scene, promise: Promise, case: Case, what: str, *, silent: bool) -> None:
    """Say in the case's topic what is due (`warning`) or overdue (`broken`), naming its owner."""
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    name = await staff_mention(scene.session, case.owner_id, chat.account_id)
    when = in_words(scene, scene.house.default_language, promise)
    key = f"promises.agents.{named(promise, what)}_{'owner' if name else 'nobody'}"
    await note(scene, case, key, silent=silent, name=name, when=when)
    await tell_first_taker(scene, case, "late" if what == "broken" else "due")


async def tell_supervisors(scene: Scene, promise: Promise, case: Case, what: str, *, silent: bool) -> None:
    """Say the same to the department's heads and to all managers, each in private."""
    owner = await staff_name(scene.session, case.owner_id)
    for conversation_id, person in [*await heads_of(scene, case.department_id), *await scene.managers()]:
        await scene.tell(
            conversation_id,
            person,
            f"promises.manager.{named(promise, what)}",
            priority=Priority.staff,
            silent=silent,
            number=case.number,
            owner=owner or scene.say(person.language, "promises.nobody"),
            when=in_words(scene, person.language, promise),
        )


def named(promise: Promise, what: str) -> str:
    """Nobody was promised a time for a later reply, so nobody is spoken to of a promise."""
    return "reply" if promise.kind == "reply" else what
