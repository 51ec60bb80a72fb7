"""A customer's open matters, in words: what happens next, and by when."""

from __future__ import annotations

from sqlalchemy import select

from handlers import promises
from handlers.desk.relays import locked_case
from handlers.naming import staff_name
from handlers.orders.rows import open_orders
from handlers.orders.showing import told_lines
from handlers.programmes.planning import RETURN_VISIT
from handlers.promises.words import in_local_words
from handlers.turn import Turn
from handlers.waiting.saying import outlook
from handlers.way_back import way_back
from handlers.work_order.showing import status_lines
from storage.case import OPEN_STATES, WAITING_FOR_US, Case, CaseKind, CaseState
from storage.follow_up import FollowUp, FollowUpState
from storage.numbers import read_number
from storage.outbound import Button, Buttons, SendText
from storage.promise import PromiseState

MOST = 10


async def status(turn: Turn) -> None:
    """Say where each open matter of the sender stands."""
    rows = await turn.session.scalars(
        select(Case)
        .where(Case.person_id == turn.person.id, Case.state.in_(OPEN_STATES))
        .order_by(Case.id.desc())
        .limit(MOST)
    )
    cases = rows.all()
    orders = await open_orders(turn, turn.person.id)
    if not cases and not orders:
        turn.reply("desk.status.nothing")
        return
    lines = [turn.text_of("desk.status.head", count=len(cases))] if cases else []
    for case in cases:
        lines.append(await _lines(turn, case))
    lines += ["\n".join(told_lines(turn, order, turn.language)) for order in orders]
    talking = turn.conversation.case_id is not None
    pressing = [row for case in cases for row in _pressing(turn, case, several=len(cases) > 1)]
    mine = ((turn.go("order"),),) if orders else ()
    turn.send(SendText("\n\n".join(lines), (*pressing, *mine, *(way_back(turn) if talking else ()))))


def _pressing(turn: Turn, case: Case, *, several: bool) -> Buttons:
    """What a customer can press for while a matter stands open."""

    def press(name: str) -> Button:
        label = turn.text_of(f"pleas.button.{name}")
        label = f"{label} · {case.number}" if several else label
        return turn.button(label, f"plea.{name}", turn.me, case=case.id)

    rows = [(press("hurry"), press("head"))] if case.state in WAITING_FOR_US else []
    return (*rows, *(() if several or not case.is_open else ((press("withdraw"),),)))


async def names_own(turn: Turn) -> bool:
    """Answer a message that is nothing but the number of a matter of the sender's. True if it was."""
    number = read_number(turn.text)
    if number is None:
        return False
    mine = select(Case.id).where(Case.number == number, Case.person_id == turn.person.id)
    if await turn.session.scalar(mine) is None:
        return False
    await status_of(turn, number)
    return True


async def status_of(turn: Turn, typed: str) -> None:
    """Where the matter of one number stands. Of other people's matters nothing at all is said."""
    number = read_number(typed)
    case = await turn.session.scalar(
        select(Case).where(Case.number == number, Case.person_id == turn.person.id)
    )
    if case is None:
        turn.reply("desk.status.unknown")
    else:
        stands = await locked_case(turn.session, case.id)
        turn.send(SendText(await _lines(turn, case), _pressing(turn, stands, several=False)))


async def _lines(turn: Turn, case: Case) -> str:
    if case.merged_into_id is not None:
        kept = await turn.session.get_one(Case, case.merged_into_id)
        goes_on = turn.text_of("merging.status.goes_on", number=kept.number, other=case.number)
        return f"{goes_on}\n{await _lines(turn, kept)}"
    head = turn.text_of(
        "desk.status.case",
        number=case.number,
        kind=turn.text_of(f"desk.kind.{case.kind.value}"),
        state=turn.text_of(f"desk.told.{case.state.value}"),
    )
    work = await status_lines(turn, case, turn.language)
    return "\n".join([head, await next_step(turn, case), *work])


async def next_step(turn: Turn, case: Case) -> str:
    """What happens next with a matter, in the customer's language."""
    name = await staff_name(turn.session, case.owner_id)
    if case.state is CaseState.closed:
        return turn.text_of("desk.status.over")
    if case.state is CaseState.resolved:
        return await _after_resolved(turn, case)
    promise = await promises.running(turn, case.id)
    if promise is None:
        return turn.text_of("desk.status.with_owner" if name else "desk.status.waiting", name=name)
    if promise.paused_at is not None:
        key = "desk.status.waits_for_you" if name else "desk.status.waits_for_you_nobody"
        return turn.text_of(key, name=name)
    when = promises.in_words(turn, turn.language, promise)
    if promise.state is PromiseState.broken or promise.due_at <= turn.now:
        return turn.text_of("desk.status.late", when=when)
    kind = "finding" if promise.kind == "finding" else "answer"
    said = turn.text_of(f"desk.status.{kind}_{'by_owner' if name else 'by'}", name=name, when=when)
    waiting = await outlook(turn, case, turn.language)
    return " ".join(filter(None, (said, waiting.words)))


async def _after_resolved(turn: Turn, case: Case) -> str:
    if case.kind is CaseKind.inquiry:
        return turn.text_of("desk.status.tell_us")
    visit = await turn.session.scalar(
        select(FollowUp)
        .where(
            FollowUp.case_id == case.id,
            FollowUp.state == FollowUpState.due,
            FollowUp.programme == RETURN_VISIT,
        )
        .limit(1)
    )
    if visit is None:
        return turn.text_of("desk.status.asked")
    when = in_local_words(visit.due_at, turn.now, turn.house.zone, turn.language)
    return turn.text_of("desk.status.visit", when=when)
