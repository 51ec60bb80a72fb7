"""/order among agents: alone it shows orders; a number, a step and what follows it move one on."""

from __future__ import annotations

from handlers.desk.agent_side import topic_here
from handlers.desk.relays import locked_case
from handlers.orders import asking, days, moving, panel, sure
from handlers.orders.acting import may_act
from handlers.orders.listing import show_all
from handlers.orders.rows import known_as, locked, open_orders
from handlers.orders.stages import named_stage
from handlers.turn import Turn
from handlers.work_order.acting import respond
from handlers.work_order.times import read_day, read_days
from storage.case import Case
from storage.errors import NotAllowed
from storage.order import Order

MOST_WORDS = 500
STEPS = ("new", "next", "back", "ask", "days", "late", "vouch", "cancel")


async def command(turn: Turn, rest: str) -> None:
    """In private, a customer asks; in a group, an agent acts."""
    if turn.private:
        await asking.ask(turn, rest)
    elif turn.staff is None:
        respond(turn, "orders.not_yours")
    else:
        await _among_agents(turn, rest)


async def _among_agents(turn: Turn, rest: str) -> None:
    topic = await topic_here(turn, turn.message) if turn.message else None
    case = await locked_case(turn.session, topic.case_id) if topic is not None else None
    first, after = _parted(rest)
    if not rest:
        await (show_all(turn) if case is None else panel.on_card(turn, {"case": case.id}))
        return
    step = _step(turn, first)
    if step == "new":
        await _register(turn, case, after)
        return
    number = "" if step else first
    if not step:
        word, after = _parted(after)
        step = _step(turn, word)
        if word and not step:
            respond(turn, "orders.how.all")
            return
    order = await _meant(turn, case, number)
    if order is None:
        return
    await _go(turn, *await locked(turn, order.id), step, after)


async def _register(turn: Turn, case: Case | None, rest: str) -> None:
    if case is None:
        respond(turn, "orders.where")
        return
    if not await may_act(turn, case):
        respond(turn, "orders.not_yours")
        return
    number, what = _parted(rest)
    if not number:
        respond(turn, "orders.how.new", order="")
        return
    if len(what) > MOST_WORDS:
        respond(turn, "orders.how.shorter", most=MOST_WORDS)
        return
    try:
        order = await moving.register(turn, case, number, what)
    except NotAllowed as refusal:
        respond(turn, f"orders.cannot.{refusal.state}", order=number)
        return
    await panel.show(turn, order, case)


async def _meant(turn: Turn, case: Case | None, number: str) -> Order | None:
    """The order of that number; without one, the only one that the topic's customer has."""
    if number:
        found = await known_as(turn, number)
        if found is None:
            respond(turn, "orders.unknown", order=number)
        return found
    if case is None:
        respond(turn, "orders.where")
        return None
    theirs = await open_orders(turn, case.person_id)
    if len(theirs) != 1:
        respond(turn, "orders.which" if theirs else "orders.how.new", order="")
        return None
    return theirs[0]


async def _go(turn: Turn, order: Order, case: Case, step: str, words: str) -> None:
    if not await may_act(turn, case):
        respond(turn, "orders.not_yours")
    elif not step:
        await panel.show(turn, order, case)
    elif len(words) > MOST_WORDS:
        respond(turn, "orders.how.shorter", most=MOST_WORDS)
    elif step in ("days", "late"):
        await _about_the_day(turn, order, case, step, words)
    elif step in sure.ASKED_FIRST:
        await _move(turn, order, case, step, words)
    else:
        await panel.take_step(turn, order, case, step, words)


async def _move(turn: Turn, order: Order, case: Case, step: str, words: str) -> None:
    """With the stage it shall come to, an order moves at once; else a button names the stage first."""
    named = named_stage(turn.house, words) if step in sure.MOVES else None
    if named is None:
        sure.ask(turn, order, step, words)
        return
    stage, words = named
    if sure.leads_to(turn, order, step, stage):
        await panel.take_step(turn, order, case, step, words)


async def _about_the_day(turn: Turn, order: Order, case: Case, step: str, words: str) -> None:
    try:
        if step == "days" and (offered := read_days(words, turn.now, turn.house.zone)):
            await days.offer(turn, order, case, offered)
        elif step == "late" and (said := read_day(words, turn.now, turn.house.zone)) and said[1]:
            await days.postpone(turn, order, case, *said)
        else:
            respond(turn, f"orders.how.{step}", order=order.number)
    except NotAllowed as refusal:
        respond(turn, f"orders.cannot.day_{refusal.state}", order=order.number)


def _parted(words: str) -> tuple[str, str]:
    """The first word and the rest, be it on the same line or on the next."""
    first, *rest = words.split(maxsplit=1)[:2] or ("",)
    return first, rest[0].strip() if rest else ""


def _step(turn: Turn, word: str) -> str:
    said, texts = word.casefold(), turn.house.texts
    return next(
        (
            step
            for step in STEPS
            if any(said in texts.phrases(language, f"orders.words.{step}") for language in texts.languages)
        ),
        "",
    )
