"""What customers answer to a follow-up, and what follows from each answer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, or_, select

from handlers import desk, forms, programmes, promises
from handlers.desk.hearing import hear
from handlers.desk.relays import locked_case
from handlers.desk.status import next_step
from handlers.desk.topics import add_to_topic
from handlers.follow_ups.calling import tell_supervisors
from handlers.programmes.planning import ABOUT_CASES, INQUIRY
from handlers.scene import Scene
from handlers.texts import Texts
from handlers.turn import Turn
from storage.case import Case, CaseKind, CaseState, Outcome
from storage.errors import NotAllowed
from storage.follow_up import FollowUp, FollowUpState

_CLAUSES = re.compile(r"[,，.。!！?？;；\n]+")


async def satisfied(turn: Turn, args: dict[str, Any]) -> None:
    """All is well: thank, and close what was resolved."""
    follow_up = await _answered(turn, args, "satisfied")
    if follow_up is None:
        return
    turn.reply("follow_ups.answered.satisfied")
    case = await _resolved_case(turn, follow_up)
    if case is not None:
        await desk.finish(turn, case, Outcome.satisfied, by="customer", actor_id=turn.person.id)


async def so_so(turn: Turn, args: dict[str, Any]) -> None:
    """Not quite: the matter is opened again as well. Of a newcomer only words make one."""
    follow_up = await _answered(turn, args, "so_so")
    if follow_up is not None and follow_up.case_id is not None:
        await _not_enough(turn, follow_up)
    elif follow_up is not None:
        turn.reply("follow_ups.answered.so_so")
        await forms.start(turn, "improve", follow_up_id=follow_up.id)


async def not_satisfied(turn: Turn, args: dict[str, Any]) -> None:
    """The matter is opened again at once, or one is opened; then ask what would be better."""
    follow_up = await _answered(turn, args, "not_satisfied")
    if follow_up is not None:
        await _not_enough(turn, follow_up)


async def _not_enough(turn: Turn, follow_up: FollowUp) -> None:
    case = await _open_or_reopen(turn, follow_up, words="")
    promise = await promises.running(turn, case.id)
    turn.reply(
        "follow_ups.answered.reopened",
        number=case.number,
        when=promises.in_words(turn, turn.language, promise) if promise else "",
    )
    await forms.start(turn, "improve", follow_up_id=follow_up.id)


async def improve(turn: Turn, follow_up_id: int, words: str) -> None:
    """What the customer would like better, or empty when they would rather not say."""
    follow_up = await turn.session.get_one(FollowUp, follow_up_id, with_for_update=True)
    follow_up.words = words
    if not words:
        turn.reply(f"follow_ups.improve.{'skipped' if follow_up.case_id is None else 'nothing'}")
        return
    case = await _open_or_reopen(turn, follow_up, words=words)
    await add_to_topic(turn, case, words)
    await hear(turn, case, words)
    promise = await promises.running(turn, case.id)
    turn.reply(
        "follow_ups.improve.thanks",
        number=case.number,
        when=promises.in_words(turn, turn.language, promise) if promise else "",
    )


async def in_words(turn: Turn) -> bool:
    """Take words that say what a button of the question we asked says, be it late. True if they did."""
    said = _bare(turn.text)
    mark = next((mark for mark in VERBS if said in _phrases(turn.house.texts, mark)), "") if said else ""
    if not mark and not _says_not_settled(turn):
        return False
    asked = await _question_to(turn)
    if asked is None or (not mark and asked.programme == INQUIRY and asked.state is FollowUpState.asked):
        # What an inquiry's customer says while it is resolved is heard where people are on the line.
        return False
    if not mark and asked.programme == INQUIRY:
        await desk.ACTIONS["desk.not_yet"](turn, {"case": asked.case_id})
    else:
        await VERBS[mark or "not_satisfied"](turn, {"follow_up": asked.id})
    return True


async def _question_to(turn: Turn) -> FollowUp | None:
    """The newest question that the sender has not answered, also one that we gave up and closed the case."""
    given_up = and_(
        FollowUp.state == FollowUpState.unreached,
        Case.state == CaseState.closed,
        Case.outcome == Outcome.undetermined,
    )
    found: FollowUp | None = await turn.session.scalar(
        select(FollowUp)
        .outerjoin(Case, Case.id == FollowUp.case_id)
        .where(
            FollowUp.person_id == turn.person.id,
            or_(FollowUp.state == FollowUpState.asked, given_up),
        )
        .order_by(FollowUp.asked_at.desc(), FollowUp.id.desc())
        .limit(1)
    )
    return found


def _says_not_settled(turn: Turn) -> bool:
    """Whether a clause of the message ends in saying that it is not settled."""
    phrases = _phrases(turn.house.texts, "not_settled")
    endings = tuple(f" {word}" if word.isascii() else word for word in phrases)
    return any(f" {_bare(clause)}".endswith(endings) for clause in _CLAUSES.split(turn.text))


def _bare(words: str) -> str:
    return words.casefold().strip(" .!?,。！？，~～呢啊呀哦")


@lru_cache(maxsize=32)
def _phrases(texts: Texts, mark: str) -> frozenset[str]:
    key = f"follow_ups.words.{mark}"
    return frozenset(
        phrase.casefold() for language in texts.languages for phrase in texts.phrases(language, key)
    )


VERBS = {"satisfied": satisfied, "so_so": so_so, "not_satisfied": not_satisfied}


async def _answered(turn: Turn, args: dict[str, Any], mark: str) -> FollowUp | None:
    follow_up = await turn.session.get_one(FollowUp, int(args["follow_up"]), with_for_update=True)
    turn.answer()
    case = await locked_case(turn.session, follow_up.case_id) if follow_up.case_id is not None else None
    if case is not None and follow_up.state is not FollowUpState.answered and not _waits_for_word(case):
        next_words = await next_step(turn, case)
        turn.reply("follow_ups.answered.stands", number=case.number, next=next_words)
        return None
    try:
        follow_up.answer(mark, turn.now)
    except NotAllowed:
        turn.reply("follow_ups.answered.already")
        return None
    if case is not None:
        await programmes.cancel(turn, case, "answered")
    turn.record("follow_up.answered", case_id=follow_up.case_id, follow_up=follow_up.id, mark=mark)
    return follow_up


def _waits_for_word(case: Case) -> bool:
    """Whether the customer's word, early or late, still decides."""
    undetermined = case.state is CaseState.closed and case.outcome is Outcome.undetermined
    return case.state is CaseState.resolved or undetermined


async def _resolved_case(scene: Scene, follow_up: FollowUp) -> Case | None:
    """The case we asked about, if it still waits for the customer's word."""
    if follow_up.programme not in ABOUT_CASES or follow_up.case_id is None:
        return None
    case = await locked_case(scene.session, follow_up.case_id)
    return case if case.state is CaseState.resolved else None


async def _open_or_reopen(turn: Turn, follow_up: FollowUp, *, words: str) -> Case:
    if follow_up.case_id is None:
        case = await desk.open_case(
            turn,
            kind=CaseKind.complaint,
            person=turn.person,
            conversation=turn.conversation,
            summary=words or turn.say(turn.house.default_language, "follow_ups.joined.summary"),
            promise="finding",
        )
        follow_up.case_id = case.id
        # As one that is open again: heads and managers see it daily until it is closed.
        case.supervised = True
        await tell_supervisors(turn, case, follow_up.outcome or "not_satisfied")
        return case
    case = await locked_case(turn.session, follow_up.case_id)
    if case.state in (CaseState.resolved, CaseState.closed):
        why = "so_so" if follow_up.outcome == "so_so" else "visit"
        await desk.reopen(turn, case, supervised=True, promise="finding", why=why)
        await tell_supervisors(turn, case, follow_up.outcome or "not_satisfied")
    return case
