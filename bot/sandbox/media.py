"""Files: what was uploaded by people and bots, under Telegram-like ids, bounded in total size."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import bad

FOLDERS = {
    "photo": "photos",
    "voice": "voice",
    "video": "videos",
    "video_note": "video_notes",
    "animation": "animations",
    "audio": "music",
    "sticker": "stickers",
    "document": "documents",
}
DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes with what the sender said of them."""

    content: bytes = field(repr=False)
    name: str = "file"
    mime: str | None = None
    pretended_size: int | None = None

    @property
    def size(self) -> int:
        """The size told to the bot (a test may pretend a file is large without sending it)."""
        return self.pretended_size if self.pretended_size is not None else len(self.content)


@dataclass(slots=True)
class StoredFile:
    """A file Telegram keeps, and the bots that have seen its id."""

    id: str
    unique_id: str
    kind: str
    path: str
    upload: Upload
    details: dict[str, Any]
    bots: set[int] = field(default_factory=set)


class Files:
    """All files; the oldest content goes when there is too much."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._held = 0
        self._count = 0
        self._by_id: OrderedDict[str, StoredFile] = OrderedDict()
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: str, upload: Upload, **details: Any) -> StoredFile:
        """Keep an upload under a new id."""
        self._count += 1
        digest = hashlib.sha256(kind.encode() + upload.content).digest()
        extension = upload.name.rpartition(".")[2].lower() if "." in upload.name else _extension(kind)
        file = StoredFile(
            id=_id(struct.pack(">4sQ", kind[:4].encode(), self._count) + digest[:24]),
            unique_id=_id(digest[:11]),
            kind=kind,
            path=f"{FOLDERS[kind]}/file_{self._count}.{''.join(filter(str.isalnum, extension)) or 'bin'}",
            upload=upload,
            details={key: value for key, value in details.items() if value is not None},
        )
        self._by_id[file.id] = self._by_path[file.path] = file
        self._held += len(upload.content)
        while self._held > self._max_bytes and len(self._by_id) > 1:
            _, oldest = self._by_id.popitem(last=False)
            self._by_path.pop(oldest.path, None)
            self._held -= len(oldest.upload.content)
        return file

    def get(self, file_id: str) -> StoredFile | None:
        """The file, whoever asks."""
        return self._by_id.get(file_id.removesuffix("_s"))

    def at(self, path: str) -> StoredFile | None:
        """The file behind a download path."""
        return self._by_path.get(path)

    def known_to(self, bot: int, file_id: str) -> StoredFile:
        """The file, if this bot ever received or sent it: ids are of no use to another bot."""
        file = self.get(file_id)
        if file is None or bot not in file.bots:
            raise bad("wrong file identifier/HTTP URL specified")
        return file


def attachment(file: StoredFile) -> Any:
    """What a message carries: an array of sizes for a photo, else an object."""
    identity = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.upload.size}
    if file.kind == "photo":
        width, height = file.details["width"], file.details["height"]
        scale = min(1.0, 90 / max(width, height))
        small = {
            "file_id": f"{file.id}_s",
            "file_unique_id": f"{file.unique_id}_s",
            "file_size": file.upload.size,
            "width": max(1, round(width * scale)),
            "height": max(1, round(height * scale)),
        }
        return [small, identity | {"width": width, "height": height}]
    shape = identity | file.details
    if file.kind in ("document", "audio", "video", "animation"):
        shape["file_name"] = file.upload.name
    if file.kind not in ("sticker", "video_note"):
        shape["mime_type"] = file.upload.mime or mimetypes.guess_type(file.upload.name)[0] or _mime(file.kind)
    return shape


def defaults(kind: str, content: bytes) -> dict[str, Any]:
    """Fields the Bot API requires of a kind, measured where that is easy."""
    if kind == "photo":
        width, height = picture_size(content) or (640, 480)
        return {"width": width, "height": height}
    if kind in ("video", "animation"):
        return {"width": 640, "height": 360, "duration": 1}
    if kind == "video_note":
        return {"length": 240, "duration": 1}
    if kind in ("voice", "audio"):
        return {"duration": 1}
    if kind == "sticker":
        return {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {}


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP, None for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content[:2] == b"\xff\xd8":
        return _jpeg_size(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return 512, 512
    return None


def _jpeg_size(content: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + struct.unpack(">H", content[position + 2 : position + 4])[0]
    return 640, 480


def _id(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _extension(kind: str) -> str:
    return {"photo": "jpg", "voice": "oga", "audio": "mp3", "sticker": "webp", "document": "bin"}.get(
        kind, "mp4"
    )


def _mime(kind: str) -> str:
    usual = {"voice": "audio/ogg", "audio": "audio/mpeg", "document": "application/octet-stream"}
    return usual.get(kind, "video/mp4")
