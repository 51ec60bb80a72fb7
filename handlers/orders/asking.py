"""A customer asks where their order is: theirs are shown, and for any other number a person is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from handlers import desk, forms
from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.forms import Asked, Field, Filled, Form, Kind
from handlers.forms.filing import details_of, messages_of, summary_of, tell_number, words_of
from handlers.orders.rows import key_of, known_as, open_orders
from handlers.orders.showing import told_lines
from handlers.orders.stages import stages
from handlers.orders.telling import answers, choices
from handlers.turn import Turn
from handlers.understanding.intent import plain
from storage.case import WAITING_FOR_US, Case, CaseKind
from storage.order import Order, OrderState
from storage.outbound import SendText

_NUMBER = re.compile(r"[A-Za-z]*[-/]?\d[A-Za-z0-9/-]*")
_LONGEST = 60
"""Who writes more than this has more to say than where it is."""


async def where(turn: Turn) -> None:
    """The customer's orders in the making; who has none is asked for the number."""
    orders = await open_orders(turn, turn.person.id)
    if orders:
        _show(turn, orders)
    else:
        await forms.start(turn, "order_question")


async def ask(turn: Turn, said: str) -> None:
    """The same, where they have said what order they mean, or nothing."""
    if not said:
        await where(turn)
    elif not await names_own(turn, said):
        await forms.start(turn, "order_question", number=said)


async def other(turn: Turn, args: dict[str, object]) -> None:
    """It is about another order, or about something else."""
    turn.answer()
    await forms.start(turn, "order_question")


async def names_own(turn: Turn, said: str) -> bool:
    """Answer if these words are nothing but the number of an order of the sender's. True if they were."""
    key = key_of(said) if len(said) <= _LONGEST else ""
    own = await _own(turn, key) if key and stages(turn.house) else None
    if own is None:
        return False
    _show(turn, [own])
    return True


async def asked_in_words(turn: Turn) -> bool:
    """Answer a sentence that asks where an order is, whatever number stands in it. True if it was one."""
    texts, number = turn.house.texts, _NUMBER.search(turn.text)
    if not stages(turn.house) or len(turn.text) > _LONGEST:
        return False
    said = plain(_NUMBER.sub("", turn.text))
    phrases = (
        plain(phrase) for one in texts.languages for phrase in texts.phrases(one, "orders.words.where")
    )
    if not any(phrase in said for phrase in phrases):
        return False
    written = plain(turn.text).replace(" ", "")
    named = [one for one in await open_orders(turn, turn.person.id) if one.key in written]
    if named:
        _show(turn, named)
    else:
        await ask(turn, number[0] if number else "")
    return True


async def _own(turn: Turn, key: str) -> Order | None:
    found: Order | None = await turn.session.scalar(
        select(Order).where(
            Order.key == key, Order.person_id == turn.person.id, Order.state != OrderState.cancelled
        )
    )
    return found


def _show(turn: Turn, orders: Sequence[Order]) -> None:
    """Each in a message of its own: a button's answer stays in place of the words it stands under."""
    for order in orders:
        rows = answers(turn, order, turn.person) + choices(turn, order, turn.person)
        if order is orders[-1]:
            rows += ((turn.choice("orders.button.else", "order.else"),),)
        turn.send(SendText("\n".join(told_lines(turn, order, turn.language)), rows))


async def _file(turn: Turn, filled: Filled) -> None:
    """Open the case of an order question; a second one about the same adds to the first."""
    number, what = words_of(turn, filled, "number"), words_of(turn, filled, "what")
    standing = await turn.session.scalar(
        select(Case.id)
        .where(
            Case.person_id == turn.person.id,
            Case.kind == CaseKind.order_question,
            Case.state.in_(WAITING_FOR_US),
        )
        .order_by(Case.id.desc())
        .limit(1)
    )
    lines = [turn.say(turn.house.default_language, "orders.question.about", order=number or "–"), what]
    words = "\n".join(filter(None, lines))
    if standing is not None and await desk.add_words(turn, standing, words):
        await _hint(turn, await locked_case(turn.session, standing), number)
        return
    case = await desk.open_case(
        turn,
        kind=CaseKind.order_question,
        person=turn.person,
        conversation=turn.conversation,
        summary=summary_of(turn, filled, words),
        details=details_of(turn, filled, "number"),
        evidence=forms.files_of(filled.pieces),
        copies=messages_of(filled, "number", "what"),
    )
    await _hint(turn, case, number)
    await tell_number(turn, filled, case, "orders.question.received")


async def _hint(turn: Turn, case: Case, number: str) -> None:
    """What agents know of the number. The customer reads the same whether it is somebody's or nobody's."""
    if not stages(turn.house):
        return
    known = await known_as(turn, number) if key_of(number) else None
    whose = "unknown" if known is None else "own" if known.person_id == turn.person.id else "someone_elses"
    await note(turn, case, f"orders.agents.{whose}", order=number)


QUESTION = forms.declare(
    Form(
        name="order_question",
        version=1,
        title="orders.question.title",
        fields=(
            Field(
                "number",
                Kind.text,
                ask="orders.question.ask_number",
                label="orders.question.number",
                skippable=True,
            ),
            Field(
                "what",
                Kind.text,
                ask="orders.question.ask_what",
                label="orders.question.what",
                skippable=True,
                asked=Asked.in_review,
            ),
        ),
        submit=_file,
        ends_in_case=True,
    )
)
