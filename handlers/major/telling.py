"""Telling managers of a major matter: at once, with facts and plan, and again until one sees to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import func, or_, select

from handlers.contingency.starting import offers
from handlers.heads import heads_of
from handlers.naming import shortened, staff_name, without_numbers
from handlers.scene import Scene
from storage.case import Case
from storage.major import MajorMatter
from storage.outbox import Priority
from storage.person import Person

MOST = 20
WORDS_LENGTH = 300


async def tell(scene: Scene, matters: Sequence[MajorMatter], case: Case) -> None:
    """Tell every manager of a case's matters, by day or night; from the second time on its heads too."""
    told = max(matter.told for matter in matters)
    people = await scene.managers()
    managers = {person.id for _, person in people}
    if told or not people:
        people = [*people, *await heads_of(scene, case.department_id)]
    rules = scene.house.rules.major
    # Each time the pause is twice as long: a matter nobody takes up is not shouted about all night.
    for matter in matters:
        matter.next_at = scene.now + rules.again_after * 2 ** min(told, 4)
        matter.told = told + 1
    first, *_ = matters
    for conversation_id, person in people:
        button = scene.button(
            scene.say(person.language, "major.button.mine"),
            "major.acknowledge",
            f"person:{person.id}",
            matter=first.id,
        )
        rows = [(button,)]
        if person.id in managers:
            label = scene.say(person.language, "major.button.incident")
            rows.append((scene.button(label, "incidents.open", f"person:{person.id}", matter=first.id),))
            for matter in matters:
                rows += await offers(scene, matter, case.category, person)
        key = "major.again" if told else "major.first"
        await scene.tell(
            conversation_id,
            person,
            key,
            buttons=tuple(rows),
            priority=Priority.staff,
            kind=_kinds(scene, person.language, matters),
            facts=await _facts(scene, matters, case, person),
        )


def _kinds(scene: Scene, language: str, matters: Iterable[MajorMatter]) -> str:
    names = [kind_in_words(scene, language, matter.kind) for matter in matters]
    return scene.say(language, "major.and").join(names)


async def _facts(scene: Scene, matters: Sequence[MajorMatter], case: Case, person: Person) -> str:
    def say(name: str, **values: object) -> str:
        return scene.say(person.language, f"major.fact.{name}", **values)

    matter, *_ = matters
    owner = await staff_name(scene.session, case.owner_id)
    lines = [say("case", number=case.number, owner=owner or scene.say(person.language, "promises.nobody"))]
    if matter.category:
        names = scene.house.categories.get(matter.category, {})
        lines.append(say("category", category=names.get(person.language, matter.category)))
    if matter.kind == "many":
        since = matter.found_at - scene.house.rules.major.within
        customers = await scene.session.scalar(
            select(func.count(func.distinct(Case.person_id))).where(
                Case.category == matter.category, Case.created_at > since
            )
        )
        lines.append(say("many", count=customers or 0))
    else:
        # What they added later may be what it is about; what they began with is the matter itself.
        began = shortened(without_numbers(case.summary), WORDS_LENGTH)
        said = dict.fromkeys([began, *(one.words for one in matters)])
        lines += [say("words", words=one) for one in said if one]
    plans = scene.house.rules.major.plans
    lines += [say("plan", plan=plans[one.kind]) for one in matters if plans.get(one.kind)]
    return "\n".join(lines)


def kind_in_words(scene: Scene, language: str, kind: str) -> str:
    """What a kind is called; a kind of the business's own is called by its key."""
    known = f"major.kind.{kind}" in scene.house.texts.keys(language)
    return scene.say(language, f"major.kind.{kind}") if known else kind


async def remind(scene: Scene) -> int:
    """Tell again of what nobody has acknowledged, while it stands open. How many that were."""
    rows = await scene.session.scalars(
        select(MajorMatter)
        .join(Case, Case.id == MajorMatter.case_id)
        .where(
            MajorMatter.acknowledged_at.is_(None),
            MajorMatter.next_at <= scene.now,
            # Many customers' trouble is not over with the case that was the newest of them.
            or_(MajorMatter.kind == "many", Case.closed_at.is_(None)),
        )
        .order_by(MajorMatter.next_at, MajorMatter.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=MajorMatter)
    )
    due = rows.all()
    alone, of_cases = _by_case(due)
    for matters in (*([one] for one in alone), *of_cases):
        if (case_id := matters[0].case_id) is not None:
            await tell(scene, matters, await scene.session.get_one(Case, case_id))
    return len(due)


def _by_case(due: Sequence[MajorMatter]) -> tuple[list[MajorMatter], list[list[MajorMatter]]]:
    """Those that stand for many cases, and the others of each case together."""
    alone = [matter for matter in due if matter.kind == "many"]
    others = sorted((one for one in due if one.kind != "many"), key=lambda one: (one.case_id or 0, one.id))
    return alone, [list(same) for _, same in groupby(others, key=lambda one: one.case_id)]
