"""Groups: pins, links, comings and goings, and two bots in one room."""

from __future__ import annotations

import pytest

from bot.sandbox import Bounds, Sandbox
from bot.sandbox.errors import Misuse

from .conftest import OTHER, TOKEN, Api


async def test_pins(sandbox: Sandbox, api: Api, agents: int, chat: int) -> None:
    """The latest pin is shown; unpinning one, the latest, or all; a missing one is refused."""
    ids = [(await api.result("sendMessage", chat_id=agents, text=text))["message_id"] for text in "abc"]
    for message_id in ids:
        await api.result("pinChatMessage", chat_id=agents, message_id=message_id)
    assert (await api.result("getChat", chat_id=agents))["pinned_message"]["text"] == "c"
    await api.result("unpinChatMessage", chat_id=agents)
    await api.result("unpinChatMessage", chat_id=agents, message_id=ids[0])
    assert (await api.result("getChat", chat_id=agents))["pinned_message"]["text"] == "b"
    assert await api.error("unpinChatMessage", chat_id=agents, message_id=ids[0]) == (
        "Bad Request: message to unpin not found"
    )
    await api.result("unpinAllChatMessages", chat_id=agents)
    assert "pinned_message" not in await api.result("getChat", chat_id=agents)
    assert (
        await api.error("pinChatMessage", chat_id=agents, message_id=99)
        == "Bad Request: message to pin not found"
    )
    await api.result("pinChatMessage", chat_id=agents, message_id=ids[1])
    sandbox.world.delete(agents, ids)
    assert "pinned_message" not in await api.result("getChat", chat_id=agents)


async def test_invite_links(api: Api, agents: int) -> None:
    """A further link with a name, and a primary one that getChat shows."""
    link = await api.result("createChatInviteLink", chat_id=agents, name="For Anna", member_limit=1)
    assert link["invite_link"].startswith("https://t.me/+")
    assert (link["name"], link["member_limit"], link["is_primary"]) == ("For Anna", 1, False)
    primary = await api.result("exportChatInviteLink", chat_id=agents)
    assert (await api.result("getChat", chat_id=agents))["invite_link"] == primary


async def test_somebody_banned_may_come_back_when_unbanned(
    sandbox: Sandbox, api: Api, agents: int, customer: int, agent: int
) -> None:
    """Ban, unban; an administrator can't be banned."""
    sandbox.world.join(customer, agents)
    await api.result("banChatMember", chat_id=agents, user_id=customer)
    await api.result("unbanChatMember", chat_id=agents, user_id=customer)
    assert (await api.result("getChatMember", chat_id=agents, user_id=customer))["status"] == "left"
    error = await api.error("banChatMember", chat_id=agents, user_id=agent)
    assert error == "Bad Request: user is an administrator of the chat"


async def test_joining_twice_is_joining_once(sandbox: Sandbox, api: Api, agents: int, agent: int) -> None:
    """Who is in stays what they are; who is out has nothing to leave."""
    await api.drain()
    sandbox.world.join(agent, agents)
    sandbox.world.leave(sandbox.world.account("Stranger"), agents)
    assert await api.updates() == []
    assert (await api.result("getChatMember", chat_id=agents, user_id=agent))["status"] == "creator"


async def test_bots_do_not_hear_each_other(sandbox: Sandbox, api: Api, agents: int, agent: int) -> None:
    """What one bot says reaches no other bot; people reach both."""
    sandbox.world.bot(OTHER, username="other_bot")
    sandbox.world.join("@other_bot", agents)
    sandbox.world.promote("@other_bot", agents)
    await api.drain()
    await api.result("getUpdates", OTHER, offset=-1)
    before = len(await api.result("getUpdates", OTHER))
    sent = await api.result("sendMessage", chat_id=agents, text="I am a bot")
    await api.result("editMessageText", chat_id=agents, message_id=sent["message_id"], text="still")
    assert len(await api.result("getUpdates", OTHER)) == before
    sandbox.world.send(agent, agents, "hello")
    assert len(await api.result("getUpdates", OTHER)) == before + 1
    assert [update["message"]["text"] for update in await api.updates()] == ["hello"]


async def test_rights_and_kinds_are_checked(sandbox: Sandbox, agents: int, agent: int) -> None:
    """Unknown rights, kinds and impossible changes are explained."""
    with pytest.raises(Misuse, match="there is no right 'can_fly'"):
        sandbox.world.promote(agent, agents, rights=["can_fly"])
    with pytest.raises(Misuse, match="kind is 'supergroup' or 'group'"):
        sandbox.world.group(kind="channel")
    small = sandbox.world.group("Small", members=[agent], kind="group")
    with pytest.raises(Misuse, match="only a supergroup can have topics"):
        sandbox.world.set_forum(small, True)
    with pytest.raises(Misuse, match="only a basic group migrates"):
        sandbox.world.migrate(agents)
    with pytest.raises(Misuse, match="has no topic 77"):
        sandbox.world.close_topic(agents, 77)


async def test_topics_can_be_switched_off(sandbox: Sandbox, api: Api, agents: int) -> None:
    """Without topics the group is no forum any more, and messages say so."""
    sandbox.world.set_forum(agents, False)
    assert "is_forum" not in await api.result("getChat", chat_id=agents)
    assert (
        await api.error("createForumTopic", chat_id=agents, name="X")
        == "Bad Request: the chat is not a forum"
    )


async def test_the_queue_of_a_bot_that_never_asks_is_bounded() -> None:
    """The oldest updates go when far too many wait."""
    sandbox = Sandbox(bounds=Bounds(updates=5))
    sandbox.world.bot(TOKEN)
    person = sandbox.world.account("Li")
    for number in range(9):
        sandbox.world.send(person, text=str(number))
    assert [update["message"]["text"] for update in sandbox.world.pending()] == ["4", "5", "6", "7", "8"]
