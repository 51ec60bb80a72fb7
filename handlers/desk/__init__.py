"""The desk: where cases meet people. See docs/cases.md for the ways of a case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.desk import canned, canned_keeping, details, own_lists, suggesting, transfer_choices
from handlers.desk.agent_side import from_group
from handlers.desk.albums import note_part, release_due
from handlers.desk.card import render_card
from handlers.desk.card_clock import refresh_due
from handlers.desk.confirming import keep, send
from handlers.desk.customer_card import show_customer
from handlers.desk.customer_side import add_words, from_customer
from handlers.desk.edits import edited
from handlers.desk.ending import all_answered_buttons, finish, not_yet, open_again, reopen, resolve, yes
from handlers.desk.first_taker import relieve, tell_first_taker
from handlers.desk.hand_over import back_to_bot, hand_over, human
from handlers.desk.leading import leaders, led_departments
from handlers.desk.notes import ask_for_note, keep_note
from handlers.desk.opening import open_case
from handlers.desk.reactions import not_reacted, reacted
from handlers.desk.recovering import NO_TOPICS, recovered
from handlers.desk.regrouping import adopt, evacuate, group_lost
from handlers.desk.status import names_own, status, status_of
from handlers.desk.taking import take
from handlers.desk.topics import add_to_case, retitled, show_state
from handlers.desk.transfer_choices import colleagues
from handlers.desk.undelivered import not_delivered, partly_delivered
from handlers.desk.unsending import not_withdrawn, unsend
from handlers.desk.unsupported import NOTICES, cannot_pass_on, cannot_show
from handlers.desk.writers import join, leave
from handlers.scene import Scene
from handlers.turn import Turn

__all__ = [
    "ACTIONS",
    "COMMANDS",
    "DUTIES",
    "GO",
    "NOTICES",
    "NO_TOPICS",
    "add_to_case",
    "add_words",
    "adopt",
    "all_answered_buttons",
    "cannot_pass_on",
    "cannot_show",
    "colleagues",
    "edited",
    "evacuate",
    "finish",
    "from_customer",
    "from_group",
    "group_lost",
    "hand_over",
    "keep_note",
    "leaders",
    "leave",
    "led_departments",
    "names_own",
    "not_delivered",
    "not_reacted",
    "not_withdrawn",
    "note_part",
    "open_case",
    "partly_delivered",
    "reacted",
    "recovered",
    "render_card",
    "reopen",
    "retitled",
    "show_state",
    "tell_first_taker",
]


async def _status(turn: Turn, rest: str) -> None:
    await (status_of(turn, rest) if rest else status(turn))


ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "desk.take": take,
    "desk.join": join,
    "desk.note": ask_for_note,
    "desk.canned": canned.choose,
    "desk.canned_look": canned.look,
    "desk.canned_others": canned.others,
    "desk.canned_send": canned.send,
    "desk.canned_keep": canned_keeping.keep,
    "desk.canned_remove": canned_keeping.remove,
    "desk.like_this": suggesting.send,
    "desk.transfer": transfer_choices.ask_where,
    "desk.transfer_why": transfer_choices.ask_why,
    "desk.transfer_do": transfer_choices.do,
    "desk.details": details.choose,
    "desk.details_ask": details.ask,
    "desk.send": send,
    "desk.keep": keep,
    "desk.customer": show_customer,
    "desk.resolve": resolve,
    "desk.open_again": open_again,
    "desk.yes": yes,
    "desk.not_yet": not_yet,
}
GO: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "human": human,
    "bot": back_to_bot,
    "status": status,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {
    "status": _status,
    "unsend": unsend,
    "reply": canned.search,
    "canned": canned_keeping.command,
    "mine": own_lists.mine,
    "find": own_lists.find,
    "transfer": transfer_choices.command,
    "relieve": relieve,
}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {
    "desk.albums": release_due,
    "desk.cards": refresh_due,
}
