"""Reactions on either side are shown on the other, as far as a bot may."""

from __future__ import annotations

from handlers import promises
from handlers.desk.relays import RECEIPT, other_end
from handlers.turn import Turn
from storage.account import Chat
from storage.case import Case
from storage.inbound import Reaction
from storage.outbound import React
from storage.outbox import Priority

_EMOJIS = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷 😡"
)
ALLOWED = frozenset(_EMOJIS.split())
"""What the channel lets a bot put under a message."""


async def reacted(turn: Turn) -> bool:
    """Mirror a reaction. Taken back, the receipt stands again. True if the message had been passed on."""
    what = turn.inbound.what
    if not isinstance(what, Reaction):
        return False
    end = await other_end(turn.session, turn.chat.id, what.message)
    if end is None:
        return False
    if end.chat_id == turn.chat.id:
        return True
    case = await turn.session.get_one(Case, end.case_id)
    if not turn.private and (turn.staff is None or turn.staff.id != case.owner_id):
        return True
    if not turn.private and what.emojis:
        await _nodded(turn, case)
    shown = next((emoji.replace("\ufe0f", "") for emoji in reversed(what.emojis)), RECEIPT)
    if shown in ALLOWED:
        target = await turn.session.get_one(Chat, end.chat_id)
        turn.effects.owe(
            React(end.message, shown),
            account_id=target.account_id,
            chat_id=target.id,
            priority=Priority.staff,
        )
    return True


async def _nodded(turn: Turn, case: Case) -> None:
    """A nod of the owner's is a reply, but no answer to who pressed for one."""
    topic = await turn.topic_of(case.id)
    if await promises.keep(turn, case, "reply", in_words=False) and topic is not None:
        await turn.show_card(topic)
