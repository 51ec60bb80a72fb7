"""What somebody who waits for people can do instead: leave details and go, or be out of the line."""

from __future__ import annotations

from handlers.scene import Scene
from storage.case import Case
from storage.outbound import Button, Buttons
from storage.person import Person


def queue_buttons(scene: Scene, case: Case, customer: Person) -> Buttons:
    """Leave details, or back to the assistant."""
    details = scene.button(
        scene.say(customer.language, "waiting.button.details"),
        "waiting.details",
        f"person:{customer.id}",
        case=case.id,
    )
    return ((details,), (Button(scene.say(customer.language, "desk.button.bot"), "go:bot"),))


def out_of_line(scene: Scene, case: Case, customer: Person) -> Buttons:
    """Whoever needs nobody any more takes the place out of the line; it is asked once more."""
    label = scene.say(customer.language, "waiting.button.out_of_line")
    return ((scene.button(label, "plea.withdraw", f"person:{customer.id}", case=case.id),),)
