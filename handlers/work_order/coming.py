"""Being there: arrived on time or not, and lateness told beforehand with its reason and a new time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from handlers.calendar.terms import read_term
from handlers.desk.relays import locked_case
from handlers.desk.topics import anchor, note
from handlers.heads import leading
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.supervision.renewing import term_in_words
from handlers.turn import Turn
from handlers.work_order.acting import case_at_work, owner, respond, when
from handlers.work_order.orders import expected
from handlers.work_order.proposing import agree_on, another_time
from storage.appointment import Appointment
from storage.case import Case
from storage.outbound import Buttons, SendText
from storage.outbox import Priority
from storage.person import Person

REASONS = ("traffic", "before", "parts", "colleague")


async def arrived(turn: Turn, args: dict[str, Any]) -> None:
    """Whoever came taps it: on time or not is counted."""
    case = await case_at_work(turn, args)
    if case is None:
        return
    appointment = await expected(turn, case.id)
    if appointment is None:
        respond(turn, "work.no_appointment")
        return
    punctual = _arrive(turn, case, appointment, by="staff")
    respond(turn, "work.arrived_on_time" if punctual else "work.arrived_off")
    if topic := await turn.topic_of(case.id):
        await turn.show_card(topic)


def _arrive(
    scene: Scene, case: Case, appointment: Appointment, *, by: str, punctual: bool | None = None
) -> bool:
    appointment.arrive(scene.now, scene.house.rules.work.on_time_within)
    if punctual is not None:
        appointment.on_time = punctual
    off = int((scene.now - appointment.starts_at) / timedelta(minutes=1))
    scene.effects.record(
        "appointment.arrived",
        actor_kind=by,
        case_id=case.id,
        person_id=case.person_id,
        appointment=appointment.id,
        on_time=bool(appointment.on_time),
        minutes=off,
    )
    return bool(appointment.on_time)


async def late(turn: Turn, args: dict[str, Any]) -> None:
    """The button: how much later, then why; then the customer knows."""
    case = await case_at_work(turn, args)
    if case is None:
        return
    appointment = await expected(turn, case.id)
    if appointment is None:
        respond(turn, "work.no_appointment")
    elif args.get("visit", appointment.id) != appointment.id:
        # Somebody has said so already: the customer does not hear of a second delay.
        respond(turn, "work.late_told")
    elif "by" not in args:
        turn.answer()
        terms = turn.house.rules.work.late_by
        offered = [(str(one), {"visit": appointment.id, "by": str(one)}) for one in terms]
        await _ask(turn, case, "late_by", offered)
    elif args.get("reason") not in REASONS:
        turn.answer()
        known = {"visit": appointment.id, "by": args["by"]}
        await _ask(turn, case, "late_why", [(one, {**known, "reason": one}) for one in REASONS])
    elif (term := read_term(args["by"])) is not None:
        await tell_late(turn, case, max(appointment.starts_at, turn.now) + term.length, args["reason"])


async def _ask(turn: Turn, case: Case, what: str, offered: list[tuple[str, dict[str, Any]]]) -> None:
    topic = await turn.topic_of(case.id)
    if topic is None:
        return
    language = turn.house.default_language
    rows = []
    for name, args in offered:
        term = read_term(name) if what == "late_by" else None
        label = term_in_words(turn, language, term) if term else turn.say(language, f"work.reason.{name}")
        rows.append(
            (turn.button(label, "visit.late", f"department:{case.department_id}", case=case.id, **args),)
        )
    text = turn.say(language, f"work.agents.{what}", number=case.number)
    await turn.owe_topic(topic, SendText(text, tuple(rows), reply_to=anchor(topic)))


async def tell_late(turn: Turn, case: Case, starts: datetime, reason: str) -> None:
    """The customer hears why and when now, and may choose another time. `reason`: a code, or words."""
    before = await expected(turn, case.id)
    if before is None or starts <= before.starts_at:
        respond(turn, "work.no_appointment" if before is None else "work.not_later")
        return
    if turn.now > before.starts_at + turn.house.rules.work.on_time_within:
        # Said afterwards it was not said beforehand: the old time counts as missed.
        before.on_time = False
    appointment = await agree_on(turn, case, starts.replace(second=0, microsecond=0), reason)
    turn.record(
        "appointment.moved",
        case_id=case.id,
        appointment=appointment.id,
        beforehand=before.on_time is None,
        minutes=int((starts - before.starts_at) / timedelta(minutes=1)),
    )
    customer = await turn.session.get_one(Person, case.person_id)
    await turn.tell(
        case.conversation_id,
        customer,
        "work.customer.late",
        buttons=((another_time(turn, case, customer),),),
        number=case.number,
        reason=_in_words(turn, reason, customer.language),
        when=when(turn, appointment, customer.language),
    )
    turn.answer("work.late_told")
    said = when(turn, appointment, turn.house.default_language)
    if topic := await note(turn, case, "work.agents.late_told", when=said):
        await turn.show_card(topic)


def _in_words(scene: Scene, reason: str, language: str) -> str:
    return scene.say(language, f"work.reason.{reason}") if reason in REASONS else reason


async def ask_whether_there(scene: Scene, case: Case, appointment: Appointment) -> None:
    """The time has passed and nobody said that they arrived: the customer is asked, the agents are told."""
    customer = await scene.session.get_one(Person, case.person_id)
    first = appointment.asked_at is None
    appointment.asked_at = appointment.asked_at or scene.now
    scene.effects.record("appointment.unclear", actor_kind="bot", case_id=case.id, appointment=appointment.id)
    if first:
        await scene.tell(
            case.conversation_id,
            customer,
            "work.customer.there",
            buttons=_there(scene, case, customer, appointment),
            silent=is_quiet(scene),
            number=case.number,
            when=when(scene, appointment, customer.language),
        )
    await tell_agents(scene, case, appointment, "unclear")


def _there(scene: Scene, case: Case, customer: Person, appointment: Appointment) -> Buttons:
    return tuple(
        (
            scene.button(
                scene.say(customer.language, f"work.button.{name}"),
                "visit.there",
                f"person:{customer.id}",
                case=case.id,
                appointment=appointment.id,
                there=name,
            ),
        )
        for name in ("there_in_time", "there_late", "not_there")
    )


async def there(turn: Turn, args: dict[str, Any]) -> None:
    """The customer says whether somebody has come: their word counts."""
    case = await locked_case(turn.session, int(args["case"]))
    appointment = await turn.session.get_one(Appointment, int(args["appointment"]), with_for_update=True)
    turn.answer()
    if not appointment.stands or not case.is_open:
        turn.reply("work.customer.noted")
    elif args["there"] == "not_there":
        turn.record("appointment.missed", case_id=case.id, appointment=appointment.id)
        await tell_agents(turn, case, appointment, "missed", above=True)
        turn.reply(
            "work.customer.missed", buttons=((another_time(turn, case, turn.person),),), number=case.number
        )
    else:
        punctual = args["there"] == "there_in_time"
        _arrive(turn, case, appointment, by="customer", punctual=punctual)
        turn.reply("work.customer.noted" if punctual else "work.customer.noted_late")
        if topic := await turn.topic_of(case.id):
            await turn.show_card(topic)


async def tell_agents(
    scene: Scene, case: Case, appointment: Appointment, what: str, *, above: bool = False
) -> None:
    """Say in the topic what is the matter with an appointment; `above`: to the heads (or managers) too."""
    language = scene.house.default_language
    name = await owner(scene, case)
    await note(scene, case, f"work.agents.{what}", name=name, when=when(scene, appointment, language))
    if not above:
        return
    for conversation_id, person in await leading(scene, case.department_id):
        await scene.tell(
            conversation_id,
            person,
            "work.head.missed",
            priority=Priority.staff,
            number=case.number,
            when=when(scene, appointment, person.language),
        )
