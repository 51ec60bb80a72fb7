"""What a case's card says of its siblings: what it goes on as, what came to it, what it perhaps repeats."""

from __future__ import annotations

from sqlalchemy import select

from handlers.merging.finding import others_of, probably_same
from handlers.scene import Scene
from storage.case import Case
from storage.outbound import Button, Buttons


async def lines(scene: Scene, case: Case, language: str) -> list[str]:
    """Lines for the card; none for a case that stands alone."""
    if case.merged_into_id is not None:
        kept = await scene.session.get_one(Case, case.merged_into_id)
        return [scene.say(language, "merging.card.goes_on", number=kept.number)]
    merged = select(Case.number).where(Case.merged_into_id == case.id).order_by(Case.id)
    numbers = list(await scene.session.scalars(merged))
    found = []
    if numbers:
        found.append(scene.say(language, "merging.card.absorbed", numbers=", ".join(numbers)))
    if (same := await probably_same(scene, case)) is not None:
        found.append(scene.say(language, "merging.card.same", number=same.number))
    return found


async def buttons(scene: Scene, case: Case, language: str) -> Buttons:
    """One tap where two are probably the same, a choice where the customer has others."""
    if not case.is_open:
        return ()
    audience = f"department:{case.department_id}"
    if (same := await probably_same(scene, case)) is not None:
        label = scene.say(language, "merging.button.same", number=same.number)
        one_tap: Button = scene.button(label, "merging.merge", audience, case=case.id, other=same.id)
        return ((one_tap,),)
    if not await others_of(scene, case):
        return ()
    label = scene.say(language, "merging.button.choose")
    return ((scene.button(label, "merging.choose", audience, case=case.id),),)
