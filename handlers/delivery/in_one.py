"""Several notices for one topic as one message, where the group takes no more for the moment."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import select, update

from handlers.scene import Scene
from handlers.texts import LIMIT, units
from storage.outbound import SendText, decode_operation, encode_operation
from storage.outbox import OUTBOX, OutboxState
from storage.sending import Owed

BETWEEN = "\n\n"
MOST = 20


async def in_one(scene: Scene, owed: Owed, what: SendText) -> tuple[SendText, list[int]]:
    """The notice with those that wait right behind it in its topic, and the rows that are done with thereby.

    Its own row says the same from now on: whatever becomes of this attempt, no word is lost.
    """
    if not _plain(what) or (owed.subject is not None and owed.subject.get("kind") != "note"):
        return what, []
    if owed.expires_at is not None or await _can_be_replaced(scene, owed):
        return what, []
    rows = await scene.session.execute(
        select(OUTBOX.c.id, OUTBOX.c.body, OUTBOX.c.subject, OUTBOX.c.coalesce_key, OUTBOX.c.expires_at)
        .where(
            OUTBOX.c.topic_id == owed.topic_id,
            OUTBOX.c.state == OutboxState.waiting,
            OUTBOX.c.priority == owed.priority,
        )
        .order_by(OUTBOX.c.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    taken: list[int] = []
    whole = what
    for row, body, subject, key, expires_at in rows:
        more = decode_operation(body)
        if not isinstance(more, SendText) or not _plain(more) or key is not None or expires_at is not None:
            break
        text = whole.text + BETWEEN + more.text
        if subject != owed.subject or more.reply_to != what.reply_to or units(text) > LIMIT:
            break
        whole = replace(whole, text=text, silent=whole.silent and more.silent)
        taken.append(row)
    if taken:
        body = encode_operation(whole)
        await scene.session.execute(update(OUTBOX).where(OUTBOX.c.id == owed.id).values(body=body))
    return whole, taken


async def _can_be_replaced(scene: Scene, owed: Owed) -> bool:
    """Whether newer words may take its place before it arrives: what went along would be lost with it."""
    key = await scene.session.scalar(select(OUTBOX.c.coalesce_key).where(OUTBOX.c.id == owed.id))
    return key is not None


def _plain(what: SendText) -> bool:
    """Whether it is words and nothing else, so that others can stand behind them."""
    return not (what.buttons or what.marks or what.quote or what.contact_button or what.remove_keyboard)
