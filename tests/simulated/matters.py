"""What agents see of the cases there are: how each stands, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from storage.account import Chat
from storage.case import OPEN_STATES, Case, CaseKind, CaseState
from storage.decision import Decision
from storage.person import Identity
from storage.staff import Staff
from storage.store import Store
from storage.topic import Topic
from storage.work_order import BillState
from tests.simulated.works import Work, works_of

Place = tuple[str, str | None]


@dataclass(slots=True)
class Matter:
    """What an agent sees of a case: where it is, how it stands, and whose it is."""

    id: int
    state: CaseState
    place: Place
    owner: str | None
    answered: bool
    kind: CaseKind
    decided: bool = False
    work: Work | None = None


async def matters_of(store: Store) -> list[Matter]:
    """Every case that is open, or whose bill is; by where it is talked about now."""
    works = await works_of(store)
    billed = [case for case, work in works.items() if work.to_invoice or work.bill is BillState.due]
    async with store.read() as session:
        decided = set(await session.scalars(select(Decision.case_id)))
        rows = await session.execute(
            select(
                Case.id,
                Case.state,
                Case.kind,
                Case.answered_at,
                Chat.external_id,
                Topic.thread,
                Identity.external_id,
            )
            .join(Topic, Topic.case_id == Case.id)
            .join(Chat, Chat.id == Topic.chat_id)
            .outerjoin(Staff, Staff.id == Case.owner_id)
            .outerjoin(Identity, Identity.person_id == Staff.person_id)
            .where(or_(Case.state.in_(OPEN_STATES), Case.id.in_(billed)))
            .order_by(Case.id, Topic.id)
        )
        newest = {
            case_id: Matter(
                case_id,
                state,
                (chat, thread or None),
                owner,
                at is not None,
                kind,
                case_id in decided,
                works.get(case_id),
            )
            for case_id, state, kind, at, chat, thread, owner in rows
        }
    return list(newest.values())
