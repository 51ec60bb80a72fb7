"""Questions: answered from the base, or honestly not, with people to ask."""

from __future__ import annotations

from handlers.question.answering import answer, expected, hand_over_pieces, offer_person, withdraw
from handlers.question.files import receive
from handlers.question.table import ACTIONS, DUTIES

__all__ = [
    "ACTIONS",
    "DUTIES",
    "answer",
    "expected",
    "hand_over_pieces",
    "offer_person",
    "receive",
    "withdraw",
]
