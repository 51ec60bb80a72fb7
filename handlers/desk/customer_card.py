"""The customer's card: who they are and how to reach them, in full and in private, for their agent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers.desk import about
from handlers.desk.background import last_visits
from handlers.desk.ending import case_to_act_on
from handlers.naming import shortened
from handlers.promises.words import local_day_in_words
from handlers.scene import Scene
from handlers.turn import Turn
from storage.account import Chat, Conversation
from storage.case import REACH, Case, Evidence
from storage.outbound import Copy, SendText
from storage.outbox import Priority
from storage.person import Person

MOST_CASES = 5
SUMMARY_LENGTH = 1500


async def show_customer(turn: Turn, args: dict[str, Any]) -> None:
    """Send the card to the presser alone: in the group everything that reaches a person is masked."""
    case = await case_to_act_on(turn, args)
    if case is None or turn.staff is None:
        return
    if turn.staff.conversation_id is None:
        turn.answer("desk.press.no_private", alert=True)
        return
    lines = await _lines(turn, case, turn.language)
    conversation = await turn.session.get_one(Conversation, turn.staff.conversation_id)
    await turn.owe_chat(conversation, SendText("\n".join(lines)), priority=Priority.staff)
    await _show_reach(turn, case, conversation)
    turn.record("customer.shown", case_id=case.id)
    turn.answer("desk.press.in_private")


async def _reach(scene: Scene, case: Case) -> Sequence[str]:
    rows = await scene.session.scalars(
        select(Evidence.message_id)
        .where(Evidence.case_id == case.id, Evidence.kind == REACH)
        .order_by(Evidence.id)
    )
    return rows.all()


async def _show_reach(scene: Scene, case: Case, reader: Conversation) -> None:
    """A number or an address that was spoken, or sent as a place, is heard and seen by the reader alone."""
    theirs = await scene.session.get_one(Conversation, case.conversation_id)
    chat = await scene.session.get_one(Chat, theirs.chat_id)
    for message in await _reach(scene, case):
        await scene.owe_chat(reader, Copy(chat.external_id, (message,)), priority=Priority.staff)


async def _lines(scene: Scene, case: Case, language: str) -> list[str]:
    def line(name: str, **values: object) -> str:
        return scene.say(language, f"desk.customer_card.{name}", **values)

    person = await scene.session.get_one(Person, case.person_id)
    file = await about.file_of(scene, person.id)
    name = [person.name, scene.say(language, f"desk.speaks.{person.language}")]
    lines = [line("head", number=case.number), line("who", who=" · ".join(filter(None, name)))]
    lines += await about.lines_about(scene, person.id, language, masked=False)
    if file is not None:
        lines.append(line("since", day=_day(scene, file.joined_at, language)))
    merged = select(Case.contact).where(Case.merged_into_id == case.id).order_by(Case.id)
    ways = (case.contact, *await scene.session.scalars(merged), person.phone)
    reach = dict.fromkeys(filter(None, ways))
    lines += [line("reach", way=way) for way in reach]
    if not person.phone and not case.contact.startswith("+") and not await _reach(scene, case):
        lines.append(line("no_phone"))
    if case.summary:
        lines.append(line("words", words=shortened(case.summary, SUMMARY_LENGTH)))
    return [*lines, *await _history(scene, case, language)]


async def _history(scene: Scene, case: Case, language: str) -> list[str]:
    """Their other matters and what they last said when they were asked."""
    rows = await scene.session.scalars(
        select(Case)
        .where(Case.person_id == case.person_id, Case.id != case.id)
        .order_by(Case.id.desc())
        .limit(MOST_CASES)
    )
    lines = [
        scene.say(
            language,
            "desk.customer_card.case",
            number=one.number,
            kind=scene.say(language, f"desk.kind.{one.kind.value}"),
            state=scene.say(language, f"desk.state.{one.state.value}"),
            day=_day(scene, one.created_at, language),
        )
        for one in rows
    ]
    return [*lines, *await last_visits(scene, case.person_id, language)]


def _day(scene: Scene, moment: datetime, language: str) -> str:
    return local_day_in_words(moment, scene.now, scene.house.zone, language)
