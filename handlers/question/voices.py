"""A voice note where a transcriber is plugged in: it is written down, then answered like any question."""

from __future__ import annotations

from handlers.naming import shortened
from handlers.question.asker import Asker
from handlers.question.dialogue import recall
from handlers.question.files import offer_people
from handlers.question.replying import look_up, respond
from handlers.scene import Scene
from storage.account import Conversation
from storage.person import Person
from storage.voice import VoiceNote

SHOWN = 300


async def heard(scene: Scene, note: VoiceNote, words: str) -> None:
    """Answer what was said, showing what we understood; without words, offer people as ever."""
    await scene.session.delete(note)
    conversation = await scene.session.get_one(Conversation, note.conversation_id, with_for_update=True)
    person = await scene.session.get_one(Person, note.person_id)
    if conversation.case_id is not None:
        # People took over while we listened; they have the note itself.
        return
    asker = Asker(scene, conversation, person, recall(conversation, scene.now))
    if not words.strip():
        asker.openings.append(asker.words("question.got.voice"))
        await offer_people(asker, "", note.message)
        asker.save()
        return
    asker.openings.append(asker.words("question.heard", words=shortened(words, SHOWN)))
    await respond(asker, words.strip(), look_up(asker, words))
