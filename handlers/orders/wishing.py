"""One question to a customer, in their own words: what shall be different, what is wrong, which day suits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.desk.hearing import hear
from handlers.desk.topics import add_to_topic
from handlers.forms import Field, Filled, Form, Kind, declare
from handlers.forms.filing import messages_of
from handlers.orders.acting import moved, stand_open
from handlers.orders.rows import keep_step, locked
from handlers.turn import Turn
from storage.errors import NotAllowed

Submit = Callable[[Turn, Filled], Awaitable[None]]


async def _said(turn: Turn, filled: Filled, what: str) -> None:
    """Their words stay with the order, and the agents see the messages as they were."""
    order, case = await locked(turn, int(filled.sheet.about["order"]))
    words, messages = filled.text("words"), messages_of(filled, "words")
    if not messages:
        turn.reply("orders.customer.no_words", order=order.number)
        return
    await stand_open(turn, case)
    keep_step(turn, order, what, words, by_staff=False)
    await add_to_topic(turn, case, "", messages)
    await hear(turn, case, words)
    # Whatever they have to add goes to the same people.
    turn.conversation.case_id = turn.conversation.case_id or case.id
    turn.reply("orders.customer.passed_on", order=order.number, number=case.number)


async def _change(turn: Turn, filled: Filled) -> None:
    await _said(turn, filled, "change_words")


async def _wrong(turn: Turn, filled: Filled) -> None:
    await _said(turn, filled, "object_words")


async def _day(turn: Turn, filled: Filled) -> None:
    order, case = await locked(turn, int(filled.sheet.about["order"]))
    words = filled.text("words")
    try:
        order.unsuit(turn.now)
    except NotAllowed:
        turn.reply("orders.customer.day_over", order=order.number)
        return
    keep_step(turn, order, "unsuit", words, by_staff=False)
    await stand_open(turn, case)
    await moved(turn, order, case, "unsuited", words=words or "–")
    turn.reply("orders.customer.day_noted", order=order.number)


def _asks(name: str, submit: Submit, *, files: bool) -> Form:
    ask, label = f"orders.form.{name}", "orders.form.label"
    field = Field("words", Kind.text, ask=ask, label=label, skippable=True)
    return declare(
        Form(
            name=name, version=1, title=label, fields=(field,), submit=submit, takes_files=files, review=False
        )
    )


FORMS = (
    _asks("order_change", _change, files=True),
    _asks("order_wrong", _wrong, files=True),
    _asks("order_day", _day, files=False),
)
