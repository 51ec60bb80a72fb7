"""Which rows go over when a case is merged, and how they come back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from handlers.desk.writers import joined
from handlers.scene import Scene
from storage.appointment import Appointment
from storage.case import Case, CaseKind, CaseWriter, Evidence
from storage.decision import Decision
from storage.major import MajorMatter
from storage.order import Order
from storage.plea import Plea, PleaState
from storage.promise import Promise, PromiseState
from storage.rota import CallOut
from storage.topic import AlbumPart
from storage.work_order import WorkOrder

RUNNING = (PromiseState.open, PromiseState.broken)


async def move_rows(scene: Scene, gone: Case, kept: Case) -> dict[str, Any]:
    """Everything that is about the matter goes over. What went, by kind."""
    moved: dict[str, Any] = {"v": 1}
    for name, kind, *conditions in (
        ("evidence", Evidence),
        ("pleas", Plea, Plea.state == PleaState.open),
        ("matters", MajorMatter, MajorMatter.acknowledged_at.is_(None)),
        ("calls", CallOut, CallOut.settled_at.is_(None)),
        ("albums", AlbumPart),
        ("work", WorkOrder),
        ("appointments", Appointment),
        ("orders", Order),
    ):
        moved[name] = await _over(scene, kind, gone, kept, *conditions)
    if kept.kind is CaseKind.suggestion:
        # What was decided of a suggestion holds for another one, and for nothing else.
        moved["decisions"] = await _over(scene, Decision, gone, kept)
    moved["promises"], moved["dropped"] = await _promises(scene, gone, kept)
    moved["writers"] = await _writers(scene, gone, kept)
    rows = await scene.session.scalars(select(Case).where(Case.merged_into_id == gone.id))
    moved["earlier"] = [case.id for case in rows]
    await _point(scene, moved["earlier"], kept.id)
    return moved


async def move_back(scene: Scene, moved: dict[str, Any], gone: Case, kept: Case) -> None:
    """What went over comes back, as it is now; a promise that gave way stands again."""
    kinds: dict[str, Any] = {
        "evidence": Evidence,
        "pleas": Plea,
        "matters": MajorMatter,
        "calls": CallOut,
        "work": WorkOrder,
        "promises": Promise,
        "decisions": Decision,
        "orders": Order,
    }
    for name, kind in kinds.items():
        await scene.session.execute(
            update(kind)
            .where(kind.id.in_(moved.get(name, [])), kind.case_id == kept.id)
            .values(case_id=gone.id)
        )
    if moved["work"]:
        # Times proposed or agreed meanwhile are of that work as well: the other case had none.
        await scene.session.execute(
            update(Appointment).where(Appointment.case_id == kept.id).values(case_id=gone.id)
        )
    rows = await scene.session.scalars(
        select(Promise).where(Promise.id.in_(moved["dropped"]), Promise.state == PromiseState.moot)
    )
    for promise in rows:
        promise.revive(scene.now)
    writers = await scene.session.scalars(select(CaseWriter).where(CaseWriter.id.in_(moved["writers"])))
    for writer in writers:
        await scene.session.delete(writer)
    await _point(scene, moved["earlier"], gone.id)


async def _over(scene: Scene, kind: type[Any], gone: Case, kept: Case, *conditions: Any) -> list[int]:
    ids = list(await scene.session.scalars(select(kind.id).where(kind.case_id == gone.id, *conditions)))
    if ids:
        await scene.session.execute(update(kind).where(kind.id.in_(ids)).values(case_id=kept.id))
    return ids


async def _promises(scene: Scene, gone: Case, kept: Case) -> tuple[list[int], list[int]]:
    """Of two promises of one kind the earlier wins. Which went over, and which gave way."""
    moved, dropped = [], []
    mine = {one.kind: one for one in await _running(scene, kept)}
    for theirs in await _running(scene, gone):
        ours = mine.get(theirs.kind)
        if ours is not None and _place(ours) <= _place(theirs):
            theirs.drop(scene.now)
            dropped.append(theirs.id)
            continue
        if ours is not None:
            ours.drop(scene.now)
            dropped.append(ours.id)
        theirs.case_id = kept.id
        moved.append(theirs.id)
    await scene.session.flush()
    return moved, dropped


async def _running(scene: Scene, case: Case) -> list[Promise]:
    rows = await scene.session.scalars(
        select(Promise).where(Promise.case_id == case.id, Promise.state.in_(RUNNING)).order_by(Promise.id)
    )
    return list(rows)


def _place(promise: Promise) -> tuple[bool, Any]:
    """What runs counts before what stands still, then what is due first."""
    return promise.paused_at is not None, promise.due_at


async def _writers(scene: Scene, gone: Case, kept: Case) -> list[int]:
    """Who wrote to the customer there writes to them here as well."""
    there = [*([gone.owner_id] if gone.owner_id is not None else []), *await joined(scene, gone.id)]
    known = {kept.owner_id, *await joined(scene, kept.id)}
    added = []
    for staff in dict.fromkeys(there):
        if staff not in known:
            writer = CaseWriter(case_id=kept.id, staff_id=staff, joined_at=scene.now)
            scene.session.add(writer)
            added.append(writer)
    await scene.session.flush()
    return [writer.id for writer in added]


async def _point(scene: Scene, cases: list[int], to: int) -> None:
    """Cases merged earlier follow to where the matter goes on: none points to a case that is merged too."""
    if cases:
        await scene.session.execute(update(Case).where(Case.id.in_(cases)).values(merged_into_id=to))
