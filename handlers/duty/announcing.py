"""Announcing: what is offered to a whole group is said there, many cases at once in one message."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import and_, or_, select

from handlers.desk.topics import anchor
from handlers.duty.mentioning import mentions, placed
from handlers.scene import Scene
from storage.account import Chat
from storage.case import Case
from storage.outbound import SendText
from storage.outbox import Priority
from storage.wait import Wait

MOST_SINGLY = 3
"""If more cases are offered to a group at once, one message says so."""
LISTED = timedelta(minutes=1)
"""How long after the list at opening, which rings, what stands in it is offered without a sound."""


class Announcements:
    """What is to be said in the groups at the end: many cases at once are one message."""

    def __init__(self) -> None:
        self.waiting: defaultdict[int, list[tuple[Case, list[int]]]] = defaultdict(list)

    async def say(self, scene: Scene) -> None:
        """Say it, naming those concerned."""
        for offers in self.waiting.values():
            listed = await _listed(scene, [case.id for case, _ in offers])
            if len(offers) <= MOST_SINGLY:
                for case, people in offers:
                    await _in_topic(scene, case, people, silent=case.id in listed)
            else:
                await _together(scene, offers, listed)
        self.waiting.clear()


async def _listed(scene: Scene, cases: list[int]) -> set[int]:
    """Which of these cases the list at opening has just rung for, or is about to."""
    just_now = and_(Wait.over_at > scene.now - LISTED, Wait.told == 0)
    coming = and_(Wait.over_at.is_(None), Wait.closed)
    found = await scene.session.scalars(
        select(Wait.case_id).where(Wait.case_id.in_(cases), or_(just_now, coming))
    )
    return set(found)


async def _in_topic(scene: Scene, case: Case, people: list[int], *, silent: bool) -> None:
    topic = await scene.topic_of(case.id)
    if topic is None:
        return
    chat = await scene.session.get_one(Chat, topic.chat_id)
    words, marks = await mentions(scene, people, chat.account_id)
    key = "duty.topic.group" if people else "duty.topic.group_nobody"
    text = scene.say(scene.house.default_language, key, names=words, number=case.number)
    what = SendText(text, marks=placed(text, words, marks), reply_to=anchor(topic), silent=silent)
    await scene.owe_topic(topic, what)


async def _together(scene: Scene, offers: list[tuple[Case, list[int]]], listed: set[int]) -> None:
    """One message for each group in which the cases are talked about."""
    by_chat: defaultdict[int, list[tuple[Case, list[int]]]] = defaultdict(list)
    for case, people in offers:
        if (topic := await scene.topic_of(case.id)) is not None:
            by_chat[topic.chat_id].append((case, people))
    for chat_id, here in by_chat.items():
        chat = await scene.session.get_one(Chat, chat_id)
        everybody = list(dict.fromkeys(one for _, people in here for one in people))
        silent = all(case.id in listed for case, _ in here)
        words, marks = await mentions(scene, everybody, chat.account_id)
        key = "duty.group.many" if everybody else "duty.group.many_nobody"
        text = scene.say(scene.house.default_language, key, names=words, count=len(here))
        scene.effects.owe(
            SendText(text, marks=placed(text, words, marks), silent=silent),
            account_id=chat.account_id,
            chat_id=chat.id,
            priority=Priority.staff,
        )
