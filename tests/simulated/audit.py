"""The audit: what must be true of every case at any time, looked up in the rows and in what people heard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.account import Chat
from storage.case import OPEN_STATES, WAITING_FOR_US, Case, CaseKind, CaseState, Outcome
from storage.case_offer import CaseOffer, OfferState
from storage.event import Event
from storage.follow_up import FollowUp, FollowUpState
from storage.idle import IdleCase
from storage.inbox import INBOX, ParkedUpdate
from storage.outbox import OUTBOX
from storage.person import Identity
from storage.promise import Promise, PromiseState
from storage.topic import Topic
from tests.simulated.findings import Findings
from tests.simulated.office import Office
from tests.simulated.settled import settled

VISITED = (
    CaseKind.complaint,
    CaseKind.suggestion,
    CaseKind.service_request,
    CaseKind.order_question,
)
NOT_ENOUGH = ("so_so", "not_satisfied", "called_not_satisfied")
"""What is said of a return visit, or of the first days, when the matter is not at its end."""
LATE = timedelta(hours=2)
"""What is due may be looked at so much later: time goes in steps here."""
NIGHT = timedelta(hours=16)
"""A customer is not told of a breach at night: so long it may take."""
PATIENCE = timedelta(hours=40)
"""From resolved to the return visit's question, nights and the case's own attempts included."""

TO_CALL = 2
"""Working days until somebody whom the bot cannot reach is called."""


async def audit(office: Office, silent: Iterable[str] = ()) -> Findings:
    """Look at everything there is now. `silent`: customers who wrote and saw nothing happen."""
    found = Findings(office.now, [f"silence: customer {one}" for one in silent])
    async with office.store.read() as session:
        await _owners_and_dates(session, office, found)
        await _promises(session, office, found)
        await _return_visits(session, office, found)
        await _answers(session, office, found)
        await settled(session, office, found)
        await _stuck(session, office, found)
    found.faults += [f"trouble: {one}" for one in office.troubles]
    return found


async def _owners_and_dates(session: AsyncSession, office: Office, found: Findings) -> None:
    now = office.now
    cases = (await session.scalars(select(Case).where(Case.state.in_(OPEN_STATES)))).all()
    watched = await _earliest(
        session,
        select(Promise.case_id, Promise.watch_at).where(
            Promise.state.in_((PromiseState.open, PromiseState.broken))
        ),
    )
    offered = await _earliest(
        session, select(CaseOffer.case_id, CaseOffer.due_at).where(CaseOffer.state == OfferState.open)
    )
    looked_at = await _earliest(session, select(IdleCase.case_id, IdleCase.look_at))
    visits = await _earliest(
        session,
        select(FollowUp.case_id, FollowUp.due_at).where(
            FollowUp.case_id.is_not(None), FollowUp.state.in_((FollowUpState.due, FollowUpState.asked))
        ),
    )
    topics = set(await session.scalars(select(Topic.case_id)))
    states: Counter[CaseState] = Counter()
    for case in cases:
        states[case.state] += 1
        resolved = case.state is CaseState.resolved
        if case.owner_id is None and case.id not in offered and case.id not in topics:
            found.faults.append(f"no owner and not offered: case {case.id} ({case.state.value})")
        dates = (
            [visits.get(case.id)] if resolved else [one.get(case.id) for one in (watched, offered, looked_at)]
        )
        known = [one for one in dates if one is not None]
        if not known:
            found.faults.append(f"no next date: case {case.id} ({case.kind.value}, {case.state.value})")
        elif max(known) < now - LATE:
            found.faults.append(f"date passed unseen: case {case.id} ({case.state.value}), {max(known)}")
    found.figures["cases"] = float(await session.scalar(select(func.count(Case.id))) or 0)
    found.figures |= {"open": len(cases), **{state.value: count for state, count in states.items()}}


async def _earliest(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> dict[int, datetime]:
    dates: dict[int, datetime] = {}
    for case_id, at in await session.execute(query):
        dates[case_id] = min(at, dates.get(case_id, at))
    return dates


async def _promises(session: AsyncSession, office: Office, found: Findings) -> None:
    """Every breach was told to the customer, by the words that arrived in their chat."""
    now = office.now
    rows = await session.execute(
        select(Event.case_id, Event.at, Case.number, Case.person_id, Event.facts)
        .join(Case, Case.id == Event.case_id)
        .where(Event.verb == "promise.broken", Event.at <= now - NIGHT)
    )
    broken = rows.all()
    people = await _chats(session)
    closed = defaultdict(list)
    for case_id, at in await session.execute(
        select(Event.case_id, Event.at).where(
            Event.verb.in_(("case.closed", "case.answered", "promise.kept"))
        )
    ):
        closed[case_id].append(at)
    told = 0
    gone = office.channel.gone
    for case_id, at, number, person_id, facts in broken:
        heard = office.channel.read[people[person_id]]
        if people[person_id] in gone or any(
            at <= moment <= at + NIGHT and number in text for moment, text in heard
        ):
            told += 1
        elif not any(at <= moment <= at + NIGHT for moment in closed[case_id]):
            found.faults.append(f"broken in silence: case {case_id}, {facts.get('kind')}, {at}")
    states = await session.execute(select(Promise.state, func.count()).group_by(Promise.state))
    overdue = await session.scalar(
        select(func.count(Promise.id))
        .join(Case, Case.id == Promise.case_id)
        .where(
            Promise.state == PromiseState.open,
            Promise.paused_at.is_(None),
            Promise.due_at < now - LATE,
            Case.state.in_(OPEN_STATES),
        )
    )
    if overdue:
        found.faults.append(f"{overdue} promises are overdue and nobody has looked")
    found.figures |= {f"promises {state.value}": count for state, count in states}
    found.figures |= {"breaches": len(broken), "breaches told": told}


async def _chats(session: AsyncSession) -> dict[int, str]:
    return {row[0]: row[1] for row in await session.execute(select(Identity.person_id, Identity.external_id))}


async def _return_visits(session: AsyncSession, office: Office, found: Findings) -> None:
    """Whoever's matter was resolved is visited, unless they came back to it before."""
    resolved = await session.execute(
        select(Event.case_id, Event.at)
        .join(Case, Case.id == Event.case_id)
        .where(Event.verb == "case.resolved", Case.kind.in_(VISITED))
    )
    later: defaultdict[int, list[datetime]] = defaultdict(list)
    asked: defaultdict[int, list[datetime]] = defaultdict(list)
    calls: defaultdict[int, list[datetime]] = defaultdict(list)
    unreached: defaultdict[int, list[datetime]] = defaultdict(list)
    moments = {
        "follow_up.asked": asked,
        "follow_up.called": calls,
        "follow_up.unreached": unreached,
        "case.closed": later,
        "case.reopened": later,
    }
    for case_id, at, verb in await session.execute(
        select(Event.case_id, Event.at, Event.verb).where(Event.verb.in_(moments), Event.case_id.is_not(None))
    ):
        if case_id is not None:
            moments[verb][case_id].append(at)
    due = visited = called = 0
    for case_id, at in resolved:
        if case_id is None:
            continue
        # Whom the bot cannot reach a colleague calls, and they do so while they work.
        until = at + PATIENCE
        until = max(until, office.calendar.end_of_day(at, TO_CALL)) if unreached[case_id] else until
        if any(at <= moment <= at + PATIENCE for moment in asked[case_id]):
            due += 1
            visited += 1
        elif any(at <= moment <= until for moment in calls[case_id]):
            due += 1
            visited += 1
            called += 1
        elif not any(at <= moment <= until for moment in later[case_id]) and until < office.now:
            due += 1
            found.faults.append(f"not visited: case {case_id}, resolved {at}")
    found.figures |= {"return visits due": due, "return visits by a call": called}
    found.figures["coverage"] = visited / due if due else 1.0


async def _answers(session: AsyncSession, office: Office, found: Findings) -> None:
    """Whoever was not satisfied is gone on with under supervision, until they are or cannot be asked."""
    rows = await session.execute(
        select(Case, FollowUp.outcome, FollowUp.settled_at)
        .join(FollowUp, FollowUp.case_id == Case.id)
        .where(Case.kind.in_(VISITED), FollowUp.settled_at.is_not(None))
        .order_by(FollowUp.settled_at, FollowUp.id)
    )
    last = {case.id: (case, mark, at) for case, mark, at in rows}
    for case, mark, at in last.values():
        if mark not in NOT_ENOUGH:
            continue
        # Resolved again since, it waits for the next return visit.
        rests = case.state is CaseState.resolved and case.resolved_at is not None and case.resolved_at < at
        if rests or case.outcome in (Outcome.satisfied, Outcome.answered):
            found.faults.append(f"ended although not satisfied: case {case.id} ({case.state.value})")
        if case.state in WAITING_FOR_US and not case.supervised:
            found.faults.append(f"not satisfied and not supervised: case {case.id}")
    outcomes = await session.execute(
        select(Case.outcome, func.count()).where(Case.outcome.is_not(None)).group_by(Case.outcome)
    )
    found.figures |= {f"closed {outcome.value}": count for outcome, count in outcomes if outcome is not None}


async def _stuck(session: AsyncSession, office: Office, found: Findings) -> None:
    waiting = await session.scalar(
        select(func.count()).select_from(INBOX).where(INBOX.c.finished_at.is_(None))
    )
    # What was owed to somebody who is gone is dead by right.
    for_nobody = (OUTBOX.c.state == "dead") & Chat.unreachable.is_not(None)
    owed = await session.scalar(
        select(func.count())
        .select_from(OUTBOX)
        .outerjoin(Chat, Chat.id == OUTBOX.c.chat_id)
        .where(OUTBOX.c.state.in_(("waiting", "sending", "dead")), ~for_nobody)
    )
    parked = await session.scalar(select(func.count(ParkedUpdate.id)))
    for count, what in ((waiting, "in the inbox"), (owed, "in the outbox"), (parked, "set aside")):
        if count:
            found.faults.append(f"{count} rows are stuck {what}")
