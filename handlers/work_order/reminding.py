"""The clock of appointments: reminders in decent hours, and nobody waits at the door unnoticed."""

from __future__ import annotations

from sqlalchemy import or_, select

from handlers.calendar.opening import calendar_of
from handlers.promises.arithmetic import reached
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from handlers.work_order.acting import when
from handlers.work_order.coming import ask_whether_there, tell_agents
from handlers.work_order.proposing import another_time, look_times_of
from storage.appointment import Appointment, AppointmentState
from storage.case import WAITING_FOR_US, Case, Outcome
from storage.outbox import Priority
from storage.person import Person

MOST = 50


async def watch(scene: Scene) -> int:
    """Look at every appointment whose time has come, or whose case is over. How many that were."""
    rows = await scene.session.execute(
        select(Appointment, Case)
        .join(Case, Case.id == Appointment.case_id)
        .where(
            Appointment.state == AppointmentState.agreed,
            or_(Appointment.look_at <= scene.now, Case.state.not_in(WAITING_FOR_US)),
        )
        .order_by(Appointment.look_at)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=Appointment)
    )
    due = rows.all()
    for appointment, case in due:
        if case.state in WAITING_FOR_US:
            await _look(scene, appointment, case)
        else:
            await _call_off(scene, appointment, case)
    return len(due)


async def _look(scene: Scene, appointment: Appointment, case: Case) -> None:
    times = look_times_of(scene, appointment)
    come = reached(times, scene.now)
    if come == len(times):
        calendar = await calendar_of(scene, case.department_id)
        appointment.look_at = calendar.soonest(scene.now + scene.house.rules.promises.again_after)
        await ask_whether_there(scene, case, appointment)
        return
    appointment.look_at = times[come]
    # After an outage several reminders may be due: the newest says it all.
    if come > appointment.reminders:
        appointment.reminders = come
        await _remind(scene, appointment, case, last=come == len(times) - 1)


async def _remind(scene: Scene, appointment: Appointment, case: Case, *, last: bool) -> None:
    customer = await scene.session.get_one(Person, case.person_id)
    scene.effects.record(
        "appointment.reminded",
        actor_kind="bot",
        case_id=case.id,
        person_id=case.person_id,
        appointment=appointment.id,
    )
    await scene.tell(
        case.conversation_id,
        customer,
        "work.customer.remind",
        buttons=((another_time(scene, case, customer),),),
        priority=Priority.broadcast,
        expires_at=appointment.starts_at,
        silent=is_quiet(scene),
        number=case.number,
        when=when(scene, appointment, customer.language),
    )
    if last:
        await tell_agents(scene, case, appointment, "soon")


async def _call_off(scene: Scene, appointment: Appointment, case: Case) -> None:
    """The matter is settled or over: nobody has to come. Who expects somebody hears so."""
    appointment.drop(scene.now)
    scene.effects.record("appointment.dropped", actor_kind="bot", case_id=case.id, appointment=appointment.id)
    if appointment.starts_at <= scene.now or case.outcome is Outcome.withdrawn:
        return
    customer = await scene.session.get_one(Person, case.person_id)
    await scene.tell(
        case.conversation_id,
        customer,
        "work.customer.called_off",
        silent=is_quiet(scene),
        number=case.number,
        when=when(scene, appointment, customer.language),
    )
