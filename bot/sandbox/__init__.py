"""A local Bot API: what a bot needs of Telegram, on loopback, with a control interface for people's side."""

from __future__ import annotations

from bot.sandbox.media import Upload
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Bounds

__all__ = ["Bounds", "Sandbox", "Upload"]
