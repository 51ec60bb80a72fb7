"""How a work stands, in a few lines: for agents on the card, for the customer under /status."""

from __future__ import annotations

from babel.dates import format_date
from sqlalchemy import select

from handlers.naming import shortened, without_numbers
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from handlers.work_order.money import in_money
from storage.appointment import Appointment, AppointmentState
from storage.case import Case, CaseKind, Waiting
from storage.work_order import BillState, WorkOrder, WorkState

LENGTH = 200


async def card_lines(scene: Scene, case: Case, language: str) -> list[str]:
    """What agents see on the card of a case with work to do; none for others."""
    lines = [scene.say(language, "work.card.parts")] if case.waits_for is Waiting.parts else []
    order = await _order(scene, case)
    if order is None:
        # A service request is a work order from the first; its row comes with the first step.
        ordered = case.is_open and case.kind is CaseKind.service_request
        return [*lines, scene.say(language, "work.card.ordered")] if ordered else lines
    lines.append(scene.say(language, f"work.card.{order.state.value}", price=_cost(scene, order, language)))
    if order.finding:
        words = shortened(without_numbers(order.finding), LENGTH)
        lines.append(scene.say(language, "work.card.found", words=words))
    lines += await _times(scene, case, language, "card")
    if order.bill is not BillState.none:
        lines.append(scene.say(language, f"work.card.bill_{order.bill.value}", invoice=order.invoice))
    return lines


async def status_lines(scene: Scene, case: Case, language: str) -> list[str]:
    """What the customer hears of it; none where there is no news."""
    lines = [scene.say(language, "work.status.parts")] if case.waits_for is Waiting.parts else []
    order = await _order(scene, case)
    if order is None:
        return lines
    if order.state in (WorkState.offered, WorkState.agreed, WorkState.declined) and case.is_open:
        cost = _cost(scene, order, language)
        lines.append(scene.say(language, f"work.status.{order.state.value}", price=cost))
    lines += await _times(scene, case, language, "status")
    if order.bill is not BillState.none and not order.outgrown:
        day = (order.pay_at or scene.now).astimezone(scene.house.zone).date()
        lines.append(
            scene.say(
                language,
                f"work.status.bill_{order.bill.value}",
                invoice=order.invoice,
                price=in_money(order.price or 0, order.currency, language),
                day=format_date(day, locale=language),
            )
        )
    return lines


async def to_look_after(scene: Scene, case: Case) -> bool:
    """Whether there is work or a bill to look after: on every open service request, and while one is due."""
    order = await _order(scene, case)
    if case.is_open:
        return order is not None or case.kind is CaseKind.service_request
    return order is not None and order.chargeable and order.bill is not BillState.paid


async def _order(scene: Scene, case: Case) -> WorkOrder | None:
    found: WorkOrder | None = await scene.session.scalar(
        select(WorkOrder).where(WorkOrder.case_id == case.id)
    )
    return found


def _cost(scene: Scene, order: WorkOrder, language: str) -> str:
    if order.price is None:
        return ""
    if order.price == 0:
        return scene.say(language, "work.free_of_charge")
    return in_money(order.price, order.currency, language)


async def _times(scene: Scene, case: Case, language: str, where: str) -> list[str]:
    """The appointment that is agreed; else the times proposed; on the card, how the last visit was."""
    rows = await scene.session.scalars(
        select(Appointment).where(Appointment.case_id == case.id).order_by(Appointment.starts_at)
    )
    every = rows.all()

    def words(state: AppointmentState) -> list[str]:
        return [
            in_local_words(one.starts_at, scene.now, scene.house.zone, language)
            for one in every
            if one.state is state
        ]

    if agreed := words(AppointmentState.agreed):
        return [scene.say(language, f"work.{where}.comes", when=agreed[0])]
    if proposed := words(AppointmentState.proposed):
        return [scene.say(language, f"work.{where}.proposed", times="; ".join(proposed))]
    been = [one for one in every if one.state is AppointmentState.arrived]
    if been and where == "card":
        came = in_local_words(been[-1].starts_at, scene.now, scene.house.zone, language)
        how = "on_time" if been[-1].on_time else "off_time"
        return [scene.say(language, f"work.card.{how}", when=came)]
    return []
