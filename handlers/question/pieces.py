"""Pieces: a question that comes in several short messages is gathered and answered once."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select

from faq import Answer
from handlers.question.asker import Asker
from handlers.question.dialogue import recall
from handlers.question.replying import look_up, respond
from handlers.scene import Scene
from handlers.welcome.greeting import hello
from storage.account import Conversation
from storage.person import Person

FEW_WORDS = 3
FEW_HAN = 6
MOST_PIECES = 6
AT_ONCE = 100
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’]\w+)?|\d+")
_ASKED = re.compile(r"[?？吗呢]\s*$")


def is_fragment(text: str) -> bool:
    """Whether a message is so short that more may follow, and does not end as a question does."""
    if _ASKED.search(text):
        return False
    han = len(_HAN.findall(text))
    words = len(_WORD.findall(_HAN.sub(" ", text)))
    return han <= FEW_HAN and words <= FEW_WORDS


async def take(asker: Asker, text: str) -> bool:
    """Answer, or wait for more. False if it waits."""
    dialogue = asker.dialogue
    whole = " ".join([*dialogue.pieces, text])
    verdict = look_up(asker, whole)
    if dialogue.pieces and not isinstance(verdict, Answer):
        alone = look_up(asker, text)
        verdict, whole = (alone, text) if isinstance(alone, Answer) else (verdict, whole)
    if not isinstance(verdict, Answer) and is_fragment(text) and len(dialogue.pieces) + 1 < MOST_PIECES:
        _wait(asker, text)
        return False
    drop(asker)
    await respond(asker, whole, verdict)
    return True


def _wait(asker: Asker, text: str) -> None:
    dialogue, scene = asker.dialogue, asker.scene
    dialogue.pieces = [*dialogue.pieces, text]
    dialogue.person = asker.person.id
    dialogue.opening = dialogue.opening or bool(asker.openings)
    asker.conversation.gather_until = scene.now + scene.house.rules.faq.gather
    asker.save()


def drop(asker: Asker) -> str:
    """End the waiting; what was gathered."""
    dialogue = asker.dialogue
    gathered = " ".join(dialogue.pieces)
    if dialogue.opening and not asker.openings:
        asker.openings.append(hello(asker.scene, asker.person))
    dialogue.pieces, dialogue.opening = [], False
    asker.conversation.gather_until = None
    asker.save()
    return gathered


async def gather(scene: Scene) -> int:
    """Answer what has waited long enough for more."""
    answered = 0
    for conversation in await _waiting(scene, scene.now):
        dialogue = recall(conversation, scene.now)
        person = await scene.session.get(Person, dialogue.person)
        if person is None or not dialogue.pieces:
            conversation.gather_until = None
            continue
        asker = Asker(scene, conversation, person, dialogue)
        text = drop(asker)
        # Once people are on the line the bot does not speak over them.
        if conversation.case_id is None:
            await respond(asker, text, look_up(asker, text))
            answered += 1
    return answered


async def _waiting(scene: Scene, now: datetime) -> list[Conversation]:
    rows = await scene.session.scalars(
        select(Conversation)
        .where(Conversation.gather_until <= now)
        .order_by(Conversation.gather_until)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return list(rows)
