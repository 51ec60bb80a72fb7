"""The secret: chosen, or made from the token."""

from __future__ import annotations

import re

from bot.webhook.secret import knows_secret, secret_for

TOKEN = "100002:AAdoorDoorDoorDoorDoorDoorDoorDoorDoor"


def test_a_chosen_one_is_taken() -> None:
    """What the settings say."""
    assert secret_for(TOKEN, "chosen-secret-letters") == "chosen-secret-letters"


def test_an_empty_one_is_made() -> None:
    """Always the same for a token, another for another one, fit for Telegram, and without the token in it."""
    made = secret_for(TOKEN)
    assert made == secret_for(TOKEN)
    assert made != secret_for(TOKEN + "x")
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,256}", made)
    assert TOKEN.partition(":")[2] not in made


def test_odd_headers_are_no_trouble() -> None:
    """Letters beyond ASCII are compared like any others."""
    assert not knows_secret({"Authorization": "Bearer 秘密"}, "a-secret")
    assert not knows_secret({"Authorization": "Bearer"}, "a-secret")
    assert knows_secret({"Authorization": "bearer  a-secret "}, "a-secret")
