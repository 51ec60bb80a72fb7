"""/work in a case's topic: alone it shows the work; a word and what follows it is a step."""

from __future__ import annotations

from typing import Any

from handlers.desk.agent_side import topic_here
from handlers.turn import Turn
from handlers.work_order import billing, coming, finishing, offering, panel, proposing
from handlers.work_order.acting import SETTLED, case_at_work, respond
from handlers.work_order.money import read_amount
from handlers.work_order.times import read_time, read_times
from storage.case import Case

STEPS = ("found", "free", "price", "times", "late", "arrived", "done", "invoice", "paid")


async def command(turn: Turn, rest: str) -> None:
    """Do what the first word says; the buttons of the work do the same."""
    topic = await topic_here(turn, turn.message) if turn.message and not turn.private else None
    if topic is None:
        respond(turn, "work.where")
        return
    args: dict[str, Any] = {"case": topic.case_id}
    word, _, words = rest.partition(" ")
    step = _step(turn, word)
    if not rest:
        await panel.show(turn, args)
    elif step == "free":
        await offering.free(turn, args)
    elif step == "arrived":
        await coming.arrived(turn, args)
    elif step == "done":
        await finishing.done(turn, args)
    elif step == "paid":
        await billing.paid(turn, args)
    elif step:
        await _in_words(turn, args, step, words.strip())
    else:
        respond(turn, "work.how.all")


def _step(turn: Turn, word: str) -> str:
    texts = turn.house.texts
    said = word.casefold()
    return next(
        (
            step
            for step in STEPS
            if any(said in texts.phrases(language, f"work.words.{step}") for language in texts.languages)
        ),
        "",
    )


async def _in_words(turn: Turn, args: dict[str, Any], step: str, words: str) -> None:
    case = await (case_at_work(turn, args, SETTLED) if step == "invoice" else case_at_work(turn, args))
    if case is not None and not await _done(turn, case, step, words):
        respond(turn, f"work.how.{step}", number=case.number)


async def _done(turn: Turn, case: Case, step: str, words: str) -> bool:
    """Whether the words could be read."""
    zone = turn.house.zone
    if step == "times":
        times = read_times(words, turn.now, zone)
        if times:
            await proposing.propose(turn, case, times)
        return bool(times)
    if step == "late":
        said = read_time(words, turn.now, zone)
        if said is None or not said[1]:
            return False
        await coming.tell_late(turn, case, *said)
        return True
    if step == "price":
        amount = read_amount(words, turn.house.rules.work.currency)
        if amount is None:
            return False
        await offering.offer(turn, case, *amount)
        return True
    if words and step == "found":
        await offering.find(turn, case, words)
    elif words:
        await billing.invoice(turn, case, words)
    return bool(words)
