"""Outbound operations as Bot API requests. Shared by every gateway that speaks the Bot API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.gateways.telegram_buttons import marked
from storage.outbound import (
    AlbumFile,
    AnswerPress,
    Buttons,
    CloseTopic,
    Copy,
    CreateTopic,
    Delete,
    Edit,
    EditFile,
    EditTopic,
    Leave,
    Look,
    Marks,
    Outbound,
    Pin,
    React,
    Remove,
    ReopenTopic,
    SendAlbum,
    SendFile,
    SendText,
    Sent,
)

NO_PREVIEW = {"is_disabled": True}
CAPTION = 1024
_COVERED = frozenset({"photo", "video", "animation"})
"""What Telegram can cover, and put below its caption."""
_FILES = {
    "photo": "sendPhoto",
    "document": "sendDocument",
    "video": "sendVideo",
    "audio": "sendAudio",
    "animation": "sendAnimation",
    "voice": "sendVoice",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A parameter that is a file: one of this machine, or content under a name."""

    path: Path
    content: bytes = b""


def request(outbound: Outbound) -> tuple[str, dict[str, Any]]:
    """The method and parameters of one operation."""
    what = outbound.what
    chat: dict[str, Any] = {"chat_id": _number(outbound.chat)} if outbound.chat else {}
    place = chat | ({"message_thread_id": _number(outbound.thread)} if outbound.thread else {})
    match what:
        case SendText():
            return "sendMessage", place | _text(what)
        case SendFile():
            return _FILES.get(what.sort, "sendDocument"), place | _file(what)
        case Copy() if len(what.messages) > 1:
            numbers = sorted(int(message) for message in what.messages)
            return "copyMessages", place | {
                "from_chat_id": _number(what.from_chat),
                "message_ids": numbers,
            } | _silent(what.silent)
        case Copy():
            return "copyMessage", place | {
                "from_chat_id": _number(what.from_chat),
                "message_id": int(what.messages[0]),
            } | _reply(what) | _silent(what.silent) | _caption(what)
        case SendAlbum():
            return "sendMediaGroup", place | {"media": [_media(file) for file in what.files]} | _reply(what)
        case Edit(caption=True):
            return "editMessageCaption", chat | {
                "message_id": int(what.message),
                "caption": what.text,
                "reply_markup": {"inline_keyboard": _rows(what.buttons)},
            } | _marks("caption_entities", what.marks) | _above(what.look or {})
        case Edit():
            return "editMessageText", chat | {
                "message_id": int(what.message),
                "text": what.text,
                "reply_markup": {"inline_keyboard": _rows(what.buttons)},
            } | _marks("entities", what.marks) | _preview(what.look)
        case EditFile():
            return "editMessageMedia", chat | {"message_id": int(what.message), "media": _media(what.file)}
        case Delete():
            return "deleteMessage", chat | {"message_id": int(what.message)}
        case React():
            reaction = [{"type": "emoji", "emoji": what.emoji}] if what.emoji else []
            return "setMessageReaction", chat | {"message_id": int(what.message), "reaction": reaction}
        case CreateTopic():
            return "createForumTopic", chat | {"name": what.name}
        case EditTopic():
            return "editForumTopic", place | {"name": what.name}
        case CloseTopic():
            return "closeForumTopic", place
        case ReopenTopic():
            return "reopenForumTopic", place
        case Pin():
            return "pinChatMessage", chat | {"message_id": int(what.message), "disable_notification": True}
        case Leave():
            return "leaveChat", chat
        case Remove():
            return "banChatMember", chat | {"user_id": _number(what.user)}
        case AnswerPress():
            words = {"text": what.text[:200], "show_alert": what.alert} if what.text else {}
            return "answerCallbackQuery", {"callback_query_id": what.query, **words}
        case _:
            raise TypeError(f"{type(what).__name__} must be rendered before it is sent")


def result(method: str, raw: Any) -> Sent:
    """The ids a request gave back."""
    if method == "createForumTopic":
        return Sent(thread=str(raw["message_thread_id"]))
    if isinstance(raw, list):
        return Sent(messages=tuple(str(one["message_id"]) for one in raw))
    if isinstance(raw, Mapping) and "message_id" in raw:
        return Sent(messages=(str(raw["message_id"]),), file_id=_file_in(method, raw))
    return Sent()


def _file_in(method: str, message: Mapping[str, Any]) -> str:
    """The id under which Telegram holds the file that was sent; a picture's largest size."""
    sort = next((sort for sort, sends in _FILES.items() if sends == method), None)
    file = message.get(sort) if sort else None
    if isinstance(file, list):
        file = file[-1] if file else None
    return str(file.get("file_id", "")) if isinstance(file, Mapping) else ""


def upload_in(parameters: Mapping[str, Any]) -> str | None:
    """The name of the parameter that is a file to be uploaded, if one is."""
    return next((name for name, value in parameters.items() if isinstance(value, Upload)), None)


def form_fields(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as form fields, for libraries that send no JSON body."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in parameters.items()
        if not isinstance(value, Upload)
    }


def _text(what: SendText) -> dict[str, Any]:
    parameters: dict[str, Any] = {"text": what.text, "link_preview_options": NO_PREVIEW}
    parameters |= _reply(what) | _silent(what.silent) | _marks("entities", what.marks)
    if what.buttons:
        parameters["reply_markup"] = {"inline_keyboard": _rows(what.buttons)}
    elif what.contact_button:
        parameters["reply_markup"] = {
            "keyboard": [[{"text": what.contact_button, "request_contact": True}]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        }
    elif what.remove_keyboard:
        parameters["reply_markup"] = {"remove_keyboard": True}
    return parameters


def _file(what: SendFile) -> dict[str, Any]:
    name = what.sort if what.sort in _FILES else "document"
    place = Path(what.name or what.path)
    parameters: dict[str, Any] = {name: what.file_id or Upload(place, what.content)}
    if what.caption:
        parameters["caption"] = what.caption[:CAPTION]
    if what.buttons:
        parameters["reply_markup"] = {"inline_keyboard": _rows(what.buttons)}
    return parameters


def _caption(what: Copy) -> dict[str, Any]:
    if what.caption is None:
        return {}
    return {"caption": what.caption} | _marks("caption_entities", what.marks) | _above(what.look)


def _media(file: AlbumFile) -> dict[str, Any]:
    media: dict[str, Any] = {"type": file.sort, "media": file.file_id}
    if file.caption:
        media |= {"caption": file.caption} | _marks("caption_entities", file.marks)
    covered = file.look.get("has_media_spoiler") and file.sort in _COVERED
    return (
        media
        | (_above(file.look) if file.sort in _COVERED else {})
        | ({"has_spoiler": True} if covered else {})
    )


def _above(look: Look) -> dict[str, Any]:
    return {"show_caption_above_media": True} if look.get("show_caption_above_media") else {}


def _preview(look: Look | None) -> dict[str, Any]:
    """Links in somebody's own words are shown as they wished; in ours, without a preview."""
    shown = NO_PREVIEW if look is None else look.get("link_preview_options")
    return {"link_preview_options": shown} if shown else {}


def _marks(name: str, marks: Marks) -> dict[str, Any]:
    return {name: list(marks)} if marks else {}


def _reply(what: SendText | Copy | SendAlbum) -> dict[str, Any]:
    # A message replied to that was deleted meanwhile must not keep the answer from arriving.
    if what.reply_to is None:
        return {}
    replied: dict[str, Any] = {"message_id": int(what.reply_to), "allow_sending_without_reply": True}
    if what.quote:
        replied |= {"quote": what.quote, "quote_position": what.quote_at}
        replied |= _marks("quote_entities", what.quote_marks)
    return {"reply_parameters": replied}


def _silent(silent: bool) -> dict[str, Any]:
    return {"disable_notification": True} if silent else {}


def _rows(buttons: Buttons) -> list[list[dict[str, str]]]:
    return [
        [
            {"text": button.label, "url": button.url}
            if button.url
            else {"text": button.label, "callback_data": marked(button.action)}
            for button in row
        ]
        for row in buttons
    ]


def _number(external: str) -> int | str:
    return int(external) if external.lstrip("-").isdigit() else external
