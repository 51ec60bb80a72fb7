"""The first hello: who we are and what can be done here, once, and never over an answer."""

from __future__ import annotations

from handlers.scene import Scene
from handlers.turn import Turn
from handlers.welcome import helping
from handlers.welcome.menu import rows
from storage.outbound import SendText
from storage.person import Person


def hello(scene: Scene, person: Person) -> str:
    """One line that says whom we greet and who we are."""
    business = scene.house.name(person.language)
    if person.name:
        return scene.say(person.language, "welcome.hello", name=person.name, business=business)
    return scene.say(person.language, "welcome.hello_nameless", business=business)


def greet(turn: Turn) -> None:
    """Greet somebody who said hello or came in, with the menu."""
    key = "welcome.first" if turn.first_contact else "welcome.again"
    text = turn.text_of(key, hello=hello(turn, turn.person)).strip()
    turn.send(SendText(text, rows(turn)))


async def start(turn: Turn, rest: str = "") -> None:
    """/start without a payload we know. A group is told what the bot is for there."""
    if turn.private:
        greet(turn)
    else:
        await helping.show(turn)
