"""The secret that every delivery carries, and its comparison."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

TELEGRAM_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_PURPOSE = b"frontline webhook secret 1"


def secret_for(token: str, chosen: str = "") -> str:
    """The chosen secret, or one made from the token.

    Made rather than drawn: all processes of a deployment have the same without telling each other,
    it ends with the token, and nobody can find the token from it.
    """
    return chosen or hmac.new(token.encode(), _PURPOSE, hashlib.sha256).hexdigest()


def knows_secret(headers: Mapping[str, str], secret: str) -> bool:
    """Whether a request carries the secret, as Telegram does or as a bearer. Takes the same time always."""
    given = headers.get(TELEGRAM_HEADER)
    if given is None:
        kind, _, given = headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            given = ""
    return hmac.compare_digest(given.strip().encode("utf-8", "replace"), secret.encode())
