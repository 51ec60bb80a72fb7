"""Whatever is delivered: it is kept and answered with 200, or answered with why not; nothing ever breaks."""

from __future__ import annotations

import copy
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.webhook.receiving import Reception
from bot.webhook.serving import served
from storage.inbox import InboxRow, ParkedUpdate
from tests.town.town import Town

from .conftest import SECRET, Deliverer

ROUNDS = 40
USER = {"id": 700000009, "is_bot": False, "first_name": "An", "username": "an", "language_code": "en"}
PRIVATE = {"id": 700000009, "type": "private", "first_name": "An"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Agents", "is_forum": True}
FILE = {
    "file_id": "f",
    "file_unique_id": "u",
    "file_size": 5,
    "mime_type": "a/b",
    "file_name": "n",
    "width": 1,
}


def _message(**fields: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_750_000_000, "chat": PRIVATE, "from": USER} | fields


SAMPLES: list[dict[str, Any]] = [
    {"message": _message(text="hello", entities=[{"type": "bold", "offset": 0, "length": 2}])},
    {"message": _message(photo=[FILE | {"height": 1}], caption="see", media_group_id="1")},
    {"message": _message(document=FILE, forward_origin={"type": "user", "sender_user": USER, "date": 1})},
    {
        "message": _message(
            text="x", reply_to_message=_message(text="y"), quote={"text": "y", "is_manual": True}
        )
    },
    {"message": _message(contact={"phone_number": "+8613800138000", "first_name": "B", "user_id": 7})},
    {"message": _message(location={"latitude": 1.0, "longitude": 2.0}, chat=GROUP, message_thread_id=3)},
    {"message": _message(chat=GROUP, migrate_to_chat_id=-1002)},
    {"message": _message(chat=GROUP, forum_topic_closed={}, is_topic_message=True, message_thread_id=3)},
    {"message": _message(story={"id": 1})},
    {"edited_message": _message(text="changed", edit_date=1_750_000_001)},
    {"callback_query": {"id": "1", "from": USER, "data": "fl:x", "message": _message(text="b")}},
    {
        "message_reaction": {
            "chat": PRIVATE,
            "message_id": 5,
            "user": USER,
            "date": 1,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    {
        "my_chat_member": {
            "chat": GROUP,
            "from": USER,
            "date": 1,
            "old_chat_member": {"user": USER, "status": "left"},
            "new_chat_member": {"user": USER, "status": "administrator", "can_manage_topics": True},
        }
    },
    {"inline_query": {"id": "1", "from": USER, "query": "q", "offset": ""}},
    {"poll_answer": {"poll_id": "1", "user": USER, "option_ids": [0]}},
]

ODD_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | ODD_TEXT
    | st.sampled_from(["", "\x00", "\ud800", "x" * 5000, "\u202e", "-", "１２"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXT, inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in _places(part, (*path, key)))]


@st.composite
def broken(draw: st.DrawFn) -> dict[str, Any]:
    """An update of a kind there is, with up to three places made odd or taken out."""
    update: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(0, 3))):
        places = [place for place in _places(update) if place]
        if not places:
            break
        *path, last = draw(st.sampled_from(places))
        holder: Any = update
        for key in path:
            holder = holder[key]
        if draw(st.booleans()) and isinstance(holder, dict):
            del holder[last]
        else:
            holder[last] = draw(ODD)
    return update


@pytest.fixture
async def post(town: Town) -> AsyncIterator[Deliverer]:
    """Somebody who delivers to a whole Frontline."""
    reception = Reception(town.app.accept, SECRET)
    routes = [web.post("/hook", reception.receive)]
    async with (
        served("127.0.0.1:0", routes, setting="webhook.listen") as port,
        aiohttp.ClientSession() as session,
    ):
        yield Deliverer(session, f"http://127.0.0.1:{port}/hook")
    await reception.close()


async def stored(town: Town) -> int:
    """How many updates are kept, handled or set aside."""
    async with town.store.read() as session:
        inbox = await session.scalar(select(func.count()).select_from(InboxRow)) or 0
        aside = ParkedUpdate.reason == "undecodable"
        return inbox + (await session.scalar(select(func.count()).where(aside)) or 0)


SETTINGS = settings(
    max_examples=ROUNDS,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_next = iter(range(1, 10**9))


@SETTINGS
@given(
    body=st.binary(max_size=300) | st.text().map(str.encode) | ODD.map(lambda odd: json.dumps(odd).encode())
)
async def test_any_bytes(post: Deliverer, town: Town, body: bytes) -> None:
    """Bytes that are no update are refused with 400, and nothing is left of them."""
    before = await stored(town)
    status = await post.post(body=body)
    assert status in (200, 400)
    assert await stored(town) == before + (status == 200)


@SETTINGS
@given(update=broken())
async def test_any_update(post: Deliverer, town: Town, update: dict[str, Any]) -> None:
    """An update, however broken, is kept: handled, or set aside for a person to look at."""
    before = await stored(town)
    body = json.dumps({"update_id": next(_next)} | update).encode()
    assert await post.post(body=body) == 200
    assert await stored(town) == before + 1
    assert await post.post(body=body) == 200
    assert await stored(town) == before + 1
    await town.settle()


@SETTINGS
@given(number=ODD)
async def test_any_update_id(post: Deliverer, town: Town, number: Any) -> None:
    """An id that is none is refused, and does not come back for ever."""
    before = await stored(town)
    body = json.dumps(SAMPLES[0] | {"update_id": number}).encode()
    status = await post.post(body=body)
    assert status in (200, 400)
    assert (await stored(town) > before) <= (status == 200)


async def test_what_is_nested_too_deep(post: Deliverer) -> None:
    """Half a megabyte of brackets is no update."""
    assert await post.post(body=b"[" * 250_000 + b"]" * 250_000) == 400


async def test_half_a_letter(post: Deliverer, town: Town) -> None:
    """JSON can spell an unpaired surrogate; the message is kept, and answered."""
    body = json.dumps({"update_id": next(_next), "message": _message(text="/help \ud83d")}).encode()
    assert await post.post(body=body) == 200
    assert await stored(town) == 1
