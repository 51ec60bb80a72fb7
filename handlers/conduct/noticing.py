"""What should not stand in a group at all, even among colleagues: its writer is told, nothing is stopped."""

from __future__ import annotations

from handlers.conduct.checking import against
from handlers.conduct.reasons import reasons
from handlers.conduct.rows import pending
from handlers.conduct.telling import language_to, tell_writer
from handlers.turn import Turn


async def noticed(turn: Turn) -> None:
    """Look at a colleague's message in a group that nobody was asked about."""
    message, house = turn.message, turn.house.rules.conduct
    if not house.check or message is None or turn.staff is None:
        return
    broken = against([rule for rule in house.rules if rule.notes], message.text)
    if not broken or await pending(turn, turn.conversation.id, message.id) is not None:
        return
    language = await language_to(turn, turn.person.id)
    await tell_writer(
        turn,
        turn.person.id,
        turn.conversation,
        message.id,
        "conduct.noticed",
        title=turn.chat.title,
        reasons="\n".join(reasons(turn, broken, language)),
    )
    for rule in broken:
        turn.effects.record("conduct.noticed", actor_kind="staff", actor_id=turn.person.id, rule=rule.name)
