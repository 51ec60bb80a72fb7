"""Which updates are the front line's: private chats, bound groups, its own buttons."""

from __future__ import annotations

from typing import Any

import pytest

from bot.embedding.taking import LOOK_AGAIN_SECONDS, Taking
from tests.town.town import Town

USER = {"id": 7, "is_bot": False, "first_name": "An"}
PRIVATE = {"id": 7, "type": "private", "first_name": "An"}


def message(chat: dict[str, Any], text: str = "hello", **more: Any) -> dict[str, Any]:
    """A raw update with a text."""
    about = {"message_id": 5, "date": 1_750_000_000, "chat": chat, "from": USER, "text": text}
    return {"update_id": 1, "message": about | more}


async def test_what_is_ours(town: Town) -> None:
    """And what is not: strange groups, inline queries, what cannot be read."""
    bound = await town.open_group("consulting")
    taking = Taking(town.store, town.app.account.id)
    strange = {"id": -1009, "type": "supergroup", "title": "Friends"}
    ours = {"id": bound.id, "type": "supergroup", "title": "Consulting", "is_forum": True}
    assert await taking.wants(message(PRIVATE))
    assert await taking.wants(message(ours))
    assert await taking.wants(message(strange, "/department consulting"))
    assert await taking.wants(message(strange, "/department@front_bot consulting"))
    assert not await taking.wants(message(strange))
    assert not await taking.wants(message(strange, "/help"))
    assert not await taking.wants(message(strange, "/"))
    assert not await taking.wants({"update_id": 1, "inline_query": {"id": "1", "from": USER, "query": "x"}})
    assert not await taking.wants({"update_id": 1, "poll": {"id": "1"}})
    assert not await taking.wants({"update_id": 1, "message": {"nonsense": True}})
    assert not await taking.wants({"update_id": 1, "callback_query": None})


async def test_a_group_that_is_bound_later_is_noticed(town: Town) -> None:
    """The rows are looked at again, not for every message of every strange group."""
    seconds = [0.0]
    taking = Taking(town.store, town.app.account.id, seconds=lambda: seconds[0])
    elsewhere = {"id": -1009, "type": "supergroup", "title": "Friends"}
    assert not await taking.wants(message(elsewhere))
    group = await town.open_group("consulting")
    place = {"id": group.id, "type": "supergroup", "title": "Consulting"}
    assert not await taking.wants(message(place))
    seconds[0] = LOOK_AGAIN_SECONDS
    assert await taking.wants(message(place))


@pytest.mark.parametrize("text", ["/department consulting", "/help"])
async def test_binding_is_seen_at_once(town: Town, text: str) -> None:
    """After the command that binds a group its messages are ours without a wait."""
    taking = Taking(town.store, town.app.account.id, seconds=lambda: 0.0)
    strange = {"id": -1009, "type": "supergroup", "title": "Friends"}
    assert not await taking.wants(message(strange))
    group = await town.open_group("consulting")
    place = {"id": group.id, "type": "supergroup", "title": "Consulting"}
    assert await taking.wants(message(place, text))
    assert await taking.wants(message(place)) or text == "/help"
