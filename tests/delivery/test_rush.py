"""Thousands of messages due at once, and customers who write: no refusal, full speed, quick replies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from random import Random

import pytest

from storage.outbound import Copy, CreateTopic, Edit
from storage.outbox import Priority
from storage.store import Store
from tests.delivery.rush import Rush
from tests.town.clock import StillClock


@pytest.fixture
async def rush(store: Store, clock: StillClock) -> Rush:
    """A sender and a Telegram that keeps its limits."""
    opened = Rush(store, clock)
    await opened.open()
    return opened


def now_and_then(chats: list[int], chance: Random, each_look: float) -> Iterator[list[int]]:
    """Some of these people write, about so many each time."""
    while True:
        yield [chance.choice(chats)] if chance.random() < each_look else []


async def test_ten_thousand_due_messages_and_live_customers(rush: Rush) -> None:
    """No 429 at all, 95 % of what Telegram allows, and who writes meanwhile hardly notices."""
    due, live = await rush.people(10_000), await rush.people(40)
    await rush.owe(due, Priority.broadcast)
    figures = await rush.until_sent("broadcast", 450, writing=now_and_then(live, Random(1), 0.06))
    assert figures.refused == 0
    assert sum(figures.sent.values()) / figures.seconds > 0.95 * 30
    assert figures.p(95) < 0.5


async def test_a_group_counts_edits_and_new_topics(rush: Rush) -> None:
    """Twenty events a minute, whatever they are; what is left over waits for the next minute."""
    group = await rush.group()
    await rush.owe([group] * 15, Priority.staff)
    await rush.until_sent("staff", 1)
    message = str(rush.sandbox.state.calls[-1].result["message_id"])
    for number in range(10):
        await rush.owe([group], Priority.staff, CreateTopic(f"Case {number}"))
        await rush.owe([group], Priority.staff, Edit(message, f"Card {number}"))
    figures = await rush.until_sent("editMessageText", 10)
    assert figures.refused == 0
    assert figures.seconds > 60
    assert figures.sent == {"staff": 14, "createForumTopic": 10, "editMessageText": 10}


async def test_albums_count_each_picture(rush: Rush) -> None:
    """They wait until all of them fit, among a broadcast too, and are never refused."""
    [anna, *others] = await rush.people(301)
    group = await rush.group()
    await rush.owe(others, Priority.broadcast)
    await rush.owe([anna], Priority.reply)
    await rush.until_sent("reply", 1)
    for place in (anna, group, anna, group, group):
        await rush.owe([place], Priority.reply, Copy(*rush.album(anna, 10)))
    figures = await rush.until_sent("copyMessages", 5)
    assert figures.refused == 0
    assert figures.seconds > 60


async def test_replies_without_end_do_not_starve_a_broadcast(rush: Rush) -> None:
    """One place in ten is for each class that yields; the replies hardly notice."""
    due, live, group = await rush.people(100), await rush.people(400), await rush.group()
    await rush.owe(due, Priority.broadcast)
    await rush.owe([group] * 5, Priority.staff)
    turns = cycle(live)
    figures = await rush.until_sent("broadcast", 20, writing=iter(lambda: [next(turns)], []))
    assert figures.refused == 0
    assert figures.rate("broadcast") >= 1.5
    assert figures.rate("reply") > 20
    assert figures.sent["staff"] == 5


async def test_a_broadcast_does_not_hold_up_answers_to_presses(rush: Rush) -> None:
    """They take no place of the limit, and wait for none."""
    due = await rush.people(200)
    await rush.owe(due, Priority.broadcast)
    await rush.until_sent("broadcast", 40)
    for number in range(50):
        await rush.press(f"{number}")
    for _ in range(5):
        await rush.cycle()
    assert rush.asked("answerCallbackQuery") == 50


async def test_an_hour_for_one_chat_in_the_middle_of_a_rush(rush: Rush) -> None:
    """One chat waits as long as Telegram says, the other hundreds do not even slow down."""
    due = await rush.people(300)
    stuck = rush.place(due[30])
    rush.world.fault("429", method="sendMessage", chat=stuck, retry_after=3600, times=1)
    await rush.owe(due, Priority.broadcast)
    figures = await rush.until_sent("broadcast", 299)
    assert figures.refused == 1
    assert figures.rate("broadcast") > 0.9 * 30
    assert rush.world.messages(stuck) == []
    await rush.timeline.move(3600)
    assert (await rush.until_sent("broadcast", 1)).refused == 0


async def test_who_takes_over_in_the_same_minute_is_not_refused(rush: Rush) -> None:
    """The limits of a group and of the bot go on over a restart."""
    group, due = await rush.group(), await rush.people(60)
    await rush.owe([group] * 30, Priority.staff)
    await rush.owe(due, Priority.broadcast)
    await rush.until_sent("broadcast", 60)
    await rush.restart()
    figures = await rush.until_sent("staff", 1)
    assert figures.refused == 0
    assert figures.seconds > 30
