"""A part as those who have it see it: the steps, what is done, and what to press."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers.contingency.reaching import Compose, send
from handlers.naming import shortened
from handlers.scene import Scene
from storage.contingency import ContingencyPart, ContingencyRun, ContingencyStep
from storage.outbound import Button, Buttons

LABEL = 40


async def steps_of(scene: Scene, part_id: int) -> Sequence[ContingencyStep]:
    """The steps of a part, in their order."""
    rows = await scene.session.scalars(
        select(ContingencyStep).where(ContingencyStep.part_id == part_id).order_by(ContingencyStep.id)
    )
    return rows.all()


def lines_of(steps: Sequence[ContingencyStep]) -> list[str]:
    """The steps, ticked off or not."""
    return [
        f"{'☑️' if step.done_at is not None else '⬜️'} {place}. {step.words}"
        for place, step in enumerate(steps, start=1)
    ]


async def shown(scene: Scene, run: ContingencyRun, part: ContingencyPart, *, again: bool = False) -> Compose:
    """How a part is shown to anybody."""
    steps = await steps_of(scene, part.id)

    def compose(language: str, audience: str) -> tuple[str, Buttons]:
        key = "contingency.part.again" if again else "contingency.part.head"
        head = scene.say(language, key, plan=run.name, role=part.role, number=run.id)
        if run.ended_at is not None:
            return "\n".join([head, *lines_of(steps), scene.say(language, "contingency.part.over")]), ()
        rows: list[tuple[Button, ...]] = []
        if part.acknowledged_at is None:
            label = scene.say(language, "contingency.button.mine")
            rows.append((scene.button(label, "contingency.acknowledge", audience, part=part.id),))
        rows += [
            (
                scene.button(
                    shortened(f"☑️ {place}. {step.words}", LABEL),
                    "contingency.tick",
                    audience,
                    step=step.id,
                ),
            )
            for place, step in enumerate(steps, start=1)
            if step.done_at is None
        ]
        return "\n".join([head, *lines_of(steps)]), tuple(rows)

    return compose


async def tell(scene: Scene, run: ContingencyRun, part: ContingencyPart) -> None:
    """Tell those who have a part, once more if they were told before; ever less often."""
    compose = await shown(scene, run, part, again=part.told > 0)
    part.next_at = scene.now + scene.house.rules.contingency.again_after * 2 ** min(part.told, 4)
    part.told += 1
    await send(scene, run, part.who, compose)
