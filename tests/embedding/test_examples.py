"""A Frontline inside an aiogram bot and inside a python-telegram-bot one: who gets what."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.embedding import Front
from bot.gateways.telegram_buttons import MARK
from bot.sandbox import Sandbox
from bot.settings import Settings
from storage.inbox import INBOX
from storage.store import Store

from .conftest import HOSTS, said


async def asked(sandbox: Sandbox, user: int, text: str, answer: str) -> None:
    """Say something and wait for an answer with certain words."""
    before = len(said(sandbox, user))
    sandbox.world.send(user, text=text)
    await sandbox.until(lambda: any(answer in one for one in said(sandbox, user)[before:]), timeout=20)


async def inbox(settings: Settings) -> int:
    """How many updates the front line has ever taken and still keeps."""
    store = Store.open(settings.storage.url.get_secret_value())
    async with store.read() as session:
        count = await session.scalar(select(func.count()).select_from(INBOX))
    await store.close()
    return count or 0


async def test_each_answers_its_own_and_dialogues_go_first(front: Front, sandbox: Sandbox) -> None:
    """The same words are the host's in its dialogue, and the front line's outside of it."""
    anna = sandbox.world.account(name="Anna", language_code="en")
    await asked(sandbox, anna, "when are you open", "nine to six")
    await asked(sandbox, anna, "/weather", "Which city?")
    await asked(sandbox, anna, "when are you open", "Sunny in when are you open")
    await asked(sandbox, anna, "when are you open", "nine to six")


async def test_buttons_find_their_way(front: Front, sandbox: Sandbox) -> None:
    """Ours carry a mark; the host's do not reach us, not even those that nobody knows."""
    anna = sandbox.world.account(name="Anna", language_code="en")
    await asked(sandbox, anna, "/menu", "")
    menu = [message for message in sandbox.world.messages(anna) if "reply_markup" in message][-1]
    button = next(
        one for row in menu["reply_markup"]["inline_keyboard"] for one in row if "callback_data" in one
    )
    assert button["callback_data"].startswith(MARK)
    press = str(sandbox.world.press(anna, None, menu["message_id"], button["text"]))
    await sandbox.until(lambda: sandbox.world.callback(press).get("answer") is not None, timeout=20)


@pytest.mark.parametrize("data", ["weather:x", "other:1", "go:menu"])
async def test_the_hosts_buttons_are_not_taken(
    front: Front, sandbox: Sandbox, settings: Settings, data: str
) -> None:
    """Only what carries our mark is ours."""
    anna = sandbox.world.account(name="Anna", language_code="en")
    await asked(sandbox, anna, "when are you open", "nine to six")
    assert not await front.wants(
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": anna}, "data": data}}
    )
    assert await front.wants(
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": anna}, "data": MARK + data}}
    )


async def test_groups_of_the_host_stay_its_own(front: Front, sandbox: Sandbox, settings: Settings) -> None:
    """What is said in a group that serves no department is not even stored."""
    anna = sandbox.world.account(name="Anna", language_code="en")
    await asked(sandbox, anna, "when are you open", "nine to six")
    group = sandbox.world.group("Friends of weather", members=[anna])
    before = await inbox(settings)
    sandbox.world.send(anna, chat=group, text="when are you open")
    await asked(sandbox, anna, "when are you open", "nine to six")
    assert await inbox(settings) == before + 1
    assert not [one for one in sandbox.world.messages(group) if one.get("from", {}).get("is_bot")]


async def test_commands_are_merged_and_all_kinds_asked_for(front: Front, sandbox: Sandbox) -> None:
    """The host's first; nothing is left out of what Telegram is asked for."""
    await sandbox.until(lambda: sandbox.world.calls("setMyCommands"), timeout=20)
    (call,) = sandbox.world.calls("setMyCommands")
    names = [one["command"] for one in call["params"]["commands"]]
    assert names[0] == "weather"
    assert {"menu", "complaint", "help"} < set(names)
    assert len(names) == len(set(names))
    assert {"message_reaction", "edited_message"} < set(front.allowed_updates(["poll"]))
    assert "poll" in front.allowed_updates(["poll"])
    assert front.commands([("help", "Mine")])[0] == {"command": "help", "description": "Mine"}


async def test_it_starts_again_where_it_stopped(library: str, settings: Settings, sandbox: Sandbox) -> None:
    """The host's life is its life; what was owed goes out next time, and between them nothing is held."""
    anna = sandbox.world.account(name="Anna", language_code="en")
    for _ in range(2):
        async with HOSTS[library](settings) as front:
            await asked(sandbox, anna, "when are you open", "nine to six")
        assert not await front.wants({"update_id": 1, "message": {}})
        with pytest.raises(RuntimeError, match="not been started"):
            await front.take({"update_id": 1})


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_both_keep_one_pace(front: Front, sandbox: Sandbox) -> None:
    """What the host sends counts as ours, and a refusal it gets silences both."""
    anna = sandbox.world.account(name="Anna", language_code="en")
    await asked(sandbox, anna, "/weather", "Which city?")
    assert front._app is not None
    pace = front._app.pace
    taken: list[float] = []
    spoken = pace.took_elsewhere
    pace.took_elsewhere = lambda now: (taken.append(now), spoken(now))[1]  # type: ignore[method-assign]
    await asked(sandbox, anna, "Rome", "Sunny in Rome")
    assert len(taken) == 1
    sandbox.world.fault("429", method="sendMessage", times=1, retry_after=5)
    sandbox.world.send(anna, text="/weather")
    await sandbox.until(
        lambda: any(call.get("error") for call in sandbox.world.calls("sendMessage")), timeout=20
    )
    await sandbox.until(lambda: pace.room(taken[-1] + 1) == 0 or pace.room(taken[-1] + 4) == 0, timeout=5)
