"""The icons that Telegram lends to topics: stickers, each standing for an emoji."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

VARIATION = "\ufe0f"


def icons(stickers: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The ids by the emoji they stand for."""
    return {
        bare(one["emoji"]): str(one["custom_emoji_id"])
        for one in stickers
        if one.get("emoji") and one.get("custom_emoji_id")
    }


def bare(emoji: str) -> str:
    """An emoji without the sign that says it is one: some write it, some do not."""
    return emoji.replace(VARIATION, "")
