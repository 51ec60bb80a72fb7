"""Before a promise breaks its customer hears so, once: nobody is left to find out by the clock."""

from __future__ import annotations

from handlers.promises.looks import foretell_time
from handlers.promises.making import in_words
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from storage.case import Case
from storage.outbound import Button
from storage.person import Person
from storage.promise import Promise


async def foretell(scene: Scene, promise: Promise, case: Case) -> None:
    """Tell the customer if the moment has come."""
    moment = foretell_time(scene, promise)
    if promise.foretold_at is not None or moment is None or moment > scene.now or is_quiet(scene):
        return
    promise.foretold_at = scene.now
    scene.effects.record("promise.foretold", actor_kind="bot", case_id=case.id, person_id=case.person_id)
    customer = await scene.session.get_one(Person, case.person_id)
    await scene.tell(
        case.conversation_id,
        customer,
        "promises.customer.foretold",
        buttons=((Button(scene.say(customer.language, "promises.button.status"), "go:status"),),),
        number=case.number,
        when=in_words(scene, customer.language, promise),
    )
