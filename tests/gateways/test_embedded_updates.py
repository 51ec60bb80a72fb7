"""An update that went through a library's objects says what Telegram said."""

from __future__ import annotations

from typing import Any

import aiogram.types
import pytest
import telegram

from bot.gateways.embed_aiogram import raw_update
from bot.gateways.telegram_reading import read_update

USER = {"id": 7, "is_bot": False, "first_name": "An", "language_code": "en"}
PRIVATE = {"id": 7, "type": "private", "first_name": "An"}
FORUM = {"id": -1001, "type": "supergroup", "title": "Agents", "is_forum": True}
BASE = {"message_id": 5, "date": 1_750_000_000, "chat": PRIVATE, "from": USER}
PHOTO = {"file_id": "a", "file_unique_id": "u", "width": 9, "height": 9, "file_size": 99}

UPDATES: list[dict[str, Any]] = [
    {"message": BASE | {"text": "hi", "link_preview_options": {"url": "https://example.org"}}},
    {"message": BASE | {"photo": [PHOTO], "caption": "see", "media_group_id": "g"}},
    {"message": BASE | {"contact": {"phone_number": "+861", "first_name": "B", "user_id": 7}}},
    {"message": BASE | {"chat": FORUM, "text": "x", "message_thread_id": 33, "is_topic_message": True}},
    {"message": BASE | {"text": "x", "reply_to_message": BASE | {"message_id": 4, "text": "y"}}},
    {
        "message": BASE
        | {
            "text": "x",
            "forward_origin": {"type": "hidden_user", "date": 1_750_000_000, "sender_user_name": "C"},
        }
    },
    {
        "message": BASE
        | {
            "text": "bold link",
            "entities": [
                {"type": "bold", "offset": 0, "length": 4},
                {"type": "text_link", "offset": 5, "length": 4, "url": "https://example.org/"},
            ],
        }
    },
    {
        "message": BASE
        | {
            "text": "this one",
            "reply_to_message": BASE | {"message_id": 4, "text": "Monday or Tuesday"},
            "quote": {"text": "Tuesday", "position": 10, "is_manual": True},
        }
    },
    {
        "message": BASE
        | {
            "text": "x",
            "forward_origin": {"type": "user", "date": 1_750_000_000, "sender_user": USER | {"id": 8}},
        }
    },
    {
        "my_chat_member": {
            "chat": FORUM,
            "from": USER,
            "date": 1_750_000_000,
            "old_chat_member": {"user": USER | {"is_bot": True}, "status": "left"},
            "new_chat_member": {"user": USER | {"is_bot": True}, "status": "member"},
        }
    },
    {"edited_message": BASE | {"text": "z", "edit_date": 1_750_000_009}},
    {
        "callback_query": {
            "id": "9",
            "from": USER,
            "chat_instance": "1",
            "data": "fl:abc",
            "message": BASE | {"text": "menu"},
        }
    },
    {
        "message_reaction": {
            "chat": PRIVATE,
            "message_id": 5,
            "date": 1_750_000_000,
            "user": USER,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
]


@pytest.mark.parametrize("update", UPDATES, ids=lambda update: next(iter(update)))
def test_nothing_is_lost_on_the_way(update: dict[str, Any]) -> None:
    """Read from the objects of either library it is what is read from the raw update."""
    raw = {"update_id": 3} | update
    wanted = read_update(raw)
    assert wanted.problem == ""
    through_aiogram = raw_update(aiogram.types.Update.model_validate(raw))
    assert read_update(through_aiogram).inbound == wanted.inbound
    seen = telegram.Update.de_json(raw, None)
    assert seen is not None
    assert read_update(seen.to_dict()).inbound == wanted.inbound
