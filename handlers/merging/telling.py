"""What a customer hears when two of their matters became one, or two again."""

from __future__ import annotations

from handlers import promises
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from storage.case import Case
from storage.person import Person


async def tell_customer(turn: Turn, case: Case, other: Case, *, dated: str, undated: str) -> None:
    """Name both numbers, and when they hear of `case`, if that time is to come and does not stand still."""
    customer = await turn.session.get_one(Person, case.person_id)
    promise = await promises.running(turn, case.id)
    soon = promise is not None and promise.paused_at is None and promise.due_at > turn.now
    await turn.tell(
        case.conversation_id,
        customer,
        dated if soon else undated,
        silent=is_quiet(turn),
        number=case.number,
        other=other.number,
        when=promises.in_words(turn, customer.language, promise) if promise is not None and soon else "",
    )
