"""What the sandbox refuses, and how it says so.

Refused          the Bot API answers with an error: code, description, parameters
Misuse           the control interface was asked for something impossible; the sentence says what would work
"""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """An answer of the Bot API with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON body Telegram would send."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Misuse(ValueError):
    """A control request that can't be carried out; its text helps whoever wrote it."""


def bad(text: str, **parameters: Any) -> Refused:
    """A 400 in Telegram's wording."""
    return Refused(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> Refused:
    """A 403 in Telegram's wording."""
    return Refused(403, f"Forbidden: {text}")


def too_many(seconds: int) -> Refused:
    """A 429 with the time to wait."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
