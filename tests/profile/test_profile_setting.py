"""The profile: set where nobody has, renewed where we did, and never over what a hand set."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from bot.profile_setting import ProfileSetter
from storage.staff import Staff
from tests.town.town import Town


def setter(town: Town) -> ProfileSetter:
    """The setter of the town's bot."""
    return ProfileSetter(town.store, town.app.gateway, town.house, town.app.account.id)


async def ask(town: Town, method: str, **parameters: Any) -> Any:
    """Ask the channel."""
    return await town.app.gateway.call(method, **parameters)


async def commands(town: Town, language: str = "", **scope: Any) -> list[str]:
    """The names of the commands of a scope."""
    where = {"language_code": language} if language else {}
    answer = await ask(town, "getMyCommands", scope=scope, **where)
    return [one["command"] for one in answer]


async def test_everything_is_set_at_the_first_start(town: Town) -> None:
    """Descriptions, commands by scope and language are set on a new bot."""
    assert await setter(town).set_all() == []
    english = (await ask(town, "getMyDescription"))["description"]
    chinese = (await ask(town, "getMyDescription", language_code="zh"))["description"]
    assert english
    assert chinese
    assert english != chinese
    assert "complaint" in await commands(town, type="all_private_chats")
    assert "complaint" in await commands(town, "zh", type="all_private_chats")
    assert "department" in await commands(town, type="all_group_chats")
    assert "complaint" not in await commands(town, type="all_group_chats")


async def test_a_text_set_by_hand_stays(town: Town) -> None:
    """What somebody wrote at the channel is left alone; the rest is set."""
    await ask(town, "setMyDescription", description="Written by hand")
    assert await setter(town).set_all() == ["description:"]
    assert (await ask(town, "getMyDescription"))["description"] == "Written by hand"
    assert (await ask(town, "getMyDescription", language_code="zh"))["description"] != "Written by hand"
    assert (await ask(town, "getMyShortDescription"))["short_description"]


async def test_commands_set_by_hand_later_stay(town: Town) -> None:
    """What is changed by hand after us is a hand's, too."""
    await setter(town).set_all()
    mine = [{"command": "hello", "description": "Mine"}]
    await ask(town, "setMyCommands", commands=mine, scope={"type": "all_private_chats"})
    assert await setter(town).set_all() == ["commands:all_private_chats:"]
    assert await commands(town, type="all_private_chats") == ["hello"]


async def test_reset_replaces_what_a_hand_set(town: Town) -> None:
    """Only when asked to do we write over a hand's text, and then it is ours."""
    await ask(town, "setMyDescription", description="Written by hand")
    assert await setter(town).set_all(reset=True) == []
    assert (await ask(town, "getMyDescription"))["description"] != "Written by hand"
    assert await setter(town).set_all() == []


async def test_our_own_texts_follow_the_settings(town: Town) -> None:
    """A text that we set is renewed when the business's name changes."""
    await setter(town).set_all()
    town.house.names = {"zh": "新学堂", "en": "New School"}
    assert await setter(town).set_all() == []
    assert "New School" in (await ask(town, "getMyDescription"))["description"]


async def test_nothing_is_set_twice(town: Town) -> None:
    """A second start asks, and sets nothing."""
    await setter(town).set_all()
    before = len([call for call in town.sandbox.state.calls if call.method.lower().startswith("set")])
    await setter(town).set_all()
    after = len([call for call in town.sandbox.state.calls if call.method.lower().startswith("set")])
    assert after == before


async def test_staff_have_commands_of_their_own(town: Town) -> None:
    """A manager's chat offers the manager's commands; they go when the manager goes."""
    boss = await town.manager("Wang")
    assert await setter(town).set_staff() > 0
    assert "invite" in await commands(town, type="chat", chat_id=boss.id)
    assert await setter(town).set_staff() == 0
    async with town.store.begin() as session:
        await session.execute(update(Staff).values(left_at=town.now))
    assert await setter(town).set_staff() > 0
    assert await commands(town, type="chat", chat_id=boss.id) == []
