"""Referrals: a customer brings a friend. See docs/referrals.md for the ways of a referral."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.referral.arriving import arrive, consent
from handlers.referral.deciding import approve, reject
from handlers.referral.expiring import expire
from handlers.referral.matching import phone_known
from handlers.referral.registering import REFER, register
from handlers.referral.showing import show
from handlers.turn import Turn

__all__ = ["ACTIONS", "COMMANDS", "DUTIES", "GO", "REFER", "arrive", "phone_known"]


async def _refer(turn: Turn, _rest: str) -> None:
    await show(turn)


GO: dict[str, Callable[[Turn], Awaitable[None]]] = {"refer": show}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"refer": _refer}
ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "referral.register": register,
    "referral.consent": consent,
    "referral.approve": approve,
    "referral.reject": reject,
}
DUTIES = {"referral.expire": expire}
