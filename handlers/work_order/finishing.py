"""The repair is done: the case is resolved, and a return visit follows as for any other."""

from __future__ import annotations

from typing import Any

from handlers.desk.ending import resolve
from handlers.desk.topics import note
from handlers.turn import Turn
from handlers.work_order.acting import case_at_work, respond
from handlers.work_order.billing import decent
from handlers.work_order.orders import write_order
from storage.errors import NotAllowed


async def done(turn: Turn, args: dict[str, Any]) -> None:
    """Whoever repaired it taps it. Work that the customer has not agreed to was none."""
    case = await case_at_work(turn, args)
    if case is None:
        return
    order = await write_order(turn, case)
    try:
        order.repair(turn.now)
    except NotAllowed as refusal:
        respond(turn, f"work.cannot.{refusal.state}")
        return
    turn.record("work.repaired", case_id=case.id)
    await resolve(turn, {"case": case.id})
    if order.to_invoice:
        order.pay_at = order.pay_at or decent(turn, turn.now + turn.house.rules.work.invoice_within)
        await note(turn, case, "work.agents.invoice_next")
