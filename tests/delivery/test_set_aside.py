"""What the sender has to set aside is told to people, not only to the journal."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import delivery
from storage.outbound import SendText, encode_operation
from tests.delivery.test_one_bad_row import owe
from tests.desk.test_talking import connected, newest
from tests.town.town import Town


async def test_what_is_lost_is_told_to_managers_and_customer(town: Town) -> None:
    """A row nobody can read: the managers learn its number, the customer that something is missing."""
    boss = await town.manager()
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    await owe(town, anna, '{"kind":"of another version"}')
    await town.settle()
    assert "could not send something in a private chat" in boss.last.text
    assert sum("got lost on our side" in text for text in anna.texts) == 1


async def test_what_it_was_about_is_masked(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Managers read the beginning of the words, without numbers that reach a person."""
    boss = await town.manager()
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    plain = delivery.failed

    async def stumble(*arguments: Any, **more: Any) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr(delivery, "failed", stumble)
    town.world.fault("403", method="sendMessage", chat=anna.id, times=1)
    await owe(town, anna, encode_operation(SendText("Call Li at +86 138 0013 8000, please")))
    await town.settle()
    monkeypatch.setattr(delivery, "failed", plain)
    assert "Call Li at ••••, please" in boss.last.text
    assert "138" not in boss.last.text


async def test_what_arrived_and_was_not_recorded(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agents' answer is there; managers hear that replies to it may not find their way."""
    boss = await town.manager()
    anna, li, group = await connected(town)

    async def stumble(*_: object) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr(delivery, "delivered", stumble)
    await li.says("at three", topic=newest(group))
    assert "at three" in anna.texts
    assert any("has arrived, but I could not write down" in text for text in boss.texts)
    assert not any("got lost" in text for text in anna.texts)


async def test_a_copy_that_is_lost_is_told_to_its_writer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent's words that could not be passed on are marked, and the topic says so."""
    anna, li, group = await connected(town)
    plain = delivery.works_again

    async def stumble(*_: object) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr(delivery, "failed", stumble)
    town.world.fault("400", method="copyMessage", times=1, text="something nobody has seen")
    said = await li.says("at three", topic=newest(group))
    monkeypatch.undo()
    assert delivery.works_again is plain
    marks = [one["emoji"] for each in town.world.reactions(group.id, said).values() for one in each]
    assert marks == ["🤷"]
    assert "没有送到客户那里" in newest(group).last.text
    assert "at three" not in anna.texts


async def test_an_alert_never_tells_of_itself(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """If even the alert cannot be sent, it ends there."""
    boss = await town.manager()
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")

    async def stumble(*arguments: Any, **more: Any) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr(delivery, "failed", stumble)
    town.world.fault("403", method="sendMessage")
    await owe(town, anna, encode_operation(SendText("hello")))
    before = len(town.world.calls("sendMessage"))
    await town.settle()
    assert len(town.world.calls("sendMessage")) == before + 3
    assert boss.texts
