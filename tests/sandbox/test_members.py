"""Who may be written to, who hears what, who may do what."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.errors import Misuse

from .conftest import OTHER, Api


async def test_a_bot_cannot_write_first(sandbox: Sandbox, api: Api, customer: int) -> None:
    """Somebody who never wrote can't be written to; after /start they can."""
    error = await api.error("sendMessage", chat_id=customer, text="hi")
    assert error == "Forbidden: bot can't initiate conversation with a user"
    sandbox.world.start(customer)
    await api.result("sendMessage", chat_id=customer, text="hi")


async def test_start_carries_its_payload(sandbox: Sandbox, api: Api, customer: int) -> None:
    """A deep link's payload follows the command; it has 1 to 64 plain characters."""
    sandbox.world.start(customer, payload="ref_7Q2M-x")
    (update,) = await api.updates()
    assert update["message"]["text"] == "/start ref_7Q2M-x"
    assert update["message"]["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    for payload in ("", "x" * 65, "中文", "a b"):
        with pytest.raises(Misuse):
            sandbox.world.start(customer, payload=payload)


async def test_a_block_is_told_and_holds(sandbox: Sandbox, api: Api, customer: int, chat: int) -> None:
    """my_chat_member, then 403, until they unblock or write again."""
    sandbox.world.block(customer)
    (update,) = await api.drain()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    error = await api.error("sendMessage", chat_id=chat, text="hi")
    assert error == "Forbidden: bot was blocked by the user"
    sandbox.world.send(customer, text="sorry")
    unblocked, message = await api.updates()
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert message["message"]["text"] == "sorry"
    await api.result("sendMessage", chat_id=chat, text="hi")


async def test_a_deleted_account(sandbox: Sandbox, api: Api, customer: int, chat: int) -> None:
    """Writing to it is refused, and it writes no more."""
    sandbox.world.deactivate(customer)
    assert await api.error("sendMessage", chat_id=chat, text="hi") == "Forbidden: user is deactivated"
    with pytest.raises(Misuse):
        sandbox.world.send(customer, text="boo")


async def test_a_kicked_bot(sandbox: Sandbox, api: Api, agents: int) -> None:
    """The bot is told, and may no longer write or read."""
    await api.drain()
    sandbox.world.kick("@front_bot", agents)
    (update,) = await api.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    kicked = "Forbidden: bot was kicked from the supergroup chat"
    assert await api.error("sendMessage", chat_id=agents, text="hi") == kicked
    assert await api.error("getChat", chat_id=agents) == kicked


async def test_a_bot_that_left(api: Api, agents: int) -> None:
    """After leaveChat it is no member."""
    await api.result("leaveChat", chat_id=agents)
    error = await api.error("sendMessage", chat_id=agents, text="hi")
    assert error == "Forbidden: bot is not a member of the supergroup chat"


async def test_a_group_becomes_a_supergroup(sandbox: Sandbox, api: Api, agent: int) -> None:
    """Both service messages come; the old id is refused with the new one in the parameters."""
    old = sandbox.world.group("Small", members=[agent], kind="group")
    await api.drain()
    new = sandbox.world.migrate(old)
    to, since = [update["message"] for update in await api.updates()]
    assert (to["chat"]["id"], to["migrate_to_chat_id"]) == (old, new)
    assert (since["chat"]["id"], since["migrate_from_chat_id"]) == (new, old)
    refused = await api("sendMessage", chat_id=old, text="hi")
    assert refused["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused["parameters"] == {"migrate_to_chat_id": new}
    await api.result("sendMessage", chat_id=new, text="hi")
    with pytest.raises(Misuse):
        sandbox.world.send(agent, old, "too late")


async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(
    sandbox: Sandbox, api: Api, agent: int
) -> None:
    """A plain member hears commands, mentions, replies to it and service messages only."""
    group = sandbox.world.group("Chatter", members=[agent], admin=False)
    mine = (await api.result("sendMessage", chat_id=group, text="I am here"))["message_id"]
    await api.drain()
    sandbox.world.send(agent, group, "just talking")
    sandbox.world.send(agent, group, "/help")
    sandbox.world.send(agent, group, "/help@other_bot")
    sandbox.world.send(agent, group, "hello @front_bot")
    sandbox.world.send(agent, group, "yes", reply_to=mine)
    assert [u["message"]["text"] for u in await api.drain()] == ["/help", "hello @front_bot", "yes"]
    sandbox.world.bot("123456789:AAExampleExampleExampleExampleExample", privacy=False)
    sandbox.world.send(agent, group, "just talking")
    assert len(await api.drain()) == 1
    assert (await api.result("getMe"))["can_read_all_group_messages"] is True


async def test_members_and_administrators(
    sandbox: Sandbox, api: Api, agents: int, agent: int, customer: int
) -> None:
    """getChatMember, getChatAdministrators and the count follow what happens."""
    assert (await api.result("getChatMember", chat_id=agents, user_id=agent))["status"] == "creator"
    assert (await api.result("getChatMember", chat_id=agents, user_id=customer))["status"] == "left"
    assert await api.error("getChatMember", chat_id=agents, user_id=5) == "Bad Request: user not found"
    me = await api.result("getChatMember", chat_id=agents, user_id=123456789)
    assert (me["status"], me["can_manage_topics"]) == ("administrator", True)
    sandbox.world.join(customer, agents)
    assert await api.result("getChatMemberCount", chat_id=agents) == 3
    administrators = await api.result("getChatAdministrators", chat_id=agents)
    assert [member["user"]["id"] for member in administrators] == [agent, 123456789]
    await api.result("banChatMember", chat_id=agents, user_id=customer)
    assert (await api.result("getChatMember", chat_id=agents, user_id=customer))["status"] == "kicked"


async def test_comings_and_goings_are_told(sandbox: Sandbox, api: Api, agents: int, customer: int) -> None:
    """Service messages always; chat_member to an administrator bot that asked for it."""
    await api.updates(allowed_updates=["message", "chat_member"])
    await api.drain()
    sandbox.world.join(customer, agents)
    sandbox.world.leave(customer, agents)
    joined, was_out, was_in, left = await api.updates()
    assert joined["message"]["new_chat_members"][0]["id"] == customer
    assert was_out["chat_member"]["new_chat_member"]["status"] == "member"
    assert was_in["chat_member"]["new_chat_member"]["status"] == "left"
    assert left["message"]["left_chat_member"]["id"] == customer


async def test_rights_are_needed(sandbox: Sandbox, api: Api, agents: int, customer: int) -> None:
    """Pinning, inviting and banning each want their right."""
    sent = await api.result("sendMessage", chat_id=agents, text="card")
    sandbox.world.demote("@front_bot", agents)
    pin = await api.error("pinChatMessage", chat_id=agents, message_id=sent["message_id"])
    assert pin == "Bad Request: not enough rights to manage pinned messages in the chat"
    invite = await api.error("createChatInviteLink", chat_id=agents)
    assert invite == "Bad Request: not enough rights to manage chat invite link"
    ban = await api.error("banChatMember", chat_id=agents, user_id=customer)
    assert ban == "Bad Request: not enough rights to restrict/unrestrict chat member"


async def test_people_can_only_talk_where_they_are(sandbox: Sandbox, agents: int, customer: int) -> None:
    """A person outside a group can't write to it, and is told how."""
    with pytest.raises(Misuse, match="let them join first"):
        sandbox.world.send(customer, agents, "hi")


async def test_with_several_bots_the_one_meant_is_named(sandbox: Sandbox, api: Api, customer: int) -> None:
    """One person has a chat with each bot; which is said by token, number or name."""
    sandbox.world.bot(OTHER, username="other_bot")
    with pytest.raises(Misuse, match="there are 2 bots"):
        sandbox.world.send(customer, text="hi")
    sandbox.world.send(customer, "@other_bot", "to the other")
    sandbox.world.send(customer, text="to the first", bot=123456789)
    assert [u["message"]["text"] for u in await api.updates()] == ["to the first"]
    assert [m["text"] for m in sandbox.world.messages(customer, bot=OTHER)] == ["to the other"]


async def test_the_bots_profile(sandbox: Sandbox, api: Api, customer: int, chat: int, agents: int) -> None:
    """Texts by language, commands by scope and language, menu buttons, rights: what is set is read."""
    await api.result("setMyDescription", description="你好", language_code="zh")
    await api.result("setMyDescription", description="Hello")
    assert await api.result("getMyDescription", language_code="zh") == {"description": "你好"}
    assert await api.result("getMyDescription", language_code="fr") == {"description": "Hello"}
    assert await api.error("setMyShortDescription", short_description="x" * 121) == (
        "Bad Request: short description is too long"
    )
    commands = [{"command": "help", "description": "Help"}]
    scope = {"type": "chat", "chat_id": agents}
    await api.result("setMyCommands", commands=commands, scope=scope, language_code="en")
    assert await api.result("getMyCommands", scope=scope, language_code="en") == commands
    assert await api.result("getMyCommands") == []
    await api.result("deleteMyCommands", scope=scope, language_code="en")
    assert await api.result("getMyCommands", scope=scope, language_code="en") == []
    await api.result("setChatMenuButton", chat_id=chat, menu_button={"type": "default"})
    assert await api.result("getChatMenuButton", chat_id=chat) == {"type": "default"}
    await api.result("setMyDefaultAdministratorRights", rights={"can_manage_topics": True})
    assert (await api.result("getMyDefaultAdministratorRights"))["can_manage_topics"] is True


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ({"command": "Help!", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "x" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "help", "description": "x" * 257}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "help", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_commands_are_checked(api: Api, command: dict[str, str], error: str) -> None:
    """Names of 1 to 32 small letters, digits and _; descriptions of 1 to 256."""
    assert await api.error("setMyCommands", commands=[command]) == f"Bad Request: {error}"
