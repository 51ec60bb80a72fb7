"""Telling those who can keep a promise: the agent first, then the head of the department and managers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from handlers.desk.first_taker import tell_first_taker
from handlers.desk.noting import note_with
from handlers.naming import staff_mention, staff_name
from handlers.promises.making import in_words
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import Case
from storage.outbound import Buttons
from storage.outbox import Priority
from storage.person import Person
from storage.promise import Promise

Above: TypeAlias = Sequence[tuple[int, Person]]
"""Heads or managers: the conversation of each, and who they are."""


async def tell_agents(scene: Scene, promise: Promise, case: Case, what: str, *, silent: bool) -> None:
    """Say in the case's topic what is due (`warning`) or overdue (`broken`), naming its owner."""
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    name = await staff_mention(scene.session, case.owner_id, chat.account_id)
    when = in_words(scene, scene.house.default_language, promise)
    key = f"promises.agents.{named(promise, what)}_{'owner' if name else 'nobody'}"
    audience = f"department:{case.department_id}"
    buttons = seen_button(scene, promise, scene.house.default_language, audience) if what == "broken" else ()
    await note_with(scene, case, key, buttons, silent=silent, name=name, when=when)
    await tell_first_taker(scene, case, "late" if what == "broken" else "due")


async def tell_above(scene: Scene, promise: Promise, case: Case, people: Above) -> None:
    """A broken promise has climbed to them: each hears it in private, and can say that they see to it."""
    await tell_supervisors(scene, promise, case, "broken", people, silent=False)


async def tell_supervisors(
    scene: Scene, promise: Promise, case: Case, what: str, people: Above, *, silent: bool
) -> None:
    """Say the same to heads or managers, each in private."""
    owner = await staff_name(scene.session, case.owner_id)
    for conversation_id, person in people:
        audience = f"person:{person.id}"
        buttons = seen_button(scene, promise, person.language, audience) if what == "broken" else ()
        await scene.tell(
            conversation_id,
            person,
            f"promises.manager.{named(promise, what)}",
            buttons=buttons,
            priority=Priority.staff,
            silent=silent,
            number=case.number,
            owner=owner or scene.say(person.language, "promises.nobody"),
            when=in_words(scene, person.language, promise),
        )


def seen_button(scene: Scene, promise: Promise, language: str, audience: str) -> Buttons:
    """ "I see to it": the climb waits for the time of one step."""
    label = scene.say(language, "promises.button.seen")
    return ((scene.button(label, "promise.seen", audience, promise=promise.id),),)


def named(promise: Promise, what: str) -> str:
    """Nobody was promised a time for a later reply, so nobody is spoken to of a promise."""
    return "reply" if promise.kind == "reply" else what
