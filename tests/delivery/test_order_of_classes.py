"""A lower class that gets its fair share overtakes other chats, never its own."""

from __future__ import annotations

from handlers.effects import Effects
from storage.outbound import SendText
from storage.outbox import Priority
from storage.sending import claim_owed
from tests.town.town import Town


async def test_the_share_of_a_class_keeps_the_order_within_a_chat(mill: Town) -> None:
    """What must be said first in a chat waits: its own lower class waits with it, another chat's goes."""
    anna, ben = await mill.customer("Anna"), await mill.customer("Ben")
    await anna.says("one")
    await ben.says("one")
    first, other = (await mill.conversation(anna)).chat_id, (await mill.conversation(ben)).chat_id
    account = mill.app.account.id
    async with mill.store.begin() as session:
        effects = Effects(mill.now)
        for chat, priority in (
            (first, Priority.staff),
            (first, Priority.press),
            (other, Priority.staff),
        ):
            effects.owe(SendText("words"), account_id=account, chat_id=chat, priority=priority)
        await effects.write(session)
        claimed = await claim_owed(session, account, mill.now, limit=5, only=Priority.staff)
        assert [owed.chat_id for owed in claimed] == [other]
        claimed = await claim_owed(session, account, mill.now, limit=5)
        assert [(owed.chat_id, owed.priority) for owed in claimed] == [(first, Priority.press)]
