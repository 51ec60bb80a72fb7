"""Going to a place of the menu, by button, word or command, and coming back to an open form."""

from __future__ import annotations

from typing import Any

from handlers import desk, forms, praise, question
from handlers.orders import asking as orders
from handlers.routing.tables import GO, KEEPS_FORM
from handlers.turn import Turn
from handlers.understanding.intent import Intent

_FORMS = frozenset({"complaint", "suggestion", "service"})
"""Places that are forms whose first question is what it is about."""


async def go(turn: Turn, name: str) -> bool:
    """Go to a place of the menu. False if there is none of that name."""
    place = GO.get(name)
    if place is None:
        return False
    if name == "human":
        await _human(turn)
        return True
    question.withdraw(turn)
    await place(turn)
    await come_back(turn, name)
    return True


async def come_back(turn: Turn, name: str) -> None:
    """Go on with a form that was open before an excursion."""
    if turn.draft is not None and turn.private and name in KEEPS_FORM:
        await forms.resume(turn)


async def follow(turn: Turn, intent: Intent) -> None:
    """Do what the words of a message ask for; what they say beyond it is not asked again."""
    if intent.rest and intent.name in _FORMS:
        await forms.start(turn, intent.name, what=intent.rest)
    elif intent.rest and intent.name == "praise":
        await praise.pass_on(turn, intent.rest)
    elif intent.rest and intent.name == "order":
        await orders.ask(turn, intent.rest)
    elif intent.rest and intent.name == "human":
        await desk.hand_over(turn, intent.rest)
    else:
        await go(turn, intent.name)


async def _human(turn: Turn) -> None:
    """People take over. An open form would swallow what is written to them, so it goes along or ends."""
    if turn.draft is not None:
        if _has_words(turn.draft.answers):
            args = {"draft": turn.draft.id, "field": turn.draft.field}
            await forms.ACTIONS["form.colleague"](turn, args)
        if not _in_form(turn):
            return
        await forms.cancel(turn)
    if not await question.hand_over_pieces(turn):
        await GO["human"](turn)


def _in_form(turn: Turn) -> bool:
    return turn.draft is not None


def _has_words(answers: dict[str, Any]) -> bool:
    """Whether the customer has said anything in a form, beyond what was known before."""
    given = answers.get("given", {}).values()
    return bool(answers.get("pieces")) or any(one.get("message") or not one.get("known") for one in given)
