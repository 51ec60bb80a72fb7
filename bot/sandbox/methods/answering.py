"""Answers to presses, and reactions."""

from __future__ import annotations

from typing import Any

from bot.sandbox.checks import fields
from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import bad
from bot.sandbox.methods.request import Handler, Request
from bot.sandbox.table import NESTED

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
EMOJI = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 "
    "🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
    "🤷‍♂ 🤷 🤷‍♀ 😡"
)
REACTIONS = frozenset(EMOJI.split())


def answer_callback(request: Request) -> bool:
    """Answer a press, once, while it is fresh."""
    params, state = request.params, request.state
    if utf16_length(params.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    callback = state.callbacks.get(params["callback_query_id"])
    if (
        callback is None
        or callback.bot != request.bot.id
        or callback.answer is not None
        or callback.expires <= state.machine()
    ):
        raise bad(TOO_OLD)
    shown = ("text", "show_alert", "url", "cache_time")
    callback.answer = {key: params[key] for key in shown if key in params}
    state.hub.publish("callback_answer", {"id": callback.id, "user": callback.user} | callback.answer)
    return True


def set_reaction(request: Request) -> bool:
    """React to a message with at most one emoji, or take the reaction back."""
    chat = request.sendable_chat()
    message_id = request.params["message_id"]
    if message_id not in chat.messages:
        raise bad("message to react not found")
    reactions = [checked_reaction(reaction) for reaction in request.params.get("reaction") or []]
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    chat.reactions.setdefault(message_id, {})[request.bot.id] = reactions
    request.state.hub.publish(
        "reaction",
        {
            "chat": chat.id,
            "bot": request.bot.id,
            "message_id": message_id,
            "user": request.bot.id,
            "reaction": reactions,
        },
    )
    return True


def checked_reaction(given: Any) -> dict[str, Any]:
    """A reaction that everyone may use."""
    reaction = fields(given, NESTED["reaction"], "ReactionType")
    if reaction["type"] not in ("emoji", "custom_emoji"):
        raise bad("can't parse reaction type: unsupported type specified")
    if reaction.get("emoji", "").replace("\ufe0f", "") not in REACTIONS:
        raise bad("REACTION_INVALID")
    return {"type": "emoji", "emoji": reaction["emoji"]}


HANDLERS: dict[str, Handler] = {
    "answercallbackquery": answer_callback,
    "setmessagereaction": set_reaction,
}
