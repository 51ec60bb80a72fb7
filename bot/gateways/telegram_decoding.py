"""Telegram's JSON read, also where it holds what JSON can spell and no text can hold."""

from __future__ import annotations

import json
from typing import Any

import msgspec

_decode = msgspec.json.Decoder().decode


def decoded(content: bytes) -> Any:
    """What the bytes say. Half a letter (an unpaired surrogate) becomes a question mark.

    Raises ValueError for what is not JSON, or nested deeper than anybody writes.
    """
    try:
        return _decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        lenient = json.dumps(json.loads(content.decode("utf-8", "replace")), ensure_ascii=False)
        return _decode(lenient.encode("utf-8", "replace"))
    except (msgspec.MsgspecError, RecursionError, ValueError) as problem:
        raise ValueError(type(problem).__name__) from None
