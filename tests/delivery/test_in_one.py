"""Several notices as one message: none of them is lost with another."""

from __future__ import annotations

from sqlalchemy import select

from handlers.delivery.in_one import in_one
from handlers.scene import Scene
from storage.outbound import SendText
from storage.outbox import OutboxState
from storage.sending import claim_owed, finish
from storage.topic import Topic
from tests.desk.cases import complaint
from tests.town.town import Town


async def test_what_may_be_replaced_takes_no_others_along(town: Town) -> None:
    """Newer words would take its place, and with it what had gone along; other notices go together."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await complaint(town, anna)
    machine = town.clock.machine()
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house)
        topic = (await session.scalars(select(Topic))).one()
        await scene.owe_topic(topic, SendText("still open"), coalesce="still_open:1")
        await scene.owe_topic(topic, SendText("not long"), expires_at=town.now)
        for words in ("one", "two"):
            await scene.owe_topic(topic, SendText(words))
        await scene.effects.write(session)
        said = []
        for words in ("still open", "not long", "one"):
            [owed] = await claim_owed(session, town.app.account.id, machine, limit=1)
            whole, taken = await in_one(scene, owed, SendText(words))
            said.append((whole.text, len(taken)))
            await finish(session, [owed.id, *taken], OutboxState.sent, machine)
    assert said == [("still open", 0), ("not long", 0), ("one\n\ntwo", 1)]
