"""Money in the smallest unit of a currency: read as people write it, said as their language says it."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

MOST = 10**12
_AMOUNT = re.compile(
    r"(?:[¥￥$€£]\s*|[A-Z]{3}\s*)?(\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．](\d+))?\s*(?:元|块|[A-Z]{3}\b)?"
)


def read_amount(words: str, currency: str) -> tuple[int, str] | None:
    """The amount that words begin with, in the smallest unit, and the words after it.

    None where there is none, where it is nothing, or where it is finer than the currency is.
    """
    found = _AMOUNT.match(words.strip())
    if found is None:
        return None
    digits = get_currency_precision(currency)
    fraction = found[2] or ""
    if len(fraction) > digits:
        return None
    amount = int(re.sub(r"\D", "", found[1])) * 10**digits + int(fraction.ljust(digits, "0") or 0)
    rest = words.strip()[found.end() :].strip(" ,，.。:：")
    return (amount, rest) if 0 < amount <= MOST else None


def in_money(amount: int, currency: str, language: str) -> str:
    """An amount of the smallest unit as a language writes it."""
    whole = Decimal(amount).scaleb(-get_currency_precision(currency))
    return str(format_currency(whole, currency, locale="zh_Hans" if language == "zh" else language))
