"""Leaving details instead of staying: what it is about and a number, kept with the case that waits."""

from __future__ import annotations

from typing import Any

from handlers import forms
from handlers.desk.relays import locked_case
from handlers.desk.topics import add_to_topic, rename_topic
from handlers.forms import Field, Filled, Form, Kind, files_of
from handlers.forms.filing import messages_of, reach_of, summary_of, words_of
from handlers.turn import Turn
from handlers.waiting.saying import closed_words
from storage.case import REACH, WAITING_FOR_US, Evidence


async def leave_details(turn: Turn, args: dict[str, Any]) -> None:
    """The button under what is said of the wait."""
    turn.answer()
    case = await locked_case(turn.session, int(args["case"]))
    if case.state not in WAITING_FOR_US:
        turn.reply("desk.customer.closed_already", number=case.number)
        return
    await forms.start(turn, DETAILS.name, case=case.id)


async def _keep(turn: Turn, filled: Filled) -> None:
    case = await locked_case(turn.session, int(filled.sheet.about["case"]))
    if case.person_id != turn.person.id or case.state not in WAITING_FOR_US:
        turn.reply("desk.customer.closed_already", number=case.number)
        return
    reach = reach_of(filled, "phone")
    for message in reach:
        turn.session.add(
            Evidence(case_id=case.id, account_id=turn.account.id, message_id=message, kind=REACH)
        )
    case.contact = words_of(turn, filled, "phone") or case.contact
    handed_in = [message for _, message in files_of(filled.pieces)]
    shown = [one for one in dict.fromkeys((*messages_of(filled, "what"), *handed_in)) if one not in reach]
    words = summary_of(turn, filled, words_of(turn, filled, "what"))
    await add_to_topic(turn, case, words, shown)
    case.summary = case.summary or words
    await rename_topic(turn, case)
    turn.record("wait.details_left", case_id=case.id)
    closed = await closed_words(turn, case, turn.language)
    turn.reply("waiting.details.kept", number=case.number, closed=closed)


DETAILS = forms.declare(
    Form(
        name="waiting_details",
        version=1,
        title="waiting.details.title",
        fields=(
            Field("what", Kind.text, ask="waiting.details.ask_what", label="waiting.details.what"),
            Field(
                "phone",
                Kind.phone,
                ask="waiting.details.ask_phone",
                label="waiting.details.phone",
                own=True,
                skippable=True,
                known=lambda turn: turn.person.phone,
            ),
        ),
        submit=_keep,
        takes_files=True,
    )
)
