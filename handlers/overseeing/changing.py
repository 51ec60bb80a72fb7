"""Changing a case from afar: a later promise with its reason, a note for colleagues."""

from __future__ import annotations

from typing import Any

from handlers.calendar.terms import Term, read_term
from handlers.desk.topics import anchor
from handlers.naming import staff_name
from handlers.overseeing.looking import show
from handlers.overseeing.rights import case_overseen, next_step, put
from handlers.promises.renewing import REASONS, CannotRenew, reason_in_words, renewable
from handlers.supervision.renewing import renew_and_tell, term_in_words
from handlers.texts import straight
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Button, SendText

LONGEST_NOTE = 1500


async def later(turn: Turn, args: dict[str, Any]) -> None:
    """First by when, then the reason that the customer reads; then the promise is made anew."""
    case = await case_overseen(turn, args)
    if case is None:
        return
    try:
        await renewable(turn, case)
        term = read_term(args["term"]) if "term" in args else None
        if term is None:
            times = [
                (next_step(turn, args, "later", term_in_words(turn, turn.language, one), term=str(one)),)
                for one in turn.house.rules.promises.later_by
            ]
            put(turn, turn.text_of("overseeing.later.when", number=case.number), (*times, _back(turn, args)))
        elif args.get("reason") not in REASONS:
            reasons = [
                (next_step(turn, args, "later", reason_in_words(turn, turn.language, one), reason=one),)
                for one in REASONS
            ]
            put(turn, turn.text_of("overseeing.later.why", number=case.number), (*reasons, _back(turn, args)))
        else:
            await renew_and_tell(turn, case, term, args["reason"])
            turn.answer("overseeing.later.done")
            await show(turn, case, args["back"])
    except CannotRenew as refusal:
        turn.answer(f"promises.cannot_renew.{refusal}", alert=True)


async def later_in_words(turn: Turn, case: Case, term: Term, reason: str) -> None:
    """The same with a reason in the sender's own words."""
    try:
        await renew_and_tell(turn, case, term, reason)
    except CannotRenew as refusal:
        turn.reply(f"promises.cannot_renew.{refusal}")
    else:
        await show(turn, case)


async def how_to_note(turn: Turn, args: dict[str, Any]) -> None:
    """Say how a note is written."""
    case = await case_overseen(turn, args)
    if case is not None:
        put(turn, turn.text_of("overseeing.note.how", number=case.number), (_back(turn, args),))


async def note(turn: Turn, case: Case, words: str) -> None:
    """Put words of the sender's into the case's topic: for colleagues, whatever answers them too."""
    topic = await turn.topic_of(case.id)
    if topic is None:
        turn.reply("overseeing.note.no_topic", number=case.number)
        return
    name = await staff_name(turn.session, turn.staff.id if turn.staff else None)
    said = words.strip()[:LONGEST_NOTE]
    text, _ = straight(turn.say(turn.house.default_language, "overseeing.note.said", name=name, words=said))
    await turn.owe_topic(
        topic,
        SendText(text, reply_to=anchor(topic)),
        subject={"kind": "desk_note", "case": case.id, "chat": topic.chat_id},
    )
    turn.effects.record(
        "case.noted", actor_kind="staff", actor_id=turn.person.id, case_id=case.id, person_id=case.person_id
    )
    turn.reply("overseeing.note.done", number=case.number)


def _back(turn: Turn, args: dict[str, Any]) -> tuple[Button, ...]:
    return (turn.choice("overseeing.button.not_now", "cases.open", case=args["case"], back=args["back"]),)
