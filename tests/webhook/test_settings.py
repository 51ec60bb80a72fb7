"""Settings of the webhook that cannot be, and what commands say about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.doctor import account
from bot.gateways.contract import Identity
from bot.settings import WrongSettings
from bot.settings.model import WebhookSettings
from bot.settings.reading import check_text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('url = "bot.example.com"', "https://example.com"),
        ('listen = "8080"', "127.0.0.1:8080"),
        ('listen = "127.0.0.1:99999"', "127.0.0.1:8080"),
        ('secret = "short"', "16 to 256"),
        ('secret = "with spaces in the middle"', "16 to 256"),
        ("connections = 0", "greater than or equal to 1"),
        ('allow_from = ["everybody"]', "203.0.113.0/24"),
        ('url = "https://bot.example.com/x"\nforwarded = true', "not from both"),
        ('urll = "x"', "did you mean webhook.url?"),
    ],
)
def test_wrong_ones_are_told_with_what_is_right(text: str, words: str) -> None:
    """In one plain line, and never with the secret in it."""
    with pytest.raises(WrongSettings) as raised:
        check_text(f"[webhook]\n{text}\n", Path("frontline.toml"))
    (line,) = raised.value.lines
    assert words in line
    assert "short" not in line


def test_good_ones_are_good() -> None:
    """As the page shows them."""
    check_text(
        '[webhook]\nurl = "https://bot.example.com/frontline"\nlisten = "[::]:8080"\n'
        'allow_from = ["telegram", "203.0.113.7"]\ntrusted_proxies = ["127.0.0.1/32"]\n',
        Path("frontline.toml"),
    )


class Telegram:
    """A gateway that says one thing about the webhook."""

    def __init__(self, **info: Any) -> None:
        self.info = {"url": "", "pending_update_count": 0} | info

    async def identify(self) -> Identity:
        """Somebody."""
        return Identity("telegram", "1", "bot", "Bot")

    async def call(self, method: str, **parameters: Any) -> Any:
        """What is asked for."""
        return self.info if method == "getWebhookInfo" else {"can_join_groups": True}


OURS = "https://bot.example.com/frontline"


@pytest.mark.parametrize(
    ("wanted", "info", "well", "words"),
    [
        ({}, {}, True, "none, as it should be"),
        ({}, {"url": "https://other.example.org/x"}, False, "other.example.org"),
        ({"url": OURS}, {}, False, "not set yet"),
        ({"url": OURS}, {"url": OURS}, True, "Telegram delivers"),
        ({"url": OURS}, {"url": OURS, "last_error_message": "old trouble"}, True, "Telegram delivers"),
        (
            {"url": OURS},
            {"url": OURS, "pending_update_count": 4, "last_error_message": "Connection refused"},
            False,
            "Connection refused; 4 updates",
        ),
        ({"url": OURS}, {"url": "https://other.example.org/x"}, False, "other.example.org"),
        ({"forwarded": True}, {"url": "https://other.example.org/x"}, True, "forwards"),
    ],
)
async def test_the_doctor_knows_which_way_is_wanted(
    wanted: dict[str, Any], info: dict[str, Any], well: bool, words: str
) -> None:
    """A webhook is right or wrong only beside the settings."""
    found, _ = await account.examine(Telegram(**info), WebhookSettings(**wanted))  # type: ignore[arg-type]
    (finding,) = [one for one in found if one.what == "webhook"]
    assert (finding.well, words in finding.how) == (well, True), str(finding)
