"""/mine and /find: an agent's cases, and any case of their departments."""

from __future__ import annotations

from sqlalchemy import or_, select

from handlers.desk.listing import Listed, cases_where, lines_of, links_to
from handlers.desk.searching import matching
from handlers.desk.status import status
from handlers.turn import Turn
from storage.case import OPEN_STATES, Case
from storage.outbound import SendText
from storage.staff import DepartmentMember

MOST = 15


async def mine(turn: Turn, rest: str) -> None:
    """What the sender owns, and what they took first and answer for; a customer gets their own matters."""
    if turn.staff is None:
        await status(turn)
        return
    is_open = Case.state.in_(OPEN_STATES)
    owned = await cases_where(turn, Case.owner_id == turn.staff.id, is_open, most=MOST)
    first = await cases_where(
        turn,
        Case.first_taker_id == turn.staff.id,
        or_(Case.owner_id != turn.staff.id, Case.owner_id.is_(None)),
        is_open,
        most=MOST,
    )
    if not owned and not first:
        turn.reply("desk.list.nothing")
        return
    lines = []
    for key, some in (("owned", owned), ("first", first)):
        if some:
            lines += ["", turn.text_of(f"desk.list.{key}"), *await _lines(turn, some)]
    turn.send(SendText("\n".join(lines).strip(), await links_to(turn, [*owned, *first])))


async def find(turn: Turn, rest: str) -> None:
    """/find number, name, phone or words: cases of the departments that the sender serves."""
    if turn.staff is None:
        await status(turn)
        return
    wanted = rest.strip()
    if not wanted:
        turn.reply("desk.list.find_how")
        return
    found = matching(wanted)
    served = select(DepartmentMember.department_id).where(DepartmentMember.staff_id == turn.staff.id)
    within = found if turn.is_manager else found & Case.department_id.in_(served)
    cases = await cases_where(turn, within, most=MOST)
    turn.record("case.searched", found=len(cases))
    if not cases:
        turn.reply("desk.list.not_found")
        return
    turn.send(SendText("\n".join(await _lines(turn, cases)), await links_to(turn, cases)))


async def _lines(turn: Turn, cases: list[Listed]) -> list[str]:
    return await lines_of(turn, cases, turn.language)
