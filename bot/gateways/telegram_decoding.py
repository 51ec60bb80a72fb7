"""Telegram's JSON read, also where it holds what JSON can spell and no text can hold."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

DEEPEST = 100
"""Telegram nests a dozen levels. What lies deeper than this no reader could take."""
_decode = msgspec.json.Decoder().decode
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def decoded(content: bytes) -> Any:
    """What the bytes say. Half a letter (an unpaired surrogate) becomes a question mark, and what is nested
    deeper than anybody writes is left out: one such update must not hold up those it comes with.

    Raises ValueError for what is not JSON.
    """
    try:
        return _decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        shallow = _shallow(content.decode("utf-8", "replace"))
        lenient = json.dumps(json.loads(shallow), ensure_ascii=False)
        return _decode(lenient.encode("utf-8", "replace"))
    except (msgspec.MsgspecError, RecursionError, ValueError) as problem:
        raise ValueError(type(problem).__name__) from None


def _shallow(text: str) -> str:
    """The same with nothing in it that is nested too deep. Raises ValueError if its brackets do not match."""
    kept: list[str] = []
    depth = begin = 0
    for token in _TOKENS.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth == DEEPEST + 1:
                kept += [text[begin : token.start()], "null"]
        elif token[0] in "]}":
            if depth == DEEPEST + 1:
                begin = token.end()
            depth -= 1
    if depth:
        raise ValueError("brackets")
    return "".join([*kept, text[begin:]])
