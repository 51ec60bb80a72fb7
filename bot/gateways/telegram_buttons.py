"""What our buttons carry, marked so that other parts of a bot can tell them from their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MARK = "fl:"


def marked(action: str | None) -> str:
    """What a button of ours carries."""
    return f"{MARK}{action or ''}"


def unmarked(data: str) -> str:
    """The action of a button; what was sent without a mark stays as it is."""
    return data.removeprefix(MARK)


def is_ours(raw: Mapping[str, Any]) -> bool:
    """Whether a raw update is the press of a button of ours."""
    press = raw.get("callback_query")
    return isinstance(press, Mapping) and str(press.get("data") or "").startswith(MARK)
