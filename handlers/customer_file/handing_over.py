"""Whose customers they are when an account manager leaves: no customer is left with somebody who is gone."""

from __future__ import annotations

from sqlalchemy import select

from handlers.customer_file.setting import show_everywhere, with_open_cases
from handlers.turn import Turn
from storage.person import Customer


async def hand_over_customers(turn: Turn, leaver_id: int, heir_id: int) -> int:
    """Give all customers of one who leaves to another; how many that were."""
    rows = await turn.session.scalars(
        select(Customer)
        .where(Customer.account_manager_id == leaver_id)
        .order_by(Customer.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    files = rows.all()
    # Of thousands of customers few have an open case.
    shown = await with_open_cases(turn, Customer.account_manager_id == leaver_id)
    for file in files:
        file.account_manager_id = heir_id
        turn.effects.record(
            "customer.changed",
            actor_kind="staff",
            actor_id=turn.person.id,
            person_id=file.person_id,
            what="manager",
            value=heir_id,
        )
    await turn.session.flush()
    for person_id in shown:
        await show_everywhere(turn, person_id)
    return len(files)
