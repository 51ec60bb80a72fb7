"""What a suggestion's card says of the decision, and the button that brings it about."""

from __future__ import annotations

from handlers.naming import shortened
from handlers.scene import Scene
from storage.case import WAITING_FOR_US, Case, CaseKind
from storage.decision import Verdict, decision_of
from storage.outbound import Buttons

LENGTH = 120


async def lines(scene: Scene, case: Case, language: str) -> list[str]:
    """The decision, if there is one."""
    if case.kind is not CaseKind.suggestion:
        return []
    decision = await decision_of(scene.session, case.id)
    if decision is None:
        return []
    verdict = scene.say(language, f"decisions.verdict.{decision.verdict.value}")
    words = shortened(decision.words, LENGTH)
    done = [scene.say(language, "decisions.card_done")] if decision.done_at is not None else []
    return [scene.say(language, "decisions.card", verdict=verdict, words=words), *done]


async def buttons(scene: Scene, case: Case, language: str) -> Buttons:
    """Decide, while it is ours to; later: tell that it is done."""
    if case.kind is not CaseKind.suggestion or case.owner_id is None or case.merged_into_id is not None:
        return ()
    decision = await decision_of(scene.session, case.id)
    names = []
    if case.state in WAITING_FOR_US:
        names.append("ask")
    if decision is not None and decision.verdict is not Verdict.not_now and decision.done_at is None:
        names.append("done")
    audience = f"department:{case.department_id}"
    row = tuple(
        scene.button(
            scene.say(language, f"decisions.button.{name}"), f"decision.{name}", audience, case=case.id
        )
        for name in names
    )
    return (row,) if row else ()
