"""Starting a plan: with the matter that triggers it, or because a manager says so."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from handlers.contingency.parts import tell
from handlers.contingency.reaching import send
from handlers.naming import shortened
from handlers.rules import ContingencyPlan
from handlers.scene import Scene
from storage.case import Case
from storage.contingency import ContingencyPart, ContingencyRun, ContingencyStep
from storage.major import MajorMatter
from storage.outbound import Button, Buttons
from storage.person import Person
from storage.staff import Department

LABEL = 40


def plans_for(scene: Scene, kind: str, category: str) -> Iterable[tuple[str, ContingencyPlan]]:
    """The plans that a matter of this kind and category triggers."""
    for key, plan in scene.house.rules.contingency.plans.items():
        if kind in plan.kinds and (not plan.categories or category in plan.categories):
            yield key, plan


async def running(scene: Scene, key: str) -> ContingencyRun | None:
    """The run of a plan that has not ended, if there is one."""
    found: ContingencyRun | None = await scene.session.scalar(
        select(ContingencyRun).where(ContingencyRun.plan == key, ContingencyRun.ended_at.is_(None)).limit(1)
    )
    return found


async def to_start(scene: Scene, key: str) -> bool:
    """Whether a plan does not run yet. Nobody else starts one until we are done."""
    # Any one row that all share will do; rows that refer to it can be written meanwhile.
    one_row = select(Department.id).order_by(Department.id).limit(1)
    await scene.session.execute(one_row.with_for_update(key_share=True))
    return await running(scene, key) is None


async def start_for(scene: Scene, matter: MajorMatter, case: Case) -> None:
    """Start what starts by itself with a matter, unless it runs already."""
    for key, plan in plans_for(scene, matter.kind, case.category):
        if plan.by_itself and await to_start(scene, key):
            await start(scene, key, plan, matter_id=matter.id)


async def start(
    scene: Scene, key: str, plan: ContingencyPlan, *, matter_id: int | None, by: int | None = None
) -> ContingencyRun:
    """Start a plan: the first message goes out, everybody hears their part, and managers that it runs."""
    run = ContingencyRun(plan=key, name=plan.name, matter_id=matter_id, started_by=by, started_at=scene.now)
    scene.session.add(run)
    await scene.session.flush()
    scene.effects.record(
        "contingency.started",
        actor_kind="staff" if by is not None else "bot",
        actor_id=by,
        run=run.id,
        matter=matter_id,
    )
    await _tell_managers(scene, run, plan)
    if plan.first_message:
        await _say_first(scene, run, plan)
    for role in plan.roles:
        part = ContingencyPart(run_id=run.id, role=role.role, who=role.who, told=0, next_at=scene.now)
        scene.session.add(part)
        await scene.session.flush()
        for words in role.steps:
            scene.session.add(ContingencyStep(part_id=part.id, words=words))
            await scene.session.flush()
        await tell(scene, run, part)
    return run


async def _tell_managers(scene: Scene, run: ContingencyRun, plan: ContingencyPlan) -> None:
    roles = "\n".join(f"· {role.role}" for role in plan.roles)
    for conversation_id, person in await scene.managers():
        label = scene.say(person.language, "contingency.button.look")
        button = scene.button(label, "contingency.look", f"person:{person.id}", run=run.id)
        await scene.tell(
            conversation_id,
            person,
            "contingency.started",
            buttons=((button,),),
            plan=run.name,
            number=run.id,
            roles=roles,
        )


async def _say_first(scene: Scene, run: ContingencyRun, plan: ContingencyPlan) -> None:
    def compose(language: str, audience: str) -> tuple[str, Buttons]:
        return scene.say(language, "contingency.first", plan=run.name, words=plan.first_message), ()

    await send(scene, run, plan.first_to, compose)


def start_button(
    scene: Scene, language: str, audience: str, key: str, name: str, matter: int | None
) -> Button:
    """A manager's tap that starts a plan."""
    label = shortened(scene.say(language, "contingency.button.start", plan=name), LABEL)
    return scene.button(label, "contingency.start", audience, plan=key, matter=matter)


async def offers(scene: Scene, matter: MajorMatter, category: str, person: Person) -> list[tuple[Button]]:
    """Plans for a matter that wait for a manager's word, as buttons under its alert."""
    waiting = [
        (key, plan.name)
        for key, plan in plans_for(scene, matter.kind, category)
        if not plan.by_itself and await running(scene, key) is None
    ]
    audience = f"person:{person.id}"
    return [(start_button(scene, person.language, audience, key, name, matter.id),) for key, name in waiting]
