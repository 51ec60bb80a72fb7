"""A promise that cannot be kept is made anew before it breaks, with a reason that the customer hears."""

from __future__ import annotations

from handlers.calendar.opening import calendar_of
from handlers.calendar.terms import Term
from handlers.promises.arithmetic import due_time
from handlers.promises.making import in_words, put_down, running
from handlers.promises.terms import VERSION
from handlers.scene import Scene
from storage.case import WAITING_FOR_US, Case
from storage.outbound import Button
from storage.person import Person
from storage.promise import Promise, PromiseState

REASONS = ("looking", "parts", "expert", "partner")


class CannotRenew(Exception):
    """Why not, as the last part of a text's key: nothing, waiting, broken, often, sooner, far."""


async def renewable(scene: Scene, case: Case) -> Promise:
    """The promise of a case that may be made anew. Raises CannotRenew."""
    promise = await running(scene, case.id)
    if promise is None or promise.kind == "reply" or case.state not in WAITING_FOR_US:
        raise CannotRenew("nothing")
    if promise.paused_at is not None:
        raise CannotRenew("waiting")
    if promise.state is PromiseState.broken or promise.due_at <= scene.now:
        raise CannotRenew("broken")
    if promise.renewals >= scene.house.rules.promises.later_at_most:
        raise CannotRenew("often")
    return promise


async def renew(scene: Scene, case: Case, term: Term, reason: str) -> Promise:
    """Promise a later time and tell the customer why. `reason` is one of REASONS or words of one's own.

    Raises CannotRenew.
    """
    before = await renewable(scene, case)
    calendar = await calendar_of(scene, case.department_id)
    farthest = scene.house.rules.promises.later_within
    if term.length > farthest or (due := due_time(scene.now, term, calendar)) - scene.now > farthest:
        raise CannotRenew("far")
    if due <= before.due_at:
        raise CannotRenew("sooner")
    before.renew(scene.now)
    promise = await put_down(scene, case, before.kind, term, due, f"{before.kind} renewed {term} v{VERSION}")
    promise.renewals = before.renewals + 1
    promise.reason = reason
    scene.effects.record(
        "promise.renewed",
        actor_kind="staff",
        case_id=case.id,
        person_id=case.person_id,
        kind=promise.kind,
        why=reason if reason in REASONS else "own_words",
    )
    customer = await scene.session.get_one(Person, case.person_id)
    await scene.tell(
        case.conversation_id,
        customer,
        "promises.customer.renewed",
        buttons=((Button(scene.say(customer.language, "promises.button.status"), "go:status"),),),
        number=case.number,
        before=in_words(scene, customer.language, before),
        reason=reason_in_words(scene, customer.language, reason),
        when=in_words(scene, customer.language, promise),
    )
    return promise


def reason_in_words(scene: Scene, language: str, reason: str) -> str:
    """The reason as the customer reads it."""
    return scene.say(language, f"promises.reason.{reason}") if reason in REASONS else reason
