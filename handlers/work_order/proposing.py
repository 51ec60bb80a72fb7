"""Agreeing on a time: agents propose, the customer takes one by a button or asks for another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers import forms, promises
from handlers.desk.hearing import expect_reply
from handlers.desk.passing import speak_of
from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.promises.words import in_local_words
from handlers.quiet_hours import is_quiet, quiet
from handlers.scene import Scene
from handlers.turn import Turn
from handlers.work_order.acting import ask_customer, when
from handlers.work_order.orders import drop_proposed, expected, write_order
from handlers.work_order.times import look_times
from storage.appointment import Appointment, AppointmentState
from storage.case import WAITING_FOR_US, Case
from storage.errors import NotAllowed
from storage.outbound import Buttons
from storage.person import Person


async def propose(turn: Turn, case: Case, times: Sequence[datetime]) -> None:
    """Let the customer choose between times; those proposed before are not offered any more."""
    await write_order(turn, case)
    await drop_proposed(turn, case.id)
    made = [_appointment(turn, case, moment) for moment in times]
    turn.session.add_all(made)
    await turn.session.flush()
    turn.record("appointment.proposed", case_id=case.id, count=len(made))
    await speak_of(turn, case)
    customer = await turn.session.get_one(Person, case.person_id)
    await turn.tell(
        case.conversation_id,
        customer,
        "work.customer.times",
        buttons=_choices(turn, case, customer, made),
        silent=is_quiet(turn),
        number=case.number,
    )
    await ask_customer(turn, case)
    await note(
        turn,
        case,
        "work.agents.proposed",
        times="; ".join(when(turn, one, turn.house.default_language) for one in made),
    )


def _choices(scene: Scene, case: Case, customer: Person, made: Sequence[Appointment]) -> Buttons:
    audience = f"person:{customer.id}"
    rows = [
        (
            scene.button(
                in_local_words(one.starts_at, scene.now, scene.house.zone, customer.language),
                "visit.choose",
                audience,
                case=case.id,
                appointment=one.id,
            ),
        )
        for one in made
    ]
    return (*rows, (another_time(scene, case, customer),))


def another_time(scene: Scene, case: Case, customer: Person) -> Any:
    """The button with which a customer asks for another time."""
    label = scene.say(customer.language, "work.button.another_time")
    return scene.button(label, "visit.other", f"person:{customer.id}", case=case.id)


def _appointment(scene: Scene, case: Case, starts: datetime) -> Appointment:
    return Appointment(
        case_id=case.id,
        state=AppointmentState.proposed,
        starts_at=starts,
        local=starts.astimezone(scene.house.zone).isoformat(timespec="minutes"),
        zone=scene.house.zone.key,
        proposed_at=scene.now,
        reason="",
        look_at=starts,
        reminders=0,
    )


async def agree(scene: Scene, case: Case, appointment: Appointment) -> None:
    """This time counts now; what was agreed before or proposed beside it does not. Raises NotAllowed."""
    before = await expected(scene, case.id)
    appointment.agree(scene.now)
    if before is not None:
        before.move(scene.now)
    appointment.look_at = look_times_of(scene, appointment)[0]
    await scene.session.flush()
    await drop_proposed(scene, case.id)


async def agree_on(scene: Scene, case: Case, starts: datetime, reason: str) -> Appointment:
    """A time that we name ourselves, because we come later than agreed."""
    appointment = _appointment(scene, case, starts)
    appointment.reason = reason
    scene.session.add(appointment)
    await agree(scene, case, appointment)
    return appointment


def look_times_of(scene: Scene, appointment: Appointment) -> tuple[datetime, ...]:
    """When an agreed appointment is looked at: its reminders, and the end of what is on time."""
    rules = scene.house.rules

    def decent(moment: datetime) -> datetime:
        return quiet(moment, scene.house.zone, rules.follow_ups)

    before: tuple[timedelta, ...] = tuple(term.length for term in rules.work.remind_before)
    since = appointment.agreed_at or appointment.proposed_at
    return look_times(appointment.starts_at, since, before, rules.work.on_time_within, decent)


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """The customer takes a time."""
    case = await locked_case(turn.session, int(args["case"]))
    appointment = await turn.session.get_one(Appointment, int(args["appointment"]), with_for_update=True)
    turn.answer()
    if case.state not in WAITING_FOR_US:
        turn.reply("desk.customer.closed_already", number=case.number)
        return
    try:
        await agree(turn, case, appointment)
    except NotAllowed as refusal:
        already = refusal.state == "agreed"
        turn.reply(
            "work.customer.agreed_already" if already else "work.customer.time_gone",
            buttons=((another_time(turn, case, turn.person),),),
            number=case.number,
            when=when(turn, appointment, turn.language),
        )
        return
    turn.record("appointment.agreed", case_id=case.id, appointment=appointment.id)
    turn.reply(
        "work.customer.agreed",
        buttons=((another_time(turn, case, turn.person),),),
        number=case.number,
        when=when(turn, appointment, turn.language),
    )
    await promises.resume(turn, case)
    # The time agreed on is what the customer waits for now.
    await promises.keep(turn, case, "reply", in_words=False)
    said = when(turn, appointment, turn.house.default_language)
    if topic := await note(turn, case, "work.agents.agreed", when=said):
        await turn.show_card(topic)


async def other(turn: Turn, args: dict[str, Any]) -> None:
    """The customer asks for another time: which would suit them?"""
    case = await locked_case(turn.session, int(args["case"]))
    turn.answer()
    if case.state not in WAITING_FOR_US:
        turn.reply("desk.customer.closed_already", number=case.number)
        return
    await forms.start(turn, "visit_time", case_id=case.id)


async def wish(turn: Turn, case: Case, words: str) -> None:
    """Pass on when it would suit them. Nobody comes at a time that does not."""
    called_off = await expected(turn, case.id)
    if called_off is not None:
        called_off.drop(turn.now)
    await drop_proposed(turn, case.id)
    turn.record("appointment.unsuited", case_id=case.id)
    await promises.resume(turn, case)
    await expect_reply(turn, case)
    key = "work.agents.called_off" if called_off is not None else "work.agents.unsuited"
    if topic := await note(turn, case, key, words=words or "–"):
        await turn.show_card(topic)
    turn.reply("work.customer.wish_noted", number=case.number)
