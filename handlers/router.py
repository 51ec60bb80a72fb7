"""The router: every inbound finds its verb, by tables, and nothing is left without a word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers import conduct, customer_file, delivery, desk, programmes
from handlers.floods.holding import held
from handlers.routing import commands, groups, pressing, private
from handlers.routing.tables import DUTIES
from handlers.turn import Turn
from storage.inbound import Membership, Message, Moved, Press, Reaction, TopicChange, Unsupported

__all__ = ["DUTIES", "handle"]


async def handle(turn: Turn) -> None:
    """Handle one inbound: the one entry for the worker."""
    if turn.staff is not None and turn.staff.left_at is not None:
        # Dismissed a moment ago, by a turn handled in the same transaction.
        turn.staff = None
    if turn.chat.unreachable is not None and isinstance(turn.inbound.what, Message | Press):
        # Who writes to us can be written to.
        await desk.recovered(turn, turn.chat)
    if not await held(turn):
        await KINDS[type(turn.inbound.what)](turn)
    if turn.first_contact and turn.staff is None:
        await programmes.plan_joined(turn, turn.person, turn.conversation)


async def _message(turn: Turn) -> None:
    if turn.private:
        if turn.has_person:
            await desk.note_part(turn)
            await private.receive(turn)
    elif turn.message is not None and turn.message.edited:
        await desk.edited(turn)
    elif not await commands.obey(turn) and not await customer_file.remembered(turn):
        await desk.from_group(turn)
        await conduct.noticed(turn)


async def _press(turn: Turn) -> None:
    await pressing.receive(turn)


async def _reaction(turn: Turn) -> None:
    await desk.reacted(turn)


async def _membership(turn: Turn) -> None:
    if isinstance(turn.inbound.what, Membership):
        await groups.membership(turn, turn.inbound.what)


async def _moved(turn: Turn) -> None:
    if isinstance(turn.inbound.what, Moved):
        await delivery.merge_chat(turn, turn.chat, turn.inbound.what.to)


async def _topic_change(turn: Turn) -> None:
    """A topic closed or renamed by hand changes nothing: the case's own buttons count."""


async def _unsupported(turn: Turn) -> None:
    what = turn.inbound.what
    if not isinstance(what, Unsupported) or what.what in desk.NOTICES or what.edited:
        # Of what only changed it was said already that it cannot be passed on.
        return
    if not turn.has_person or turn.chat.kind not in ("private", "group"):
        return
    if not turn.private:
        await desk.cannot_pass_on(turn, what)
        return
    talking = turn.conversation.case_id is not None
    turn.reply("router.unsupported.people" if talking else "router.unsupported.any")
    if talking:
        await desk.cannot_show(turn, what)


KINDS: dict[type[Any], Callable[[Turn], Awaitable[None]]] = {
    Message: _message,
    Press: _press,
    Reaction: _reaction,
    Membership: _membership,
    Moved: _moved,
    TopicChange: _topic_change,
    Unsupported: _unsupported,
}
