"""The header card of a case: all that an agent needs to know, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from handlers import promises
from handlers.decisions import on_card as decisions
from handlers.desk import about
from handlers.desk.background import last_mark, last_visits, tried
from handlers.desk.card_clock import RUNNING, next_change
from handlers.desk.card_glance import Glance, glance
from handlers.desk.climbed import climbed_lines
from handlers.desk.said import said, said_lines
from handlers.desk.time_left import in_round_numbers
from handlers.desk.writers import joined
from handlers.merging import on_card
from handlers.naming import department_name, masked_phone, shortened, staff_name, staff_names, without_numbers
from handlers.orders import showing as orders
from handlers.orders.stages import stages
from handlers.promises import pleas
from handlers.promises.words import local_day_in_words
from handlers.scene import Scene
from handlers.work_order import showing as work_order
from storage.account import Chat
from storage.case import (
    OPEN_STATES,
    WAITING_FOR_US,
    Case,
    CaseKind,
    CaseState,
    Urgency,
    Waiting,
)
from storage.outbound import Button, Buttons, SendText
from storage.person import Person
from storage.promise import Promise, PromiseState
from storage.staff import Department

SUMMARY_LENGTH = 300
MOST_OTHERS = 3


async def render_card(scene: Scene, case_id: int, topic_id: int | None = None) -> SendText:
    """The card as it must look now, with the buttons that the case's state allows.

    In a topic that the case has left it says where it went, and has none.
    """
    case = await scene.session.get_one(Case, case_id, populate_existing=True)
    language = scene.house.default_language
    there = await glance(scene, case)
    running = await _running(scene, case)
    lines = await card_lines(scene, case, language, there, running)
    topic = await scene.topic_of(case.id)
    if topic is not None:
        topic.card_next_at = next_change(scene, running)
    if topic_id is not None and topic is not None and topic.id != topic_id:
        department = await scene.session.get_one(Department, case.department_id)
        group = await scene.session.get_one(Chat, topic.chat_id)
        name = department_name(department, language)
        lines.append(scene.say(language, "desk.card.moved", department=name, title=group.title))
        return SendText("\n".join(lines))
    siblings = await on_card.buttons(scene, case, language) if there.others else ()
    decide = await decisions.buttons(scene, case, language)
    steps = await _buttons(scene, case, language, there, running)
    return SendText("\n".join(lines), (*steps, *decide, *siblings))


async def lines_of_card(scene: Scene, case: Case, language: str) -> list[str]:
    """What there is to know about a case, masked as groups see it, a line each."""
    return await card_lines(scene, case, language, await glance(scene, case), await _running(scene, case))


async def card_lines(
    scene: Scene, case: Case, language: str, there: Glance, running: Sequence[Promise]
) -> list[str]:
    """The same with what is known already: what there is, and the promises that run."""

    def line(name: str, **values: object) -> str:
        return scene.say(language, f"desk.card.{name}", **values)

    person = await scene.session.get_one(Person, case.person_id)
    lines = [
        line(
            "head",
            number=case.number,
            kind=scene.say(language, f"desk.kind.{case.kind.value}"),
            state=scene.say(language, f"desk.state.{case.state.value}"),
        ),
        *([line("urgent")] if case.urgency is Urgency.urgent else []),
        line("customer", who=await about.who(scene, person, language)),
        *await about.lines_about(scene, case.person_id, language),
    ]
    if case.category:
        names = scene.house.categories.get(case.category, {})
        lines.append(line("category", category=names.get(language, case.category)))
    if case.summary:
        lines.append(line("asked", words=shortened(without_numbers(case.summary), SUMMARY_LENGTH)))
    lines += said_lines(scene, case, language)
    lines += await tried(scene, case, language) if there.question else []
    lines += await last_visits(scene, case.person_id, language) if there.visits else []
    if case.contact:
        lines.append(_contact_line(scene, case, language))
    if there.evidence:
        lines.append(line("evidence", count=there.evidence))
    lines += await _promise_lines(scene, case, language, running)
    lines += await climbed_lines(scene, case, language) if there.broken else []
    if _may_have_work(case, there):
        lines += await work_order.card_lines(scene, case, language)
    lines += await orders.card_lines(scene, case, language)
    for kind, number in (await pleas.count(scene, case.id) if there.pleas else {}).items():
        lines.append(scene.say(language, f"pleas.{kind.value}.card", count=number))
    if case.owner_id is not None:
        owner = await staff_name(scene.session, case.owner_id)
        same = case.first_taker_id == case.owner_id
        first = owner if same else await staff_name(scene.session, case.first_taker_id)
        lines.append(line("owner" if owner == first else "owners", owner=owner, first=first))
    beside = await joined(scene, case.id) if there.writers else []
    if writers := list((await staff_names(scene.session, beside)).values() if beside else ()):
        lines.append(line("writers", names=", ".join(writers)))
    if case.transfers:
        lines.append(line("transfers", count=case.transfers))
    if case.supervised:
        so_so = there.visits and await last_mark(scene, case.id) == "so_so"
        lines.append(line("supervised_so_so" if so_so else "supervised"))
    lines += await decisions.lines(scene, case, language)
    if there.absorbed or there.others or case.merged_into_id is not None:
        lines += await on_card.lines(scene, case, language)
    return [*lines, *(await _history(scene, case, language) if there.others or there.earlier else ())]


def _may_have_work(case: Case, there: Glance) -> bool:
    """Whether rows have to be asked about the work: of a service request always, a part may be waited for."""
    return there.work or case.kind is CaseKind.service_request or case.waits_for is Waiting.parts


async def _running(scene: Scene, case: Case) -> Sequence[Promise]:
    """The promises that wait to be kept, the soonest first."""
    rows = await scene.session.scalars(
        select(Promise)
        .where(Promise.case_id == case.id, Promise.state.in_(RUNNING))
        .order_by(Promise.due_at, Promise.id)
    )
    return rows.all()


async def _history(scene: Scene, case: Case, language: str) -> list[str]:
    """The customer's other matters: those that stand open by number, the others counted."""
    theirs = (Case.person_id == case.person_id, Case.id != case.id)
    rows = await scene.session.scalars(
        select(Case).where(*theirs, Case.state.in_(OPEN_STATES)).order_by(Case.id.desc())
    )
    still_open = rows.all()
    named = [
        f"{one.number} ({scene.say(language, f'desk.kind.{one.kind.value}')})"
        for one in still_open[:MOST_OTHERS]
    ]
    lines = []
    if named:
        rest = len(still_open) - len(named)
        more = scene.say(language, "desk.card.and_more", count=rest) if rest else ""
        lines.append(scene.say(language, "desk.card.others", numbers=", ".join(named) + more))
    closed = (
        await scene.session.execute(
            select(func.count(), func.max(Case.closed_at)).where(*theirs, Case.state == CaseState.closed)
        )
    ).one()
    if closed[0] and closed[1]:
        day = local_day_in_words(closed[1], scene.now, scene.house.zone, language)
        lines.append(scene.say(language, "desk.card.earlier", count=closed[0], day=day))
    return lines


async def _promise_lines(scene: Scene, case: Case, language: str, running: Sequence[Promise]) -> list[str]:
    """What is promised now, with the time left; where nothing is, what became of the last promise."""
    if running:
        return [_promise_line(scene, one, language) for one in running]
    last = await scene.session.scalar(
        select(Promise)
        .where(Promise.case_id == case.id, Promise.kind != "reply")
        .order_by(Promise.id.desc())
        .limit(1)
    )
    if last is None or last.state is PromiseState.moot:
        return []
    return [_promise_line(scene, last, language)]


def _promise_line(scene: Scene, promise: Promise, language: str) -> str:
    if promise.state is PromiseState.open and promise.paused_at is not None:
        return scene.say(language, "desk.promise.paused")
    name = f"reply_{promise.state.value}" if promise.kind == "reply" else promise.state.value
    line = scene.say(language, f"desk.promise.{name}", when=promises.in_words(scene, language, promise))
    if promise.state not in RUNNING:
        return line
    left = promise.due_at - scene.now
    unit, count = in_round_numbers(left)
    over = left <= timedelta(0)
    if not count:
        return line if over else f"{line} · {scene.say(language, 'desk.time.soon')}"
    words = scene.say(language, f"desk.time.{unit}", count=count)
    return f"{line} · {scene.say(language, 'desk.time.late' if over else 'desk.time.left', time=words)}"


def _contact_line(scene: Scene, case: Case, language: str) -> str:
    """What a group may read: the ends of a number, never where somebody lives."""
    contact = case.contact
    if contact.startswith("+"):
        contact = masked_phone(contact.split()[0])
    elif case.kind is CaseKind.service_request:
        return scene.say(language, "service.card_contact")
    # A number may be rung at any time, or at a time of day.
    when = said(scene, case, "reach", language) if case.contact.startswith("+") else ""
    parts = (without_numbers(contact), when)
    return scene.say(language, "desk.card.contact", contact=" · ".join(filter(None, parts)))


async def _buttons(
    scene: Scene, case: Case, language: str, there: Glance, running: Sequence[Promise]
) -> Buttons:
    def press(name: str, room: str = "desk") -> Button:
        label = scene.say(language, f"desk.button.{name}")
        return scene.button(label, f"{room}.{name}", f"department:{case.department_id}", case=case.id)

    if case.merged_into_id is not None:
        return ()
    names = []
    if case.owner_id is None and case.state in (CaseState.received, CaseState.reopened):
        names = ["take"]
    elif case.state in (CaseState.taken, CaseState.reopened):
        names = ["resolve"]
    elif case.state in (CaseState.resolved, CaseState.closed):
        names = ["open_again"]
    if case.state in WAITING_FOR_US:
        names.append("transfer")
    rows = [tuple(press(name) for name in names)] if names else []
    if case.owner_id is not None and case.is_open:
        rows.append((press("join"), press("note"), press("canned")))
        if case.state in (CaseState.taken, CaseState.reopened):
            waits = bool(running) and running[0].paused_at is not None
            rows.append((press("later", "promise"), press("go_on" if waits else "wait", "promise")))
            rows.append((press("parts_came" if case.waits_for is Waiting.parts else "parts", "promise"),))
        # Whoever has to reach the customer sees the whole of it in private.
        asks = (press("details"),) if case.state in WAITING_FOR_US else ()
        rows.append((press("customer"), *asks))
    if case.owner_id is not None:
        looked_after = _may_have_work(case, there) and await work_order.to_look_after(scene, case)
        work = (press("panel", "work"),) if looked_after else ()
        order = (press("orders", "order"),) if stages(scene.house) else ()
        rows += [(*work, *order)] if work or order else []
    return tuple(rows)
