"""Every kind of update that either library knows, whole and broken, through the whole of Frontline.

Whole ones are made from the libraries' own types. Each ends as something that was handled or passed over, or
set aside with the managers told; and whoever writes next is answered.
"""

from __future__ import annotations

import asyncio
import copy
import json
import random
import types
import warnings
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import aiogram.types
import pytest
import telegram
from aiogram.client.default import Default
from aiogram.enums import UpdateType
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import BaseModel
from sqlalchemy import func, select
from telegram.warnings import PTBDeprecationWarning

from bot.gateways.embed_aiogram import raw_update
from bot.gateways.telegram_decoding import decoded
from bot.gateways.telegram_messages import FILE_KINDS, FRAME, PLAIN_KINDS, TOPIC_CHANGES
from bot.gateways.telegram_reading import UPDATE_KINDS, read_batch, read_update
from handlers.desk import NOTICES
from handlers.desk.unsupported import SAID
from storage.inbound import Unsupported
from storage.inbox import InboxRow, ParkedUpdate
from storage.store import Store
from tests.desk.test_talking import connected, newest
from tests.town.clock import StillClock
from tests.town.databases import Scratch
from tests.town.house import school
from tests.town.people import Person
from tests.town.town import Town

KINDS = sorted({kind.value for kind in UpdateType} | {str(kind) for kind in telegram.Update.ALL_TYPES})
BROKEN = 40
"""Updates of each batch that are made odd, beside one of every kind that is whole."""
DEEPEST = 4
NOTHING = (type(None), Default)
DEEP: Any = 1
for _ in range(300):
    DEEP = [DEEP]
ODD: list[Any] = [None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63), 2**64, 10**40, "", "x" * 5000]
ODD += ["\x00", "\ud800", "\u202e", "-", "１２", "go:human", [], {}, [None], {"id": {}}, DEEP, {"": DEEP}]


def test_every_kind_of_update_has_its_reader_or_is_passed_over() -> None:
    """We ask Telegram for kinds that both libraries know, and for no others."""
    assert set(UPDATE_KINDS) <= {kind.value for kind in UpdateType}
    assert set(UPDATE_KINDS) <= {str(kind) for kind in telegram.Update.ALL_TYPES}


def test_every_part_of_a_message_has_its_place() -> None:
    """Whatever either library knows of a message is what it says, what surrounds it, or the app's notice."""
    theirs = {field.alias or name for name, field in aiogram.types.Message.model_fields.items()}
    ptb = set(telegram.Message.__init__.__annotations__) - {"api_kwargs", "from_user", "return"}
    said = {"text", "live_photo", *FILE_KINDS, *PLAIN_KINDS, *SAID}
    # A live photo has a picture as well, and is one for us.
    assert (theirs | ptb) - said - FRAME - NOTICES - set(TOPIC_CHANGES) - {"migrate_to_chat_id"} == set()
    assert not said & FRAME
    assert not (said | FRAME) & NOTICES


class Maker:
    """Makes what a library's type allows, about people and places of the town."""

    def __init__(self, dice: random.Random, known: Mapping[str, list[Any]]) -> None:
        self.dice = dice
        self.known = known

    def update(self, kind: str, number: int) -> dict[str, Any]:
        """A whole update."""
        return {"update_id": number, kind: self.make(kind, _content(kind), 0)}

    def make(self, name: str, kind: Any, depth: int) -> Any:
        """A value for a field."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self.make(name, inner[0], depth)
        if origin in (Union, types.UnionType):
            return self.make(name, self.dice.choice([one for one in inner if one not in NOTHING]), depth)
        if origin is list:
            few = range(self.dice.randint(1, 2))
            return [self.make("", inner[0], depth + 1) for _ in few]
        if name in self.known:
            return self.dice.choice(self.known[name])
        if origin is Literal:
            one = self.dice.choice(inner)
            return one.value if isinstance(one, Enum) else one
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self.dice.choice(list(kind)).value
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self._object(kind, depth)
        plain = {
            bool: True,
            int: self.dice.randint(1, 50),
            float: 1.5,
            datetime: 1_750_000_000,
            timedelta: 60,
        }
        return plain.get(kind, f"{name or 'words'} 👋")

    def _object(self, kind: type[BaseModel], depth: int) -> dict[str, Any]:
        made = {}
        few = 6 if depth < 2 else 2 if depth < DEEPEST else 0
        for name, field in kind.model_fields.items():
            shown = field.alias or name
            needed = field.is_required() or get_origin(field.annotation) is Literal
            if needed or self.dice.random() < few / len(kind.model_fields):
                made[shown] = self.make(shown, field.annotation, depth + 1)
        return made


def _content(kind: str) -> Any:
    optional = aiogram.types.Update.model_fields[kind].annotation
    return next(one for one in get_args(optional) if one is not type(None))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in _places(part, (*path, key)))]


def _broken(dice: random.Random, update: dict[str, Any]) -> dict[str, Any]:
    """The update with up to three of its places made odd or taken out; its id stays."""
    update = copy.deepcopy(update)
    for _ in range(dice.randint(1, 3)):
        *path, last = dice.choice(
            [place for place in _places(update) if place and place[0] != "update_id"] or [("x",)]
        )
        holder: Any = update
        for key in path:
            holder = holder[key]
        if dice.random() < 0.4 and isinstance(holder, dict):
            holder.pop(last, None)
        else:
            holder[last] = copy.deepcopy(dice.choice(ODD))
    return update


def _user(who: int, **more: Any) -> dict[str, Any]:
    return {"id": who, "is_bot": False, "first_name": "An", "language_code": "en", **more}


async def _known(town: Town) -> tuple[dict[str, list[Any]], Person]:
    """People and places of a town in which a customer talks with an agent, and its manager."""
    boss = await town.manager()
    anna, li, group = await connected(town)
    await li.says("Hello", topic=newest(group))
    forum = {"id": group.id, "type": "supergroup", "title": "Agents", "is_forum": True}
    chats = [
        {"id": anna.id, "type": "private", "first_name": "An"},
        {"id": boss.id, "type": "private", "first_name": "Wang"},
        {"id": 700000999, "type": "private", "first_name": "New"},
        forum,
        forum,
        {"id": -1009, "type": "group", "title": "Old"},
        {"id": -1008, "type": "channel", "title": "News"},
    ]
    anonymous = _user(1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot")
    people = [
        _user(anna.id),
        _user(li.id),
        _user(boss.id),
        _user(700000999),
        _user(5, is_bot=True),
        anonymous,
    ]
    known: dict[str, list[Any]] = {
        "chat": chats,
        "sender_chat": chats,
        "from": people,
        "user": people,
        "message_thread_id": [newest(group).thread],
        "is_topic_message": [True],
        "data": ["go:human", "go:status", "fl:x"],
        "text": ["hello", "/start", "// a note", "talk to a human", "/price 5"],
        "date": [1_750_000_000],
        "edit_date": [1_750_000_009],
        "migrate_to_chat_id": [-100999],
        "migrate_from_chat_id": [-1009],
    }
    return known, boss


async def _stored(town: Town) -> tuple[set[int], int, list[str]]:
    """The updates that are kept in some way; how many are not done with; why some were set aside."""
    async with town.store.read() as session:
        inbox = (await session.scalars(select(InboxRow.update_id))).all()
        aside = (await session.execute(select(ParkedUpdate.update_id, ParkedUpdate.reason))).all()
        left = await session.scalar(select(func.count()).where(InboxRow.finished_at.is_(None))) or 0
    kept = {*inbox, *(number for number, _ in aside if number is not None)}
    return kept, left, [why for _, why in aside]


async def _deliver(town: Town, updates: list[dict[str, Any]]) -> None:
    """As a poll does it; then time passes, so that what failed is tried again until it is set aside."""
    await town.app.accept(read_batch(decoded(json.dumps(updates).encode())))
    await town.settle()
    for _ in range(6):
        if not (await _stored(town))[1]:
            return
        await town.travel(minutes=2)


def _read_alike(update: dict[str, Any]) -> None:
    """Each library takes it, and what is read through its objects is what is read as it came."""
    arrival = read_update(update)
    assert arrival.problem == ""
    assert read_update(raw_update(aiogram.types.Update.model_validate(update))).inbound == arrival.inbound
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        seen = telegram.Update.de_json(copy.deepcopy(update), None)
        told = seen.to_dict() if seen is not None else {}
    if next(reversed(update)) in telegram.Update.ALL_TYPES:
        through, straight = read_update(told).inbound, arrival.inbound
        assert through is not None
        assert straight is not None
        if isinstance(straight.what, Unsupported):
            # Of several notices in one message, which no message has, each may be the first.
            through, straight = (replace(one, what=straight.what) for one in (through, straight))
        assert through == straight


@pytest.fixture
def runner() -> Any:
    """One loop for all examples."""
    with asyncio.Runner() as opened:
        yield opened


def test_any_update_is_recorded_and_nothing_stops(database: Scratch, runner: asyncio.Runner) -> None:
    """Whole ones are never set aside; broken ones may be, and then the managers hear of it."""
    clock = StillClock()
    store = Store(database.engine)
    town = runner.run(Town.open(store, school(), clock))
    known, boss = runner.run(_known(town))
    numbers = iter(range(10**9, 10**10))
    bo = runner.run(town.customer("Bo"))

    async def swallow(dice: random.Random) -> None:
        maker = Maker(dice, known)
        whole = [maker.update(kind, next(numbers)) for kind in KINDS]
        for update in whole:
            _read_alike(update)
        _, _, before = await _stored(town)
        await _deliver(town, whole)
        kept, left, aside = await _stored(town)
        assert (left, aside) == (0, before), whole
        assert kept >= {update["update_id"] for update in whole}
        odd = [_broken(dice, maker.update(dice.choice(KINDS), next(numbers))) for _ in range(BROKEN)]
        told = len(boss.heard)
        await _deliver(town, odd)
        kept, left, more = await _stored(town)
        assert left == 0
        assert kept >= {update["update_id"] for update in odd}
        assert more.count("failed") == 0, odd
        assert len(boss.heard) > told or len(more) == len(aside)
        await town.travel(minutes=2)
        heard = len(bo.heard)
        await bo.says("/help")
        assert len(bo.heard) == heard + 1

    @settings(
        max_examples=3,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32))
    def swallows(seed: int) -> None:
        runner.run(swallow(random.Random(seed)))

    try:
        swallows()
    finally:
        runner.run(town.close())
        runner.run(store.close())
