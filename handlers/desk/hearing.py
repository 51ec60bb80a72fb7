"""A customer speaks again in a case that stands: whatever way the words came, somebody watches them."""

from __future__ import annotations

from handlers import promises
from handlers.major import recognising
from handlers.rota import calling as emergencies
from handlers.turn import Turn
from handlers.waiting.rows import note_closed
from handlers.waiting.saying import closed_words
from storage.case import Case
from storage.outbound import SendText


async def hear(turn: Turn, case: Case, words: str, *, tell: bool = True) -> None:
    """Nobody waits for them any more, major matters are recognised, and a reply is expected."""
    called = await listen(turn, case, words, tell=tell)
    await expect_reply(turn, case, called=called)


async def listen(turn: Turn, case: Case, words: str, *, tell: bool = True) -> bool:
    """The time that stood still runs on; what the words say is recognised. No reply is asked for.

    True if they tell of an emergency for which somebody is being called.
    """
    await promises.resume(turn, case)
    await recognising.look(turn, case, words)
    return await emergencies.look_again(turn, case, words, tell=tell)


async def expect_reply(turn: Turn, case: Case, *, called: bool = False) -> None:
    """Nobody who writes again is left waiting unseen; the card shows that they wait.

    They hear that nobody is there, unless somebody is being `called` for them, as they know.
    """
    if await note_closed(turn, case) and not called:
        turn.send(SendText(await closed_words(turn, case, turn.language)))
    topic = await turn.topic_of(case.id)
    if await promises.expect_reply(turn, case) and topic is not None:
        await turn.show_card(topic)
