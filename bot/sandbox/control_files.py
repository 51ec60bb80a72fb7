"""Files that come in with control requests, in JSON as base64."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from bot.sandbox.errors import Misuse
from bot.sandbox.media import Upload
from bot.sandbox.messages import MEDIA


def uploads_in(given: dict[str, Any]) -> dict[str, Any]:
    """The same request with its files decoded, also those of an album."""
    decoded: dict[str, Any] = {
        name: _file(name, value) if name in MEDIA else value for name, value in given.items()
    }
    if isinstance(decoded.get("album"), list):
        decoded["album"] = [
            {name: _file(name, value) if name in MEDIA else value for name, value in item.items()}
            for item in decoded["album"]
            if isinstance(item, dict)
        ]
    return decoded


def _file(kind: str, value: Any) -> Upload:
    if isinstance(value, Upload):
        return value
    if not isinstance(value, dict) or not isinstance(value.get("base64"), str):
        raise Misuse(
            f'{kind} is given as {{"base64": "…", "name": "a.jpg", "mime": "image/jpeg"}} or as a form part'
        )
    try:
        content = base64.b64decode(value["base64"], validate=True)
    except binascii.Error as error:
        raise Misuse(f"the content of {kind} is no base64") from error
    size = value.get("size")
    if size is not None and not isinstance(size, int):
        raise Misuse("size is a number of bytes")
    return Upload(content, str(value.get("name") or kind), value.get("mime"), size)
