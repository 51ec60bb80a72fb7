"""What was taken back answered nobody: the promise it kept stands again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, literal_column, or_, select

from handlers import promises
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import WAITING_FOR_US, Case
from storage.outbox import OUTBOX
from storage.promise import Promise, PromiseState
from storage.topic import Relay


async def stand_again(turn: Turn, case: Case) -> None:
    """Watch the case again if what was taken back was the customer's answer, by the time they were promised.

    The case must be locked, and what was taken back gone.
    """
    if case.state not in WAITING_FOR_US or case.answered_at is None or await _on_its_way(turn, case):
        return
    newest = await _newest_words(turn, case)
    unanswered = newest is None or newest < case.answered_at
    if unanswered:
        case.answered_at = None
    if await promises.running(turn, case.id) is None:
        kept = await _kept_since(turn, case, None if unanswered else newest)
        if kept is not None:
            kept.stand_again(turn.now)
        elif unanswered:
            await promises.make(turn, case, "first_answer")
    if topic := await turn.topic_of(case.id):
        await turn.show_card(topic)


async def _newest_words(turn: Turn, case: Case) -> datetime | None:
    """When the newest of our words that the customer still has reached them."""
    there = (await turn.session.get_one(Conversation, case.conversation_id)).chat_id
    found: Relay | None = await turn.session.scalar(
        select(Relay)
        .where(Relay.case_id == case.id, Relay.to_chat_id == there, Relay.from_chat_id != there)
        .order_by(Relay.at.desc())
        .limit(1)
    )
    return found.at if found is not None else None


async def _on_its_way(turn: Turn, case: Case) -> bool:
    there = (await turn.session.get_one(Conversation, case.conversation_id)).chat_id
    count = await turn.session.scalar(
        select(func.count(OUTBOX.c.id)).where(
            or_(*(OUTBOX.c.state == literal_column(f"'{state}'") for state in ("waiting", "sending"))),
            OUTBOX.c.subject["kind"].as_string() == "relay",
            OUTBOX.c.subject["case"].as_integer() == case.id,
            OUTBOX.c.subject["to_chat"].as_integer() == there,
        )
    )
    return bool(count)


async def _kept_since(turn: Turn, case: Case, since: datetime | None) -> Promise | None:
    """The newest promise of an answer, if it was kept after that time."""
    newest: Promise | None = await turn.session.scalar(
        select(Promise)
        .where(
            Promise.case_id == case.id,
            Promise.kind.in_(("first_answer", "reply")),
            Promise.state.in_((PromiseState.kept, PromiseState.kept_late)),
        )
        .order_by(Promise.id.desc())
        .limit(1)
    )
    if newest is None or newest.settled_at is None:
        return None
    return newest if since is None or newest.settled_at > since else None
