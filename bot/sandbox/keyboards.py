"""Reply markup: inline buttons, reply keyboards, their removal, forced replies."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad

INLINE_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
REPLY_ACTIONS = (
    "request_users",
    "request_chat",
    "request_managed_bot",
    "request_contact",
    "request_location",
    "request_poll",
    "web_app",
)
LOOKS = ("text", "icon_custom_emoji_id", "style")
KEYBOARD_FIELDS = frozenset(
    (
        "keyboard",
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
        "input_field_placeholder",
        "selective",
    )
)
URL = re.compile(
    r"^(?:https?://[^\s/]+\.[^\s]+|https?://\[?[\w.:-]+\]?[^\s]*|tg://[^\s]+|mailto:\S+|tel:\S+)$"
)
MAX_BUTTONS = 300
DATA_BYTES = 64


def checked_markup(
    markup: dict[str, Any] | None, *, private: bool, inline_only: bool = False
) -> dict[str, Any] | None:
    """The markup as it will be kept, or None when it is empty."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup)
    if inline_only:
        raise bad("inline keyboard expected")
    if "keyboard" in markup:
        return _reply(markup, private)
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    raise bad("object expected as reply markup")


def _inline(markup: dict[str, Any]) -> dict[str, Any] | None:
    if set(markup) != {"inline_keyboard"}:
        raise bad("can't parse inline keyboard: unknown fields")
    rows = _rows(markup["inline_keyboard"], "inline keyboard")
    for button in (button for row in rows for button in row):
        _inline_button(button)
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    _refuse_unknown(button, INLINE_ACTIONS, "inline keyboard button")
    if not button.get("text"):
        raise bad("can't parse inline keyboard button: inline keyboard button text must be non-empty")
    actions = [name for name in INLINE_ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"can't parse inline keyboard button: more than one action ({', '.join(actions)})")
    if actions == ["callback_data"]:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
            raise bad("BUTTON_DATA_INVALID")
    if actions == ["url"] and not URL.match(str(button["url"])):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def _reply(markup: dict[str, Any], private: bool) -> dict[str, Any]:
    unknown = set(markup) - KEYBOARD_FIELDS
    if unknown:
        raise bad(f"can't parse reply keyboard markup: unknown field {min(unknown)}")
    rows = _rows(markup["keyboard"], "keyboard")
    plain = [[{"text": button} if isinstance(button, str) else button for button in row] for row in rows]
    for button in (button for row in plain for button in row):
        _reply_button(button, private)
    if not any(plain):
        raise bad("reply keyboard must contain at least one button")
    return markup | {"keyboard": plain}


def _reply_button(button: Any, private: bool) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad("can't parse keyboard button: KeyboardButton must have a non-empty text")
    _refuse_unknown(button, REPLY_ACTIONS, "keyboard button")
    if not private:
        if button.get("request_contact"):
            raise bad("phone number can be requested in private chats only")
        if button.get("request_location"):
            raise bad("location can be requested in private chats only")


def _refuse_unknown(button: dict[str, Any], actions: tuple[str, ...], what: str) -> None:
    unknown = [name for name in button if name not in actions and name not in LOOKS]
    if unknown:
        raise bad(f'can\'t parse {what}: unknown field "{unknown[0]}"')


def _rows(rows: Any, what: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f"can't parse {what}: an Array of Arrays of buttons is expected")
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return rows
