"""The General topic of a forum."""

from __future__ import annotations

from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.messages import service
from bot.sandbox.methods.request import Handler, Request
from bot.sandbox.methods.topics import forum, thread_of, topic_name


def edit_general(request: Request) -> bool:
    """Rename the General topic."""
    chat = _general(request)
    name = topic_name(request.params["name"])
    if name == chat.general_name:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general_name = name
    service(request.state, chat, request.bot, {"forum_topic_edited": {"name": name}})
    return True


def close_general(request: Request) -> bool:
    """Close the General topic."""
    return _general_closed(request, closed=True)


def reopen_general(request: Request) -> bool:
    """Open the General topic again."""
    return _general_closed(request, closed=False)


def _general_closed(request: Request, *, closed: bool) -> bool:
    chat = _general(request)
    if chat.general_closed is closed:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general_closed = closed
    service(
        request.state, chat, request.bot, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    )
    return True


def hide_general(request: Request) -> bool:
    """Hide the General topic, which closes it too."""
    return _general_hidden(request, hidden=True)


def unhide_general(request: Request) -> bool:
    """Show the General topic again."""
    return _general_hidden(request, hidden=False)


def _general_hidden(request: Request, *, hidden: bool) -> bool:
    chat = _general(request)
    if chat.general_hidden is hidden:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general_hidden = hidden
    chat.general_closed = chat.general_closed or hidden
    what = "general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden"
    service(request.state, chat, request.bot, {what: {}})
    return True


def unpin_general(request: Request) -> bool:
    """Unpin everything in the General topic."""
    chat = _general(request)
    chat.pinned = [number for number in chat.pinned if thread_of(chat, number) is not None]
    return True


def _general(request: Request) -> Chat:
    chat = forum(request)
    request.require(chat, "can_manage_topics", "not enough rights to manage topics")
    request.state.limits.spend(request.bot.id, chat.id)
    return chat


HANDLERS: dict[str, Handler] = {
    "editgeneralforumtopic": edit_general,
    "closegeneralforumtopic": close_general,
    "reopengeneralforumtopic": reopen_general,
    "hidegeneralforumtopic": hide_general,
    "unhidegeneralforumtopic": unhide_general,
    "unpinallgeneralforumtopicmessages": unpin_general,
}
