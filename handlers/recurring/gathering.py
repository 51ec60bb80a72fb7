"""The cases that recurring faults are looked for in, and the faults they make."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from sqlalchemy import or_, select

from handlers.naming import without_numbers
from handlers.recurring.arithmetic import WEEK, Fault, Trouble, faults
from handlers.scene import Scene
from storage.case import Case, CaseKind, Outcome
from storage.recurring import RecurringFault

MOST = 10_000
"""The newest cases that are looked at: that bounds the work."""
LONGEST = 300
_KINDS = (CaseKind.complaint, CaseKind.service_request)
_NO_TROUBLE = (Outcome.withdrawn, Outcome.merged)

_known: WeakKeyDictionary[Scene, list[Fault]] = WeakKeyDictionary()


async def newest_faults(scene: Scene) -> list[Fault]:
    """The faults of the last week. Worked out once for a scene: every manager's digest tells them."""
    if scene not in _known:
        rules = scene.house.rules.recurring
        troubles = await _troubles(scene)
        _known[scene] = await asyncio.to_thread(
            faults,
            troubles,
            scene.now,
            weeks=rules.weeks,
            at_least=rules.at_least,
            likeness=rules.likeness,
            most=rules.most,
        )
    return _known[scene]


async def _troubles(scene: Scene) -> list[Trouble]:
    since = scene.now - (scene.house.rules.recurring.weeks + 1) * WEEK
    rows = await scene.session.execute(
        select(
            Case.id,
            Case.number,
            Case.person_id,
            Case.kind,
            Case.category,
            Case.details,
            Case.summary,
            Case.created_at,
        )
        .where(
            Case.kind.in_(_KINDS),
            Case.created_at > since,
            Case.created_at <= scene.now,
            or_(Case.outcome.is_(None), Case.outcome.not_in(_NO_TROUBLE)),
            Case.id.not_in(select(RecurringFault.root_case_id)),
        )
        .order_by(Case.id.desc())
        .limit(MOST)
    )
    label = scene.say(scene.house.default_language, "service.product")
    line = scene.say(scene.house.default_language, "service.line", label=label, words="").strip()
    return [
        Trouble(
            case,
            number,
            person,
            category or kind.value,
            str((details or {}).get("product", "")) or _product(summary, line),
            without_numbers(summary.partition("\n")[0][:LONGEST]),
            at,
        )
        for case, number, person, kind, category, details, summary, at in rows
    ]


def _product(summary: str, line: str) -> str:
    """The product that a service request names on a line of its own."""
    named = (one.removeprefix(line) for one in summary.splitlines()[1:] if one.startswith(line))
    return next(named, "").strip()
