"""Reactions on either side are shown on the other, as far as a bot may."""

from __future__ import annotations

from typing import Any

from handlers import promises
from handlers.desk.relays import RECEIPT, OtherEnd, other_end
from handlers.desk.writers import writes
from handlers.scene import Scene
from handlers.turn import Turn
from storage.account import Chat
from storage.case import Case
from storage.inbound import Reaction
from storage.outbound import React, SendText
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
    if not turn.private and (turn.staff is None or not await writes(turn, case, turn.staff.id)):
        return True
    if not turn.private and (what.emojis or what.others):
        await _nodded(turn, case)
    given = [emoji.replace("\ufe0f", "") for emoji in what.emojis]
    shown = next((emoji for emoji in reversed(given) if emoji in ALLOWED), None)
    if shown is None and (given or what.others):
        await _in_words(turn, case, what, end)
        return True
    target = await turn.session.get_one(Chat, end.chat_id)
    subject = {"kind": "reaction", "case": case.id, "message": end.message, "emoji": shown}
    turn.effects.owe(
        React(end.message, shown or RECEIPT),
        account_id=target.account_id,
        chat_id=target.id,
        priority=Priority.staff,
        subject=subject if turn.private and shown else None,
    )
    return True


async def _in_words(turn: Turn, case: Case, what: Reaction, end: OtherEnd) -> None:
    """No bot can show such a sign: agents read of the customer's, and that nobody sees theirs."""
    if turn.private:
        await _say_in_topic(turn, case, "desk.topic.reaction_other", end.message, "".join(what.emojis))
    else:
        text = turn.say(turn.house.default_language, "desk.hint.reaction")
        turn.send(SendText(text, reply_to=what.message, silent=True))


async def not_reacted(scene: Scene, subject: dict[str, Any], reason: str) -> None:
    """The group takes no such sign: what the customer meant is said in words."""
    if reason == "reaction":
        case = await scene.session.get_one(Case, int(subject["case"]))
        await _say_in_topic(scene, case, "desk.topic.reaction", subject["message"], subject["emoji"])


async def _say_in_topic(scene: Scene, case: Case, key: str, message: str, emoji: str) -> None:
    topic = await scene.topic_of(case.id)
    if topic is not None:
        text = scene.say(scene.house.default_language, key, emoji=emoji).rstrip()
        await scene.owe_topic(topic, SendText(text, reply_to=message, silent=True), priority=Priority.staff)


async def _nodded(turn: Turn, case: Case) -> None:
    """A nod of the owner's is a reply, but no answer to who pressed for one."""
    topic = await turn.topic_of(case.id)
    if await promises.keep(turn, case, "reply", in_words=False) and topic is not None:
        await turn.show_card(topic)
