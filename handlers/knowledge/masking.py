"""Leaving out what belongs to a person: phone numbers, addresses, and numbers that name somebody."""

from __future__ import annotations

import re

from handlers.naming import MASK, without_numbers

_CODES = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?=[A-Za-z0-9]{6})(?:[A-Za-z]+\d+[A-Za-z]|\d+[A-Za-z]+\d)[A-Za-z0-9]*"  # K7M3QX9
    r"|[A-Za-z]{1,3}\d{5,}"  # E12345678
    r")(?![A-Za-z0-9])"
)
_ACCOUNTS = re.compile(r"(微信号?|QQ|wechat|whatsapp|line id)\s*[:：是为]?\s*[\w.-]{5,}", re.IGNORECASE)
_PLATES = re.compile(r"[\u4e00-\u9fa5][A-Z][·\s]?[A-Z0-9]{5,6}(?![A-Za-z0-9])")
_LEFT = re.compile(rf"\s*{MASK}\s*")


def masked(text: str) -> str:
    """A text in which numbers and addresses that may be somebody's cannot be read."""
    hidden = _ACCOUNTS.sub(rf"\1 {MASK}", without_numbers(text))
    return _CODES.sub(MASK, _PLATES.sub(MASK, hidden))


def is_masked(text: str) -> bool:
    """Whether something was left out."""
    return MASK in text


def as_wording(text: str) -> str:
    """A customer's words as a way of asking: one line, and nothing in it that is somebody's."""
    return " ".join(_LEFT.sub(" ", masked(text)).split())
