"""Offering a case: to one after another, or to all who are there; who leads is told if nobody takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.calendar import BusinessCalendar, NeverOpen
from handlers.calendar.opening import calendar_of
from handlers.desk.topics import anchor
from handlers.duty.announcing import Announcements
from handlers.duty.gathering import account_manager_of, candidates_for, heads_there, is_vip
from handlers.duty.mentioning import mentions, placed
from handlers.duty.presence import members_of
from handlers.duty.ranking import Step, fitting_best, next_step, so_many_pauses
from handlers.duty.settings import is_balanced
from handlers.heads import heads_of
from handlers.naming import department_name, shortened, staff_name, without_numbers
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from storage.account import Chat
from storage.case import Case
from storage.case_offer import CaseOffer, OfferState
from storage.outbound import SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Department, Staff

ABOUT = 80
RETRY = timedelta(minutes=1)
"""How soon a case that nobody had room for is looked at again, where members are given cases."""
ENDED = (OfferState.taken, OfferState.dropped)


async def offer_next(scene: Scene, case: Case, announced: Announcements) -> CaseOffer:
    """Offer a case that nobody has to whoever is next; the department must be open."""
    round_ = await _round(scene, case)
    step = await _step(scene, case, round_)
    calendar = await calendar_of(scene, case.department_id)
    vip = await is_vip(scene, case)
    offer = CaseOffer(
        case_id=case.id,
        department_id=case.department_id,
        staff_id=step.staff_id,
        to=step.to,
        state=OfferState.open,
        made_at=scene.now,
        due_at=scene.now,
        reminders=max((one.reminders for one in round_), default=0),
    )
    scene.session.add(offer)
    await scene.session.flush()
    scene.effects.record(
        "case.offered",
        actor_kind="bot",
        case_id=case.id,
        person_id=case.person_id,
        offer=offer.id,
        to=step.to.value,
        staff=step.staff_id,
    )
    if step.staff_id is not None:
        rules = scene.house.rules.duty
        offer.due_at = after(calendar, scene.now, rules.vip_take_up if vip else rules.take_up)
        await _tell_member(scene, case, offer, step.staff_id, vip=vip)
        return offer
    # Whoever was asked alone before is asked with the others: it is the same case still.
    people = await concerned(scene, case, handed_back(round_))
    begun = min((one.made_at for one in round_), default=scene.now)
    offer.due_at = await _look_again(scene, case, offer, calendar, begun)
    if people or not await members_of(scene, case.department_id):
        announced.waiting[case.department_id].append((case, people))
    elif not offer.reminders:
        offer.due_at = scene.now
    return offer


async def look_at_group(scene: Scene, case: Case, offer: CaseOffer, announced: Announcements) -> None:
    """A case was offered to a group in vain so far: give it to who has room by now, or tell who leads."""
    round_ = await _round(scene, case)
    if (await _step(scene, case, round_)).staff_id is not None:
        offer.end(OfferState.lapsed, scene.now)
        await scene.session.flush()
        await offer_next(scene, case, announced)
        return
    calendar = await calendar_of(scene, case.department_id)
    begun = min(one.made_at for one in round_)
    people = await concerned(scene, case, handed_back(round_))
    # A department without any member works by its managers: then it is not that somebody is away.
    away = not people and bool(await members_of(scene, case.department_id))
    if (away and not offer.reminders) or _reminder_at(scene, calendar, begun, offer) <= scene.now:
        offer.reminders += 1
        # After an outage several may be due: the newest says it all.
        while _reminder_at(scene, calendar, begun, offer) <= scene.now:
            offer.reminders += 1
        scene.effects.record("case.untaken", actor_kind="bot", case_id=case.id, reminder=offer.reminders)
        if not away:
            announced.waiting[case.department_id].append((case, people))
        await _tell_leaders(scene, case, begun, nobody_there=away, all_managers=offer.reminders > 1)
    offer.due_at = await _look_again(scene, case, offer, calendar, begun)


def handed_back(round_: Sequence[CaseOffer]) -> set[int]:
    """Who said that it is not for them."""
    return {one.staff_id for one in round_ if one.state is OfferState.handed_back and one.staff_id}


async def concerned(scene: Scene, case: Case, but: set[int] | frozenset[int] = frozenset()) -> list[int]:
    """Whom an offer to the group rings for: who is there and fits; those in `but` only if nobody else is."""
    candidates = await candidates_for(scene, case)
    willing = [one for one in candidates if one.staff_id not in but]
    return [one.staff_id for one in fitting_best(willing or candidates)]


def after(calendar: BusinessCalendar, begun: datetime, length: timedelta) -> datetime:
    """An instant so much working time later."""
    try:
        return calendar.add(begun, length.total_seconds())
    except NeverOpen:
        return begun + length


async def _round(scene: Scene, case: Case) -> list[CaseOffer]:
    """The offers since the case last had somebody, or left another department."""
    rows = await scene.session.scalars(
        select(CaseOffer).where(CaseOffer.case_id == case.id).order_by(CaseOffer.id)
    )
    round_: list[CaseOffer] = []
    for one in rows:
        round_ = [] if one.state in ENDED or one.department_id != case.department_id else [*round_, one]
    return round_


async def _step(scene: Scene, case: Case, round_: Sequence[CaseOffer]) -> Step:
    department = await scene.session.get_one(Department, case.department_id)
    asked = {one.staff_id for one in round_ if one.staff_id is not None}
    if await is_vip(scene, case):
        return next_step(
            (),
            asked=asked,
            vip=True,
            account_manager=await account_manager_of(scene, case),
            heads=await heads_there(scene, department.id),
        )
    if not is_balanced(scene.house, department):
        return next_step(())
    return next_step(await candidates_for(scene, case), asked=asked, balanced=True)


def _reminder_at(scene: Scene, calendar: BusinessCalendar, begun: datetime, offer: CaseOffer) -> datetime:
    return after(calendar, begun, scene.house.rules.duty.untaken * so_many_pauses(offer.reminders))


async def _look_again(
    scene: Scene, case: Case, offer: CaseOffer, calendar: BusinessCalendar, begun: datetime
) -> datetime:
    reminder = _reminder_at(scene, calendar, begun, offer)
    department = await scene.session.get_one(Department, case.department_id)
    if not is_balanced(scene.house, department) or await is_vip(scene, case):
        return reminder
    return min(reminder, calendar.soonest(scene.now + RETRY))


async def _tell_member(scene: Scene, case: Case, offer: CaseOffer, staff_id: int, *, vip: bool) -> None:
    staff = await scene.session.get_one(Staff, staff_id)
    name = await staff_name(scene.session, staff_id)
    topic = await scene.topic_of(case.id)
    reached = staff.conversation_id is not None
    if topic is not None:
        language = scene.house.default_language
        chat = await scene.session.get_one(Chat, topic.chat_id)
        words, marks = await mentions(scene, [staff_id], chat.account_id)
        words, marks = (name, ()) if reached else (words, marks)
        text = scene.say(
            language, f"duty.topic.{offer.to.value}", name=words, until=_until(scene, offer, language)
        )
        what = SendText(text, marks=placed(text, words, marks), reply_to=anchor(topic), silent=reached)
        await scene.owe_topic(topic, what)
    if staff.conversation_id is None:
        return
    person = await scene.session.get_one(Person, staff.person_id)
    language = person.language
    buttons = tuple(
        scene.button(
            scene.say(language, f"duty.button.{what}"),
            f"duty.{what}",
            f"person:{person.id}",
            case=case.id,
            offer=offer.id,
        )
        for what in ("take", "not_me")
    )
    await scene.tell(
        staff.conversation_id,
        person,
        f"duty.private.{offer.to.value}",
        buttons=(buttons,),
        priority=Priority.staff,
        number=case.number,
        kind=scene.say(language, f"desk.kind.{case.kind.value}"),
        about=about(case),
        mark="⭐ " if vip else "",
        until=_until(scene, offer, language),
    )


def about(case: Case) -> str:
    """What a case is about, in one line that anybody on the staff may read."""
    return shortened(without_numbers(case.summary.partition("\n")[0]), ABOUT) or "…"


def _until(scene: Scene, offer: CaseOffer, language: str) -> str:
    return in_local_words(offer.due_at, scene.now, scene.house.zone, language)


async def _tell_leaders(
    scene: Scene, case: Case, begun: datetime, *, nobody_there: bool, all_managers: bool
) -> None:
    """The head, or without one the managers; from the second time on both."""
    department = await scene.session.get_one(Department, case.department_id)
    people = await heads_of(scene, case.department_id)
    if all_managers or not people:
        people = [*people, *await scene.managers()]
    for conversation_id, person in people:
        await scene.tell(
            conversation_id,
            person,
            "duty.lead.nobody_there" if nobody_there else "duty.lead.untaken",
            priority=Priority.staff,
            number=case.number,
            about=about(case),
            department=department_name(department, person.language),
            since=in_local_words(begun, scene.now, scene.house.zone, person.language),
        )
