"""/canned: who leads a department writes its canned replies down, changes and removes them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.desk.canned import PLACE, PLACES, replies_of
from handlers.desk.leading import leads, led_departments
from handlers.naming import department_name, shortened
from handlers.turn import Turn
from storage.canned import CannedReply
from storage.outbound import SendText
from storage.staff import Department

LONGEST_TITLE, LONGEST_TEXT = 60, 3000
SHOWN = 60


async def command(turn: Turn, rest: str) -> None:
    """/canned shows them; /canned title | text keeps one (again, under a title there is: changes it)."""
    mine = await led_departments(turn)
    if turn.staff is None or not mine:
        turn.reply("desk.canned.leads_only")
        return
    title, _, text = (part.strip() for part in rest.partition("|"))
    if not rest:
        for department in mine:
            await _show(turn, department)
        _how(turn)
    elif not title or not text or len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        _how(turn)
    elif unknown := set(PLACE.findall(text)) - set(PLACES):
        turn.reply("desk.canned.no_place", place="{" + min(unknown) + "}", places=_places())
    elif len(mine) == 1:
        await _keep(turn, mine[0], title, text)
    else:
        rows = tuple(
            (
                turn.button(
                    department_name(one, turn.language),
                    "desk.canned_keep",
                    turn.me,
                    once=True,
                    department=one.id,
                    title=title,
                    text=text,
                ),
            )
            for one in mine
        )
        turn.reply("desk.canned.whose", buttons=rows)


async def keep(turn: Turn, args: dict[str, Any]) -> None:
    """A department was chosen for a new reply."""
    department = await turn.session.get_one(Department, int(args["department"]))
    if await leads(turn, department.id):
        await _keep(turn, department, args["title"], args["text"])


async def remove(turn: Turn, args: dict[str, Any]) -> None:
    """Forget a reply."""
    reply = await turn.session.get(CannedReply, int(args["reply"]))
    if reply is not None and await leads(turn, reply.department_id):
        await turn.session.delete(reply)
        turn.record("canned.removed", department=reply.department_id)
        turn.reply("desk.canned.removed", title=reply.title)


async def _keep(turn: Turn, department: Department, title: str, text: str) -> None:
    if turn.staff is None:
        return
    kept = await turn.session.scalar(
        select(CannedReply).where(CannedReply.department_id == department.id, CannedReply.title == title)
    )
    if kept is None:
        kept = CannedReply(department_id=department.id, title=title)
        turn.session.add(kept)
    kept.text, kept.changed_by, kept.changed_at = text, turn.staff.id, turn.now
    turn.record("canned.kept", department=department.id)
    name = department_name(department, turn.language)
    turn.reply("desk.canned.kept", title=title, department=name)


async def _show(turn: Turn, department: Department) -> None:
    found = await replies_of(turn, department.id)
    name = department_name(department, turn.language)
    if not found:
        turn.reply("desk.canned.empty", department=name)
        return
    lines = [turn.text_of("desk.canned.head", department=name)]
    lines += [f"· {one.title}: {shortened(one.text, SHOWN)}" for one in found]
    rows = tuple(
        (turn.button(f"🗑 {one.title}", "desk.canned_remove", turn.me, once=True, reply=one.id),)
        for one in found
    )
    turn.send(SendText("\n".join(lines), rows))


def _how(turn: Turn) -> None:
    turn.reply("desk.canned.how", places=_places(), name="{name}", agent="{agent}")


def _places() -> str:
    return " ".join("{" + place + "}" for place in PLACES)
