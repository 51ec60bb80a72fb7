"""A plea that no person has answered climbs: from the agent to the head, from the head to the managers."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import select

from handlers.calendar.opening import calendar_of
from handlers.desk.topics import note
from handlers.heads import heads_of
from handlers.naming import staff_name
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import Button
from storage.outbox import Priority
from storage.person import Person
from storage.plea import Plea, PleaState

MOST = 50


async def climb(scene: Scene) -> int:
    """Tell the next one above of every plea whose time has come. How many that were."""
    rows = await scene.session.scalars(
        select(Plea)
        .where(Plea.state == PleaState.open, Plea.next_at <= scene.now)
        .order_by(Plea.next_at)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    due = rows.all()
    for plea in due:
        case = await scene.session.get_one(Case, plea.case_id)
        if not case.is_open:
            plea.settle(PleaState.moot, scene.now)
            continue
        calendar = await calendar_of(scene, case.department_id)
        opening = calendar.soonest(scene.now)
        if opening > scene.now:
            plea.next_at = opening
            continue
        plea.next_at = scene.house.rules.supervision.climb_after.due(calendar, scene.now)
        await tell_above(scene, plea, case, silent=False)
    return len(due)


async def tell_above(
    scene: Scene, plea: Plea, case: Case, *, silent: bool
) -> Literal["head", "managers", "nobody"]:
    """Tell the head; after the head, or where there is none, the managers. Who was told."""
    heads = await heads_of(scene, case.department_id) if plea.level == 0 else []
    plea.level = 1 if heads else 2
    scene.effects.record("plea.climbed", actor_kind="bot", case_id=case.id, level=plea.level)
    owner = await staff_name(scene.session, case.owner_id)
    told = heads or await scene.managers()
    for conversation_id, person in told:
        await scene.tell(
            conversation_id,
            person,
            f"pleas.{plea.kind.value}.above",
            buttons=((_seen_button(scene, plea, person),),),
            priority=Priority.staff,
            silent=silent,
            number=case.number,
            owner=owner or scene.say(person.language, "promises.nobody"),
            when=in_local_words(plea.made_at, scene.now, scene.house.zone, person.language),
        )
    if not told:
        return "nobody"
    return "head" if heads else "managers"


def _seen_button(scene: Scene, plea: Plea, person: Person) -> Button:
    label = scene.say(person.language, "promises.button.seen")
    return scene.button(label, "plea.seen", f"person:{person.id}", once=True, plea=plea.id)


async def see_to_it(turn: Turn, args: dict[str, Any]) -> None:
    """Whoever was told sees to it: the climb waits for the time of one step, once for each telling."""
    plea = await turn.session.get_one(Plea, int(args["plea"]), with_for_update=True)
    case = await turn.session.get_one(Case, plea.case_id)
    if turn.staff is None or plea.state is not PleaState.open or not case.is_open:
        turn.answer("promises.seen.over" if plea.state is PleaState.answered else "duty.press.over")
        return
    calendar = await calendar_of(turn, case.department_id)
    plea.next_at = turn.house.rules.supervision.climb_after.due(calendar, turn.now)
    turn.record("plea.seen", case_id=case.id, level=plea.level)
    when = in_local_words(plea.next_at, turn.now, turn.house.zone, turn.language)
    turn.answer("promises.seen.thanks_until", when=when, alert=True)
    name = await staff_name(turn.session, turn.staff.id)
    await note(turn, case, "promises.agents.seen", silent=True, name=name)
