"""Every method the sandbox offers, by its lower-case name; getUpdates waits and is the server's own."""

from __future__ import annotations

from bot.sandbox.methods import (
    answering,
    chat_info,
    copying,
    editing,
    general_topic,
    media,
    membership,
    pinning,
    profile,
    sending,
    topics,
    webhooks,
)
from bot.sandbox.methods.request import Handler

METHODS: dict[str, Handler] = (
    answering.HANDLERS
    | chat_info.HANDLERS
    | copying.HANDLERS
    | editing.HANDLERS
    | general_topic.HANDLERS
    | media.HANDLERS
    | membership.HANDLERS
    | pinning.HANDLERS
    | profile.HANDLERS
    | sending.HANDLERS
    | topics.HANDLERS
    | webhooks.HANDLERS
)
