"""What a delivery, or its failure, means for the rows that caused it."""

from handlers.delivery.failing import (
    failed,
    merge_chat,
    move_chat,
    open_closed,
    reopen_topic,
    without_quote,
    works_again,
)
from handlers.delivery.in_one import in_one
from handlers.delivery.known_files import refused, uploaded
from handlers.delivery.placing import placed
from handlers.delivery.recording import delivered, render
from handlers.delivery.regretting import regret
from handlers.delivery.setting_aside import set_aside

__all__ = [
    "delivered",
    "failed",
    "in_one",
    "merge_chat",
    "move_chat",
    "open_closed",
    "placed",
    "refused",
    "regret",
    "render",
    "reopen_topic",
    "set_aside",
    "uploaded",
    "without_quote",
    "works_again",
]
