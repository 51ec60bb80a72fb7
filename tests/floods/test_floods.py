"""More messages than a person writes: all are kept, one word is said, nobody else waits."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from handlers.floods import looking
from handlers.scene import Scene
from storage.account import Conversation, Held, HeldMessage
from storage.inbox import InboxRow
from tests.desk.test_talking import connected, newest
from tests.gateways.test_contract import PNG
from tests.town.people import Person
from tests.town.town import Town


async def floods(town: Town, who: Person, count: int, **content: Any) -> None:
    """Send so many messages at once."""
    for nth in range(count):
        town.world.send(who.id, **(content or {"text": f"word {nth}"}))
    while await town.receive() or await town.app.worker.once():
        await town.send()


async def kept(town: Town, state: Held) -> int:
    """How many messages are held in a state."""
    async with town.store.read() as session:
        found = await session.scalar(select(func.count()).where(HeldMessage.state == state))
        return found or 0


async def test_five_hundred_messages_cost_one_word(town: Town) -> None:
    """Thirty are handled; of the others each is kept, and their writer hears so once."""
    flood = await town.customer("Flood", language_code="en")
    await flood.says("/start")
    town.world.forget_calls()
    await floods(town, flood, 500)
    assert await kept(town, Held.kept) == 500 + 1 - 30
    assert sum("keeping every message" in text for text in flood.texts) == 1
    assert len(town.world.calls("sendMessage")) < 70
    async with town.store.read() as session:
        assert (await session.scalar(select(func.count()).select_from(InboxRow))) == 501
    await town.travel(seconds=31)
    assert "I have kept your 471 messages" in flood.last.text
    assert await kept(town, Held.offered) == 471


async def test_others_are_answered_in_the_same_round(town: Town) -> None:
    """Who writes after five hundred messages of somebody else has their answer when the first is out."""
    flood, anna = await town.customer("Flood"), await town.customer("Anna", language_code="en")
    await flood.says("/start")
    await anna.says("/start")
    for nth in range(500):
        town.world.send(flood.id, text=f"word {nth}")
    town.world.send(anna.id, text="/help")
    while await town.receive():
        pass
    heard, answered = len(flood.heard), len(anna.heard)
    assert await town.app.worker.once() == 2
    await town.send()
    assert len(anna.heard) == answered + 1
    assert len(flood.heard) <= heard + 1


async def test_the_agents_group_is_not_flooded(town: Town) -> None:
    """While people are on the line the flood is shown as text, in portions, and nothing is lost of it."""
    anna, li, group = await connected(town)
    await floods(town, anna, 200)
    assert sum("客户一下子发来很多消息" in text for text in newest(group).texts) == 1
    copies = len(newest(group).seen)
    assert copies < 40
    await town.travel(seconds=31)
    shown = newest(group).texts
    assert len(shown) < copies + 5
    assert any("word 199" in text for text in shown)
    assert await kept(town, Held.passed) == 172
    await li.says("One thing at a time, please", topic=newest(group))
    assert anna.last.text == "One thing at a time, please"
    await anna.says("All right")
    assert newest(group).last.text == "All right"


async def test_long_floods_are_shown_portion_by_portion(town: Town) -> None:
    """Two messages of text at a time, and a button for the rest, for colleagues alone."""
    anna, li, group = await connected(town)
    await floods(town, anna, 60, text="a long complaint " * 30)
    await town.travel(seconds=31)
    waiting = await kept(town, Held.offered)
    assert waiting
    pressed = 0
    while await kept(town, Held.offered):
        await li.presses("再看一些", topic=newest(group))
        pressed += 1
    assert pressed <= 3
    shown = [one.text for one in newest(group).seen if one.message_id != newest(group).card.message_id]
    assert sum(text.count("a long complaint") for text in shown) == 60 * 30


async def test_a_flood_of_pictures(town: Town) -> None:
    """Ten at a time."""
    anna, li, group = await connected(town)
    await floods(town, anna, 55, photo=PNG, caption="look")
    await town.travel(seconds=31)
    copies = sum(one.kind == "photo" for one in newest(group).seen)
    while await kept(town, Held.offered):
        await li.presses("再看一些", topic=newest(group))
        more = sum(one.kind == "photo" for one in newest(group).seen)
        assert more - copies <= 10
        copies = more
    assert copies == 55


async def test_a_flood_can_be_passed_on(town: Town) -> None:
    """Who talks with the bot chooses: one message more, or a colleague who sees it all."""
    await town.agent("Li", "consulting")
    flood = await town.customer("Flood", language_code="en")
    await flood.says("/start")
    await floods(town, flood, 50)
    await town.travel(seconds=31)
    await flood.presses("Pass them on")
    topic = newest(town.group("consulting"))
    assert any("word 49" in text for text in topic.texts)
    assert await kept(town, Held.passed) == 21


async def test_presses_in_a_flood(town: Town) -> None:
    """They are answered, and cause nothing."""
    flood = await town.customer("Flood", language_code="en")
    await flood.says("/start")
    await floods(town, flood, 31)
    heard = len(flood.heard)
    assert "still sorting" in await flood.presses("Complaint")
    assert len(flood.heard) == heard


async def test_an_edit_of_what_is_kept(town: Town) -> None:
    """It is kept as it is in the end."""
    anna, _, group = await connected(town)
    await floods(town, anna, 40)
    last = town.world.messages(anna.id)
    mine = [one["message_id"] for one in last if one["from"]["id"] == anna.id][-1]
    town.world.edit(anna.id, None, mine, text="changed words")
    await town.settle()
    await town.travel(seconds=31)
    assert any("changed words" in text for text in newest(group).texts)


async def test_a_flood_of_edits(town: Town) -> None:
    """One message changed two hundred times: the group sees what it is in the end."""
    anna, _, group = await connected(town)
    await anna.says("first words")
    mine = [one["message_id"] for one in town.world.messages(anna.id) if one["from"]["id"] == anna.id][-1]
    town.world.forget_calls()
    for nth in range(200):
        town.world.edit(anna.id, None, mine, text=f"changed {nth} times")
    while await town.receive() or await town.app.worker.once():
        await town.send()
    assert len(town.world.calls("editMessageText")) < 40
    assert sum("keeping every message" in text for text in anna.texts) == 1
    assert await kept(town, Held.kept) == 1
    await town.travel(seconds=31)
    assert any("changed 199 times" in text for text in newest(group).texts)
    assert await kept(town, Held.kept) == 0


async def test_colleagues_may_write_fast(town: Town) -> None:
    """A member of staff is never held up."""
    boss = await town.manager()
    await floods(town, boss, 40, text="/help")
    assert await kept(town, Held.kept) == 0


async def test_a_flood_that_cannot_be_looked_at_holds_nobody_up(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where looking fails nothing is changed, and the other floods are looked at."""
    bad, good = (
        await town.customer("Bad", language_code="en"),
        await town.customer("Good", language_code="en"),
    )
    for one in (bad, good):
        await one.says("/start")
        await floods(town, one, 60)
    broken = (await town.conversation(bad)).id
    look_at = looking._look_at

    async def stumbling(scene: Scene, conversation: Conversation) -> int:
        done = await look_at(scene, conversation)
        if conversation.id == broken:
            raise ValueError
        return done

    monkeypatch.setattr(looking, "_look_at", stumbling)
    held = await kept(town, Held.kept)
    await town.travel(seconds=31)
    assert "I have kept your" in good.last.text
    assert not any("I have kept your" in text for text in bad.texts)
    assert await kept(town, Held.kept) == held // 2
