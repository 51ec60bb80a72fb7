"""getUpdates: offsets, redelivery, waiting, two pollers, retention."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.sandbox import Sandbox

from .conftest import TOKEN, Api, Machine


def texts(updates: list[dict[str, Any]]) -> list[str]:
    """The texts of message updates."""
    return [update["message"]["text"] for update in updates]


async def test_an_update_comes_again_until_it_is_confirmed(sandbox: Sandbox, api: Api, customer: int) -> None:
    """Asking without an offset confirms nothing; a higher offset confirms all before it."""
    for word in ("one", "two", "three"):
        sandbox.world.send(customer, text=word)
    first = await api.updates()
    assert texts(first) == ["one", "two", "three"]
    assert texts(await api.updates()) == ["one", "two", "three"]
    assert texts(await api.updates(offset=first[1]["update_id"])) == ["two", "three"]
    assert await api.updates(offset=first[2]["update_id"] + 1) == []
    assert await api.updates() == []


async def test_update_ids_are_sequential(sandbox: Sandbox, api: Api, customer: int) -> None:
    """Each update's id is one above the last."""
    for _ in range(4):
        sandbox.world.send(customer, text="hi")
    ids = [update["update_id"] for update in await api.updates()]
    assert ids == list(range(ids[0], ids[0] + 4))


async def test_a_negative_offset_keeps_the_newest(sandbox: Sandbox, api: Api, customer: int) -> None:
    """Offset -1 forgets everything but the last update."""
    for word in ("one", "two", "three"):
        sandbox.world.send(customer, text=word)
    assert texts(await api.updates(offset=-1)) == ["three"]
    assert texts(await api.updates()) == ["three"]


async def test_an_offset_in_the_future_confirms_nothing(sandbox: Sandbox, api: Api, customer: int) -> None:
    """After update ids restarted lower, an old offset is no valid one: the queue is read from its head."""
    sandbox.world.next_update_id(500)
    sandbox.world.send(customer, text="still here")
    assert texts(await api.updates(offset=9_000)) == ["still here"]


async def test_limit_bounds_a_batch(sandbox: Sandbox, api: Api, customer: int) -> None:
    """At most `limit` updates come at once, a hundred without one."""
    for number in range(120):
        sandbox.world.send(customer, text=str(number))
    assert len(await api.updates(limit=7)) == 7
    assert len(await api.updates()) == 100


async def test_a_long_poll_returns_when_something_happens(sandbox: Sandbox, api: Api, customer: int) -> None:
    """A waiting getUpdates answers as soon as there is an update."""
    waiting = asyncio.create_task(api.updates(timeout=50))
    await asyncio.sleep(0.02)
    assert not waiting.done()
    sandbox.world.send(customer, text="hi")
    assert texts(await waiting) == ["hi"]


async def test_a_long_poll_ends_empty_after_its_timeout(api: Api) -> None:
    """Nothing happens for the time asked for: an empty list."""
    assert await api.updates(timeout=1) == []


async def test_a_second_poller_ends_the_first(sandbox: Sandbox, api: Api, customer: int) -> None:
    """The older of two pollers is told of the conflict; the newer gets the updates."""
    first = asyncio.create_task(api("getUpdates", timeout=50))
    await asyncio.sleep(0.02)
    second = asyncio.create_task(api.updates(timeout=50))
    refused = await first
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: terminated by other getUpdates request")
    sandbox.world.send(customer, text="hi")
    assert texts(await second) == ["hi"]


async def test_the_same_offset_again_at_once_yields_one(machine: Machine) -> None:
    """Within half a second the same offset gets a single update; later all of them."""
    async with Sandbox(False, machine=machine) as sandbox:
        sandbox.world.bot(TOKEN)
        customer = sandbox.world.account("Li")
        for _ in range(5):
            sandbox.world.send(customer, text="hi")
        queue = sandbox.state.the_bot().queue
        assert (await queue.poll(0, 100, 0)).count("update_id") == 5
        machine.now += 0.4
        assert (await queue.poll(0, 100, 0)).count("update_id") == 1
        machine.now += 0.6
        assert (await queue.poll(0, 100, 0)).count("update_id") == 5


async def test_allowed_updates_stick(sandbox: Sandbox, api: Api, customer: int) -> None:
    """The list holds until another is given; an empty one brings the default back."""
    await api.updates(allowed_updates=["callback_query"])
    sandbox.world.send(customer, text="unwanted")
    assert await api.updates() == []
    await api.updates(allowed_updates=[])
    sandbox.world.send(customer, text="wanted")
    assert texts(await api.updates()) == ["wanted"]


async def test_reactions_come_only_when_asked_for(sandbox: Sandbox, api: Api, customer: int) -> None:
    """message_reaction is not among the default kinds."""
    message_id = sandbox.world.send(customer, text="hi")
    sandbox.world.react(customer, None, message_id, "👍")
    assert [set(update) for update in await api.drain()] == [{"update_id", "message"}]
    await api.updates(allowed_updates=["message_reaction"])
    sandbox.world.react(customer, None, message_id, "🔥")
    (update,) = await api.drain()
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]


async def test_updates_are_kept_for_a_day(
    sandbox: Sandbox, api: Api, customer: int, machine: Machine
) -> None:
    """After 24 hours an undelivered update is gone."""
    sandbox.world.send(customer, text="old")
    machine.now += 23 * 3600
    sandbox.world.send(customer, text="new")
    assert len(await api.updates()) == 2
    machine.now += 3601
    assert texts(await api.updates()) == ["new"]


async def test_presses_are_kept_for_150_seconds(
    sandbox: Sandbox, api: Api, customer: int, chat: int, machine: Machine
) -> None:
    """A press nobody fetched in time is gone."""
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = await api.result("sendMessage", chat_id=chat, text="?", reply_markup=keyboard)
    sandbox.world.press(customer, None, sent["message_id"], "Yes")
    assert len(await api.updates()) == 1
    machine.now += 151
    assert await api.updates() == []


async def test_after_an_idle_week_ids_go_on_at_random(
    sandbox: Sandbox, api: Api, customer: int, machine: Machine
) -> None:
    """The first update after eight quiet days doesn't follow the last."""
    sandbox.world.send(customer, text="before")
    (before,) = await api.drain()
    machine.now += 8 * 24 * 3600
    sandbox.world.send(customer, text="after")
    (after,) = await api.updates()
    assert after["update_id"] != before["update_id"] + 1


async def test_an_undecodable_update_waits_like_any_other(sandbox: Sandbox, api: Api, customer: int) -> None:
    """Garbage takes its turn between sound updates."""
    sandbox.world.send(customer, text="before")
    update_id = sandbox.world.garbage()
    sandbox.world.send(customer, text="after")
    updates = await api.updates()
    assert [update["update_id"] for update in updates] == [update_id - 1, update_id, update_id + 1]
    assert updates[1]["message"]["message_id"] == "not a number"


async def test_each_bot_has_a_queue_of_its_own(sandbox: Sandbox, api: Api, customer: int) -> None:
    """What is written to one bot reaches no other."""
    other = "987654321:AAExampleExampleExampleExampleExample"
    sandbox.world.bot(other)
    sandbox.world.send(customer, other, text="for the other")
    assert await api.updates() == []
    assert texts(await api.result("getUpdates", other)) == ["for the other"]
