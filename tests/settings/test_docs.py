"""docs/settings.md and the settings say the same."""

from __future__ import annotations

import json
import re
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.settings.names import all_settings
from handlers.calendar.lengths import write_duration

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `([a-z_.]+)` \| (.+?) \| `(FRONTLINE_[A-Z_]+)` \|", re.MULTILINE)


def in_words(default: Any) -> str:
    """A default as the page writes it."""
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if isinstance(default, timedelta):
        return write_duration(default)
    if isinstance(default, time):
        return default.strftime("%H:%M")
    if isinstance(default, tuple):
        return json.dumps(default)
    return str(default)


def test_every_setting_is_described_and_nothing_else() -> None:
    """Each setting stands in the page once, with its variable; the page names no other."""
    told = [(name, variable) for name, _, variable in ROW.findall(DOCS.read_text("utf-8"))]
    assert told == [(setting.name, setting.env) for setting in all_settings()]


def test_defaults_are_told() -> None:
    """The page's defaults are the code's; those too long for a table are described in words."""
    told = {name: words for name, words, _ in ROW.findall(DOCS.read_text("utf-8"))}
    for setting in all_settings():
        if told[setting.name].startswith("`{"):
            continue
        if told[setting.name].startswith("*"):
            assert not isinstance(setting.default, int | float | time | timedelta), setting.name
            assert not isinstance(setting.default, str | SecretStr) or not setting.default, setting.name
            continue
        assert told[setting.name] == f"`{in_words(setting.default)}`", setting.name
