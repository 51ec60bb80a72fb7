"""Forum topics: opened, written to, closed, deleted; the General topic."""

from __future__ import annotations

import pytest

from bot.sandbox import Sandbox

from .conftest import Api


@pytest.fixture
async def thread(api: Api, agents: int) -> int:
    """A topic the bot has opened."""
    return int((await api.result("createForumTopic", chat_id=agents, name="Case 1"))["message_thread_id"])


async def test_a_topic_begins_with_its_service_message(sandbox: Sandbox, agents: int, thread: int) -> None:
    """The thread id is the id of the message that opened it."""
    first = sandbox.world.messages(agents, thread)[0]
    assert first["message_id"] == thread
    assert first["forum_topic_created"]["name"] == "Case 1"


async def test_messages_stay_in_their_topic(
    sandbox: Sandbox, api: Api, agents: int, agent: int, thread: int
) -> None:
    """Both sides write under the thread id; General has none."""
    await api.drain()
    await api.result("sendMessage", chat_id=agents, message_thread_id=thread, text="in")
    await api.result("sendMessage", chat_id=agents, text="general")
    sandbox.world.send(agent, agents, "reply", thread=thread)
    sandbox.world.send(agent, agents, "hello all")
    inside, outside = [update["message"] for update in await api.updates()]
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (thread, True)
    assert inside["reply_to_message"]["forum_topic_created"]
    assert "message_thread_id" not in outside
    assert [m.get("text") for m in sandbox.world.messages(agents, thread)] == [None, "in", "reply"]
    assert [m["text"] for m in sandbox.world.messages(agents, 1) if "text" in m] == ["general", "hello all"]


async def test_a_reply_goes_where_the_message_is(api: Api, agents: int, thread: int) -> None:
    """Answering a message of a topic without naming the topic stays in it."""
    sent = await api.result("sendMessage", chat_id=agents, message_thread_id=thread, text="in")
    reply = {"message_id": sent["message_id"]}
    answer = await api.result("sendMessage", chat_id=agents, text="re", reply_parameters=reply)
    assert answer["message_thread_id"] == thread


async def test_an_unknown_topic_is_refused(api: Api, agents: int, chat: int) -> None:
    """No such thread, General's id, or a chat without topics: "message thread not found"."""
    missing = "Bad Request: message thread not found"
    assert await api.error("sendMessage", chat_id=agents, message_thread_id=77, text="?") == missing
    assert await api.error("sendMessage", chat_id=agents, message_thread_id=1, text="?") == missing
    assert await api.error("sendMessage", chat_id=chat, message_thread_id=5, text="?") == missing


async def test_a_deleted_topic_takes_its_messages_along(
    sandbox: Sandbox, api: Api, agents: int, agent: int, thread: int
) -> None:
    """Posting there is refused, changing it too."""
    await api.result("sendMessage", chat_id=agents, message_thread_id=thread, text="in")
    sandbox.world.delete_topic(agents, thread)
    assert sandbox.world.messages(agents, thread) == []
    post = {"chat_id": agents, "message_thread_id": thread}
    assert await api.error("sendMessage", text="?", **post) == "Bad Request: message thread not found"
    assert await api.error("closeForumTopic", **post) == "Bad Request: TOPIC_DELETED"
    other = sandbox.world.create_topic(agent, agents, "B")
    sandbox.world.delete_topic(agents, other, "TOPIC_DELETED")
    error = await api.error("sendMessage", chat_id=agents, message_thread_id=other, text="?")
    assert error == "Bad Request: TOPIC_DELETED"


async def test_a_closed_topic_is_for_administrators_only(
    sandbox: Sandbox, api: Api, agents: int, agent: int, thread: int
) -> None:
    """With the right to manage topics the bot still posts; without it, it can't."""
    await api.result("closeForumTopic", chat_id=agents, message_thread_id=thread)
    assert await api.error("closeForumTopic", chat_id=agents, message_thread_id=thread) == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )
    post = {"chat_id": agents, "message_thread_id": thread, "text": "?"}
    await api.result("sendMessage", **post)
    sandbox.world.demote("@front_bot", agents)
    assert await api.error("sendMessage", **post) == "Bad Request: TOPIC_CLOSED"


async def test_opening_a_topic_needs_the_right(sandbox: Sandbox, api: Api, agents: int, chat: int) -> None:
    """A bot that may not manage topics is told so; a chat without topics is no forum."""
    sandbox.world.promote("@front_bot", agents, rights=["can_pin_messages"])
    error = await api.error("createForumTopic", chat_id=agents, name="X")
    assert error == "Bad Request: not enough rights to create a topic"
    assert (
        await api.error("createForumTopic", chat_id=chat, name="X") == "Bad Request: the chat is not a forum"
    )


@pytest.mark.parametrize(
    ("name", "works"), [("", False), ("x" * 128, True), ("x" * 129, False), ("😀" * 65, False)]
)
async def test_topic_names_have_1_to_128_characters(api: Api, agents: int, name: str, works: bool) -> None:
    """Empty and too long names are refused."""
    assert (await api("createForumTopic", chat_id=agents, name=name))["ok"] is works


async def test_what_agents_do_to_topics_is_told(
    sandbox: Sandbox, api: Api, agents: int, agent: int, thread: int
) -> None:
    """Opened, renamed, closed and reopened topics are service messages; a deletion is silent."""
    await api.drain()
    own = sandbox.world.create_topic(agent, agents, "Coffee")
    sandbox.world.rename_topic(agents, own, "Tea")
    sandbox.world.close_topic(agents, own)
    sandbox.world.reopen_topic(agents, own)
    sandbox.world.delete_topic(agents, own)
    messages = [update["message"] for update in await api.updates()]
    kinds = ["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"]
    assert [kind in message for kind, message in zip(kinds, messages, strict=True)] == [True] * 4
    assert all(message["message_thread_id"] == own for message in messages)


async def test_editing_a_topic(sandbox: Sandbox, api: Api, agents: int, thread: int) -> None:
    """A name and an icon that anyone may use; the same again is "not modified"."""
    topic = {"chat_id": agents, "message_thread_id": thread}
    icon = (await api.result("getForumTopicIconStickers"))[0]["custom_emoji_id"]
    await api.result("editForumTopic", name="Case 1, done", icon_custom_emoji_id=icon, **topic)
    assert sandbox.world.topics(agents)[0]["name"] == "Case 1, done"
    assert (
        await api.error("editForumTopic", name="Case 1, done", **topic) == "Bad Request: TOPIC_NOT_MODIFIED"
    )


async def test_the_general_topic(api: Api, agents: int, sandbox: Sandbox) -> None:
    """General can be renamed, closed, reopened, hidden and shown."""
    await api.result("editGeneralForumTopic", chat_id=agents, name="Lobby")
    await api.result("closeGeneralForumTopic", chat_id=agents)
    assert await api.error("closeGeneralForumTopic", chat_id=agents) == "Bad Request: TOPIC_NOT_MODIFIED"
    await api.result("reopenGeneralForumTopic", chat_id=agents)
    await api.result("hideGeneralForumTopic", chat_id=agents)
    await api.result("unhideGeneralForumTopic", chat_id=agents)
    await api.result("unpinAllGeneralForumTopicMessages", chat_id=agents)


async def test_deleting_and_unpinning(sandbox: Sandbox, api: Api, agents: int, thread: int) -> None:
    """A bot pins in a topic, unpins all of it, and deletes it."""
    sent = await api.result("sendMessage", chat_id=agents, message_thread_id=thread, text="card")
    await api.result("pinChatMessage", chat_id=agents, message_id=sent["message_id"])
    assert (await api.result("getChat", chat_id=agents))["pinned_message"]["text"] == "card"
    await api.result("unpinAllForumTopicMessages", chat_id=agents, message_thread_id=thread)
    assert "pinned_message" not in await api.result("getChat", chat_id=agents)
    await api.result("deleteForumTopic", chat_id=agents, message_thread_id=thread)
    assert sandbox.world.topics(agents)[0]["deleted"]
