"""The pacing limits, in frozen machine time."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.errors import Misuse, Refused
from bot.sandbox.limits import Limits

from .conftest import TOKEN, Api, Machine


def wait(limits: Limits, chat: int, bot: int = 1, amount: int = 1) -> int:
    """Seconds to wait, 0 when the message may go."""
    try:
        limits.spend(bot, chat, amount)
    except Refused as refusal:
        return int(refusal.parameters["retry_after"])
    return 0


def test_a_private_chat_takes_a_burst_then_one_a_second(machine: Machine) -> None:
    """Five at once, the sixth a second later; another chat isn't touched."""
    limits = Limits(machine, enforced=True)
    assert [wait(limits, 7) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert wait(limits, 8) == 0
    machine.now += 1
    assert [wait(limits, 7), wait(limits, 7)] == [0, 1]
    machine.now += 60
    assert [wait(limits, 7) for _ in range(6)] == [0, 0, 0, 0, 0, 1]


def test_a_group_takes_twenty_a_minute(machine: Machine) -> None:
    """The twenty-first waits until the first is a minute old."""
    limits = Limits(machine, enforced=True)
    for _ in range(20):
        assert wait(limits, -5) == 0
        machine.now += 1
    assert wait(limits, -5) == 40
    machine.now += 40
    assert wait(limits, -5) == 0
    assert wait(limits, -5) == 1


def test_a_bot_sends_thirty_a_second_in_all(machine: Machine) -> None:
    """The thirty-first to anybody waits a second; other bots don't."""
    limits = Limits(machine, enforced=True)
    assert {wait(limits, chat) for chat in range(1, 31)} == {0}
    assert wait(limits, 31) == 1
    assert wait(limits, 31, bot=2) == 0
    machine.now += 1
    assert wait(limits, 31) == 0


def test_an_album_counts_each_item(machine: Machine) -> None:
    """Ten pictures twice fill a group's minute; ten to a person may go at once but are paid for."""
    limits = Limits(machine, enforced=True)
    assert [wait(limits, -5, amount=10), wait(limits, -5, amount=10), wait(limits, -5)] == [0, 0, 60]
    assert wait(limits, 7, amount=10) == 0
    assert wait(limits, 7) == 6


def test_limits_can_be_changed(machine: Machine) -> None:
    """Numbers hold from the change on; wrong ones are refused."""
    limits = Limits(machine, enforced=True)
    limits.change(group_per_minute=1)
    assert [wait(limits, -5), wait(limits, -5)] == [0, 60]
    limits.change(enforced=False)
    assert wait(limits, -5) == 0
    with pytest.raises(Misuse, match="no limit 'speed'"):
        limits.change(speed=1)
    with pytest.raises(Misuse, match="above zero"):
        limits.change(chat_burst=0)


async def test_edits_and_topics_count_and_answers_do_not(
    api: Api, sandbox: Sandbox, agents: int, agent: int
) -> None:
    """In a group edits, topics and messages share the twenty; presses may always be answered."""
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sandbox.world.limits(enforced=True, group_per_minute=3)
    sent = await api.result("sendMessage", chat_id=agents, text="?", reply_markup=keyboard)
    await api.result("createForumTopic", chat_id=agents, name="Case")
    await api.result(
        "editMessageText", chat_id=agents, message_id=sent["message_id"], text="!", reply_markup=keyboard
    )
    refused = await api("sendMessage", chat_id=agents, text="one too many")
    assert refused["error_code"] == 429
    assert refused["parameters"] == {"retry_after": 60}
    for _ in range(5):
        press = sandbox.world.press(agent, agents, sent["message_id"], "Yes")
        await api.result("answerCallbackQuery", callback_query_id=press)


async def test_travelling_does_not_refill(machine: Machine) -> None:
    """Moving the business clock gives no new messages to send."""
    sandbox = Sandbox(machine=machine)
    sandbox.world.bot(TOKEN)
    limits = sandbox.state.limits
    assert [wait(limits, 7) for _ in range(6)][-1] == 1
    sandbox.world.clock.advance(86400)
    assert wait(limits, 7) == 1
