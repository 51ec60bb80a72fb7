"""Saying something about a case in its topic with buttons beneath."""

from __future__ import annotations

from handlers.desk.topics import anchor
from handlers.scene import Scene
from storage.case import Case
from storage.outbound import Buttons, SendText
from storage.topic import Topic


async def note_with(
    scene: Scene, case: Case, key: str, buttons: Buttons, *, silent: bool = False, **values: object
) -> Topic | None:
    """Tell the agents something that they can press on, in the language of the house."""
    topic = await scene.topic_of(case.id)
    if topic is not None:
        text = scene.say(scene.house.default_language, key, number=case.number, **values)
        # Where there are no topics, a reply to what we said about a case is meant for its customer.
        subject = {"kind": "note", "case": case.id, "chat": topic.chat_id} if topic.plain else None
        await scene.owe_topic(topic, SendText(text, buttons, anchor(topic), silent=silent), subject=subject)
    return topic
