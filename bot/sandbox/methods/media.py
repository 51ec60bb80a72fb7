"""Methods that send files: an upload, the id of a known file, or an album of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.sandbox.checks import fields
from bot.sandbox.errors import Refused, bad
from bot.sandbox.media import (
    DOWNLOAD_LIMIT,
    PHOTO_LIMIT,
    UPLOAD_LIMIT,
    StoredFile,
    Upload,
    attachment,
    defaults,
    picture_size,
)
from bot.sandbox.methods.posting import aim, caption_fields, post, put
from bot.sandbox.methods.request import Handler, Request
from bot.sandbox.table import INPUT_MEDIA

DETAILS = ("duration", "width", "height", "length", "performer", "title", "emoji")


def send_file(kind: str, request: Request) -> dict[str, Any]:
    """Send one file with a caption."""
    params = request.params
    content = file_fields(request, kind, params[kind], params)
    return post(request, content | ({} if kind in ("sticker", "video_note") else caption_fields(params)))


def file_fields(request: Request, kind: str, value: Any, details: dict[str, Any]) -> dict[str, Any]:
    """The fields of a message that carries this file."""
    file = _file(request, kind, value, {key: details[key] for key in DETAILS if details.get(key) is not None})
    content = {kind: attachment(file)}
    if kind == "animation":
        content["document"] = content["animation"]
    if details.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def _file(request: Request, kind: str, value: Any, details: dict[str, Any]) -> StoredFile:
    if isinstance(value, str) and value.startswith("attach://"):
        value = request.params.get(value[9:])
    if isinstance(value, str):
        if value.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        file = request.state.files.known_to(request.bot.id, value)
        if file.kind != kind and kind != "document":
            raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
        return file
    if not isinstance(value, Upload):
        raise bad(f"there is no {kind} in the request")
    return _uploaded(request, kind, value, details)


def _uploaded(request: Request, kind: str, upload: Upload, details: dict[str, Any]) -> StoredFile:
    if not upload.content:
        raise bad("file must be non-empty")
    if upload.size > UPLOAD_LIMIT:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo":
        if upload.size > PHOTO_LIMIT:
            raise bad(
                f"file of size {upload.size} bytes is too big for a photo; "
                f"the maximum size is {PHOTO_LIMIT} bytes"
            )
        size = picture_size(upload.content)
        if size is None:
            raise bad("IMAGE_PROCESS_FAILED")
        if min(size) < 1 or sum(size) > 10_000 or max(size) > 20 * min(size):
            raise bad("PHOTO_INVALID_DIMENSIONS")
    known = defaults(kind, upload.content)
    allowed = {key: value for key, value in details.items() if key in known or kind in ("audio", "sticker")}
    file = request.state.files.add(kind, upload, **(known | allowed))
    file.bots.add(request.bot.id)
    return file


def send_media_group(request: Request) -> list[dict[str, Any]]:
    """Send an album of 2 to 10; documents and audio don't mix with anything else."""
    media = request.params["media"]
    if not 2 <= len(media) <= 10:
        raise bad("media group must have between 2 and 10 items: too few or too many media")
    items = [_item(request, item) for item in media]
    kinds = {item["type"] for item in media}
    if len(kinds) > 1 and not kinds <= {"photo", "video"}:
        raise bad("documents and audio can't be mixed with other media types in an album")
    target = aim(request)
    request.state.limits.spend(request.bot.id, target.chat.id, len(items))
    album = str(request.state.random.randint(10**16, 10**17))
    return [put(request, target, {"media_group_id": album} | item) for item in items]


def _item(request: Request, item: Any) -> dict[str, Any]:
    if not isinstance(item, dict) or item.get("type") not in ("photo", "video", "document", "audio"):
        raise bad("can't parse InputMedia: type is invalid or not supported in an album")
    return media_fields(request, item)


def media_fields(request: Request, item: dict[str, Any]) -> dict[str, Any]:
    """The fields of a message that one InputMedia makes."""
    kind = item.get("type")
    if not isinstance(kind, str) or kind not in INPUT_MEDIA:
        raise bad("can't parse InputMedia: type is invalid")
    given = fields(item, INPUT_MEDIA[kind], "InputMedia")
    return file_fields(request, kind, given["media"], given) | caption_fields(given)


def get_file(request: Request) -> dict[str, Any]:
    """Where to download a file of at most 20 MB."""
    file = request.state.files.get(request.params["file_id"])
    if file is None or request.bot.id not in file.bots:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if file.upload.size > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return {
        "file_id": request.params["file_id"],
        "file_unique_id": file.unique_id,
        "file_size": file.upload.size,
        "file_path": file.path,
    }


HANDLERS: dict[str, Handler] = {
    "sendphoto": partial(send_file, "photo"),
    "sendaudio": partial(send_file, "audio"),
    "senddocument": partial(send_file, "document"),
    "sendvideo": partial(send_file, "video"),
    "sendanimation": partial(send_file, "animation"),
    "sendvoice": partial(send_file, "voice"),
    "sendvideonote": partial(send_file, "video_note"),
    "sendsticker": partial(send_file, "sticker"),
    "sendmediagroup": send_media_group,
    "getfile": get_file,
}
