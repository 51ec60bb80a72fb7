"""Waiting for the customer: an agent says so, the customer is asked, and nobody waits for ever."""

from __future__ import annotations

from typing import Any

from handlers import promises
from handlers.desk.ending import case_to_act_on
from handlers.desk.topics import note
from handlers.naming import staff_name
from handlers.promises.pausing import reminder_time
from handlers.quiet_hours import is_quiet, quiet
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import Case, CaseState
from storage.person import Person
from storage.promise import Promise


async def case_that_may_wait(turn: Turn, args: dict[str, Any]) -> Case | None:
    """The case of a pressed button, if the presser may act on it and it may wait; else they hear why not."""
    case = await case_to_act_on(turn, args)
    if case is None:
        return None
    if case.state not in (CaseState.taken, CaseState.reopened):
        turn.answer(f"desk.press.is_{case.state.value}", alert=True)
        return None
    if case.answered_at is None:
        # What is needed, or why it takes longer, only a person can say; an automatic line is no answer.
        turn.answer("promises.waiting.say_first", alert=True)
        return None
    return case


async def wait(turn: Turn, args: dict[str, Any]) -> None:
    """The owner needs something from the customer before going on."""
    case = await case_that_may_wait(turn, args)
    if case is None:
        return
    if not await promises.pause(turn, case):
        turn.answer("promises.waiting.already", alert=True)
        return
    turn.answer("promises.waiting.noted")
    customer = await turn.session.get_one(Person, case.person_id)
    name = await staff_name(turn.session, case.owner_id)
    await turn.tell(
        case.conversation_id,
        customer,
        "promises.customer.waiting",
        silent=is_quiet(turn),
        number=case.number,
        name=name,
    )
    if topic := await note(turn, case, "promises.agents.waiting"):
        await turn.show_card(topic)


async def go_on(turn: Turn, args: dict[str, Any]) -> None:
    """The owner has what was needed, perhaps by telephone: the clock runs again."""
    case = await case_to_act_on(turn, args)
    if case is None:
        return
    if not await promises.resume(turn, case):
        turn.answer("promises.waiting.not", alert=True)
        return
    turn.answer("promises.waiting.over")


async def look_after(scene: Scene, promise: Promise, case: Case) -> None:
    """The customer has not answered: they are asked once more, then the owner is asked to ring."""
    later = quiet(scene.now, scene.house.zone, scene.house.rules.follow_ups)
    if later > scene.now:
        promise.watch_at = later
        return
    promise.reminders += 1
    promise.watch_at = reminder_time(scene)
    scene.effects.record("promise.waiting", actor_kind="bot", case_id=case.id, reminder=promise.reminders)
    if promise.reminders == 1:
        customer = await scene.session.get_one(Person, case.person_id)
        name = await staff_name(scene.session, case.owner_id)
        key = "promises.customer.still_waiting" if name else "promises.customer.still_waiting_nobody"
        await scene.tell(case.conversation_id, customer, key, number=case.number, name=name)
    else:
        name = await staff_name(scene.session, case.owner_id)
        await note(
            scene,
            case,
            "promises.agents.no_answer" if name else "promises.agents.no_answer_nobody",
            name=name,
        )
