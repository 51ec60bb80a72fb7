"""/cases: the list by words, a case by its number, and what shall happen to it."""

from __future__ import annotations

from sqlalchemy import select

from handlers.desk.leading import leads
from handlers.desk.relays import locked_case
from handlers.naming import shortened
from handlers.overseeing import listing, reading
from handlers.overseeing.changing import later_in_words, note
from handlers.overseeing.exporting import export
from handlers.overseeing.filters import Filter
from handlers.overseeing.giving import give_in_words
from handlers.overseeing.looking import show
from handlers.overseeing.rights import overseen
from handlers.supervision.renewing import read_later
from handlers.turn import Turn
from storage.case import Case
from storage.numbers import near, read_number
from storage.outbound import SendText

MOST_NEAR = 6


async def command(turn: Turn, rest: str) -> None:
    """/cases, /cases overdue complaint, /cases words, /cases export closed, /cases number (note words).

    Written in a group it is answered in private: not everybody there oversees what managers do.
    """
    if not turn.private:
        await _from_group(turn, rest)
        return
    departments = await overseen(turn)
    if not departments:
        return
    wanted, as_file, sought = await reading.read(turn, rest, departments)
    if sought and read_number(rest.partition(" ")[0]) is not None:
        number, _, words = rest.partition(" ")
        await _of_case(turn, number, words.strip())
    elif read_number(rest) is not None:
        await _of_case(turn, rest, "")
    elif as_file:
        await export(turn, wanted, departments)
    elif sought and not await listing.count(turn, wanted, departments):
        await _nothing(turn, rest, sought)
    else:
        await listing.show(turn, wanted, departments)


async def _from_group(turn: Turn, rest: str) -> None:
    if turn.staff is None:
        return
    there = await turn.in_private()
    language = turn.house.default_language
    if there is not None:
        await command(there, rest)
    key = "router.private_only" if there is None else "router.answered_in_private"
    reply_to = turn.message.id if turn.message is not None else None
    turn.send(SendText(turn.say(language, key), reply_to=reply_to, silent=True))


async def _nothing(turn: Turn, rest: str, sought: str) -> None:
    """Neither words nor a number: what was typed may be a number with a slip."""
    first = rest.partition(" ")[0]
    cases = (await turn.session.scalars(select(Case).where(Case.number.in_(near(first) | near(rest))))).all()
    meant = [one for one in cases if await leads(turn, one.department_id)][:MOST_NEAR]
    if not meant:
        turn.reply("overseeing.unknown", words=shortened(sought, 40))
        return
    back = Filter().args
    rows = tuple((turn.button(one.number, "cases.open", turn.me, case=one.id, back=back),) for one in meant)
    turn.reply("overseeing.slip", buttons=rows, number=shortened(first, 20))


async def _of_case(turn: Turn, number: str, words: str) -> None:
    case_id = await turn.session.scalar(select(Case.id).where(Case.number == read_number(number)))
    case = await locked_case(turn.session, case_id) if case_id is not None else None
    if case is None or not await leads(turn, case.department_id):
        # Whether there is such a case elsewhere is nobody's business here.
        turn.reply("overseeing.not_found", number=shortened(number, 20))
        return
    verb, _, said = words.partition(" ")
    meant = read_later(said.strip())
    if not words:
        await show(turn, case)
    elif _is(turn, verb, "note") and said.strip():
        await note(turn, case, said)
    elif _is(turn, verb, "give") and said.strip():
        await give_in_words(turn, case, said)
    elif _is(turn, verb, "later") and meant is not None:
        await later_in_words(turn, case, *meant)
    else:
        turn.reply("overseeing.how", number=case.number)


def _is(turn: Turn, said: str, name: str) -> bool:
    texts = turn.house.texts
    return any(said.casefold() in texts.phrases(one, f"overseeing.words.{name}") for one in texts.languages)
