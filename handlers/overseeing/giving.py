"""Giving a case to somebody: whom, of any department, or a department; then why. The rest is a transfer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.desk.leading import leads
from handlers.desk.transfer_choices import LONGEST_REASON, colleagues, receiving
from handlers.desk.transferring import transfer
from handlers.duty.gathering import loads
from handlers.duty.presence import on_duty
from handlers.naming import department_name, shortened, staff_names
from handlers.overseeing.looking import show
from handlers.overseeing.rights import back_to, case_overseen, next_step, put
from handlers.turn import Turn
from storage.case import WAITING_FOR_US, Case
from storage.outbound import Button
from storage.staff import Department, Staff

WHY = ("load", "not_ours", "absent", "special", "customer")
MOST = 24
"""So many colleagues are offered as buttons, those who are there and have least first; others by name."""
NOBODY = 0
"""Instead of a person: the department, where whoever is free takes it."""


async def reassign(turn: Turn, args: dict[str, Any]) -> None:
    """First whom, here or elsewhere; then why; then it is theirs, and customer and agents hear so."""
    case = await case_overseen(turn, args)
    if case is None:
        return
    if case.state not in WAITING_FOR_US:
        turn.answer(f"desk.press.is_{case.state.value}", alert=True)
        return
    places = await _places(turn, case)
    place = next((one for one in places if one.id == args.get("department", case.department_id)), None)
    if place is None:
        turn.answer("desk.press.nobody_there", alert=True)
    elif "staff" not in args:
        if args.get("elsewhere"):
            _ask_where(turn, case, args, places)
        else:
            await _ask_whom(turn, case, args, place, elsewhere=len(places) > 1)
    elif (refusal := await _refusal(turn, case, place, args["staff"])) is not None:
        turn.answer(refusal, alert=True)
    elif args.get("why") not in WHY:
        _ask_why(turn, case, args)
    else:
        why = turn.say(turn.house.default_language, f"overseeing.reassign.{args['why']}")
        await _give(turn, case, place, args["staff"], why)
        turn.answer("overseeing.reassign.done")
        await _after(turn, case, args["back"])


async def give_in_words(turn: Turn, case: Case, words: str) -> None:
    """`whom reason`: a department or a colleague by name; without a reason it is asked for."""
    if case.state not in WAITING_FOR_US:
        turn.reply(f"desk.press.is_{case.state.value}")
        return
    found, why = await _named(turn, case, words.split())
    if not found:
        turn.reply("overseeing.reassign.unknown", number=case.number, name=shortened(words, 40))
    elif len({staff for _, staff in found}) > 1:
        turn.reply("overseeing.reassign.several", number=case.number, name=shortened(words, 40))
    else:
        # Who works in several departments has it in its own, if they may: it moves no further than it must.
        place, staff = min(found, key=lambda one: (one[0].id != case.department_id, one[0].id))
        refusal = await _refusal(turn, case, place, staff)
        if refusal is not None:
            turn.reply(refusal)
        elif not why:
            _ask_why(turn, case, {"case": case.id, "back": None, "department": place.id, "staff": staff})
        else:
            await _give(turn, case, place, staff, shortened(why, LONGEST_REASON))
            await _after(turn, case, None)


async def _named(turn: Turn, case: Case, words: Sequence[str]) -> tuple[list[tuple[Department, int]], str]:
    """Whom the first words name, as many of them as name somebody; and the words after that."""
    called: dict[str, list[tuple[Department, int]]] = {}
    for place in await _places(turn, case):
        for name in {place.key, place.name_zh, place.name_en} - {""}:
            called.setdefault(name.casefold(), []).append((place, NOBODY))
        there = [one.id for one in await colleagues(turn, place.id)]
        for staff, name in (await staff_names(turn.session, there)).items():
            called.setdefault(name.casefold(), []).append((place, staff))
    for end in range(len(words), 0, -1):
        name = " ".join(words[:end]).casefold()
        if found := called.get(name) or called.get(name.removeprefix("@")):
            return found, " ".join(words[end:])
    return [], ""


async def _places(turn: Turn, case: Case) -> list[Department]:
    """Where a case can be: the departments that have a group, and where it is."""
    there = await receiving(turn)
    if all(one.id != case.department_id for one in there):
        there.append(await turn.session.get_one(Department, case.department_id))
    return there


async def _refusal(turn: Turn, case: Case, place: Department, staff: int) -> str | None:
    """Why a case cannot be given so: gone meanwhile, theirs already, or a matter of their own."""
    moved = place.id != case.department_id
    if (staff or None) == case.owner_id and not moved:
        return "overseeing.reassign.theirs"
    if staff == NOBODY:
        return None
    chosen = next((one for one in await colleagues(turn, place.id) if one.id == staff), None)
    if chosen is None:
        return "overseeing.reassign.gone"
    return "overseeing.reassign.own_matter" if chosen.person_id == case.person_id else None


async def _give(turn: Turn, case: Case, place: Department, staff: int, why: str) -> None:
    receiver = await turn.session.get_one(Staff, staff) if staff != NOBODY else None
    await transfer(turn, case, place, receiver, why)


async def _after(turn: Turn, case: Case, back: dict[str, Any] | None) -> None:
    """The case as it is now; a head who gave it to another department sees it no longer."""
    if await leads(turn, case.department_id):
        await show(turn, case, back)
    else:
        await turn.session.flush()
        text = turn.text_of("overseeing.reassign.elsewhere", number=case.number)
        put(turn, text, (back_to(turn, back),))


async def _ask_whom(
    turn: Turn, case: Case, args: dict[str, Any], place: Department, *, elsewhere: bool
) -> None:
    here = place.id == case.department_id
    rows: list[tuple[Button, ...]] = []
    if not here or case.owner_id is not None:
        label = turn.text_of("overseeing.reassign.anybody", department=department_name(place, turn.language))
        rows.append((_choice(turn, args, label, place, NOBODY),))
    people = [
        one
        for one in await colleagues(turn, place.id)
        if one.person_id != case.person_id and not (here and one.id == case.owner_id)
    ]
    ids = [one.id for one in people]
    load, names = await loads(turn, ids), await staff_names(turn.session, ids)
    there = {one.id for one in await on_duty(turn, place.id)}
    people.sort(key=lambda one: (one.id not in there, load.get(one.id, 0), one.id))
    for one in people[:MOST]:
        label = turn.text_of(
            f"overseeing.reassign.{'person' if one.id in there else 'person_away'}",
            name=shortened(names[one.id], 32),
            count=load.get(one.id, 0),
        )
        rows.append((_choice(turn, args, label, place, one.id),))
    if here and elsewhere:
        label = turn.text_of("overseeing.reassign.another_department")
        rows.append((next_step(turn, args, "reassign", label, elsewhere=True),))
    key = "whom" if people else "nobody_else"
    text = turn.text_of(f"overseeing.reassign.{key}", number=case.number)
    if len(people) > MOST:
        text += "\n" + turn.text_of("overseeing.reassign.more", count=len(people) - MOST, number=case.number)
    put(turn, text, (*rows, _leave(turn, args)))


def _choice(turn: Turn, args: dict[str, Any], label: str, place: Department, staff: int) -> Button:
    return next_step(turn, args, "reassign", shortened(label, 60), department=place.id, staff=staff)


def _ask_where(turn: Turn, case: Case, args: dict[str, Any], places: Sequence[Department]) -> None:
    kept = {name: value for name, value in args.items() if name != "elsewhere"}
    rows = [
        (
            next_step(
                turn,
                kept,
                "reassign",
                f"🏢 {shortened(department_name(one, turn.language), 40)}",
                department=one.id,
            ),
        )
        for one in places
        if one.id != case.department_id
    ]
    put(turn, turn.text_of("overseeing.reassign.where", number=case.number), (*rows, _leave(turn, args)))


def _ask_why(turn: Turn, case: Case, args: dict[str, Any]) -> None:
    rows = [
        (next_step(turn, args, "reassign", turn.text_of(f"overseeing.reassign.{why}"), why=why),)
        for why in WHY
    ]
    put(turn, turn.text_of("overseeing.reassign.why", number=case.number), (*rows, _leave(turn, args)))


def _leave(turn: Turn, args: dict[str, Any]) -> tuple[Button, ...]:
    return (turn.choice("overseeing.button.not_now", "cases.open", case=args["case"], back=args["back"]),)
