"""What the base would answer, offered to the agent: one tap sends it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from faq import Entry
from faq.entry import text_in
from handlers.desk.saying import case_to_write_in, say_for
from handlers.desk.topics import anchor
from handlers.turn import Turn
from storage.case import Case
from storage.event import Event
from storage.outbound import SendText
from storage.person import Person

SUGGESTED = "reply.suggested"


async def suggest(turn: Turn, case: Case, words: str) -> None:
    """Offer the base's answer to a customer's words if it is as sure as for answering alone, once a case."""
    topic = await turn.topic_of(case.id)
    if topic is None or case.owner_id is None or not case.is_open or not words.strip():
        return
    local = turn.now.astimezone(turn.house.zone)
    best = next(iter(turn.house.faq.rank(words, 1, now=local)), None)
    enough = turn.house.rules.faq.answer_alone
    entry = turn.house.faq.entry(best.id) if best and best.confidence >= enough else None
    if entry is None or await _offered(turn, case, entry):
        return
    language = turn.house.default_language
    customer = await turn.session.get_one(Person, case.person_id)
    button = turn.button(
        turn.say(language, "desk.button.like_this"),
        "desk.like_this",
        f"department:{case.department_id}",
        case=case.id,
        entry=entry.id,
    )
    text = turn.say(language, "desk.suggestion", words=_answer(entry, customer.language))
    await turn.owe_topic(topic, SendText(text, ((button,),), anchor(topic), silent=True))
    turn.effects.record(SUGGESTED, actor_kind="bot", case_id=case.id, entry=entry.id)


async def send(turn: Turn, args: dict[str, Any]) -> None:
    """Answer like this."""
    case = await case_to_write_in(turn, args)
    entry = turn.house.faq.entry(args["entry"])
    if case is None:
        return
    if entry is None or entry.hidden:
        turn.answer("desk.press.reply_gone", alert=True)
        return
    customer = await turn.session.get_one(Person, case.person_id)
    if await say_for(turn, case, _answer(entry, customer.language)):
        turn.record("reply.suggestion_sent", case_id=case.id, entry=entry.id)


async def _offered(turn: Turn, case: Case, entry: Entry) -> bool:
    rows = await turn.session.scalars(
        select(Event.facts).where(Event.case_id == case.id, Event.verb == SUGGESTED)
    )
    return any(facts.get("entry") == entry.id for facts in rows)


def _answer(entry: Entry, language: str) -> str:
    links = [f"{text_in(link.label, language).text}\n{link.url}".strip() for link in entry.links]
    return "\n\n".join([entry.answer_in(language).text, *links])
