"""What is known of a customer, in lines: masked for a group, in full for whoever looks after them."""

from __future__ import annotations

from sqlalchemy import select

from handlers.naming import first_name, masked_phone, shortened, staff_name, without_numbers
from handlers.scene import Scene
from storage.person import CLASSES, Customer, Person

PREFERENCES = 160
"""So much of a customer's preferences stands on a card in a group."""


async def file_of(scene: Scene, person_id: int) -> Customer | None:
    """A person's customer file."""
    found: Customer | None = await scene.session.scalar(
        select(Customer).where(Customer.person_id == person_id)
    )
    return found


async def who(scene: Scene, person: Person, language: str) -> str:
    """As a group may read it: first name, the ends of the phone number, language."""
    parts = [first_name(person.name), masked_phone(person.phone)]
    parts.append(scene.say(language, f"desk.speaks.{person.language}"))
    return " · ".join(part for part in parts if part)


async def standing(scene: Scene, file: Customer | None, language: str) -> str:
    """Class, VIP, and whose customer they are."""
    if file is None:
        return ""
    parts = [scene.say(language, "desk.card.vip")] if file.vip else []
    parts.append(class_name(scene, file.customer_class, language))
    if name := await staff_name(scene.session, file.account_manager_id):
        parts.append(scene.say(language, "customer_file.manager", name=name))
    return " · ".join(parts)


def class_name(scene: Scene, customer_class: str, language: str) -> str:
    """What a class is called; one that we do not know (from an import) by its own name."""
    if customer_class not in CLASSES:
        return customer_class
    return scene.say(language, f"customer_file.class.{customer_class}")


async def lines_about(scene: Scene, person_id: int, language: str, *, masked: bool = True) -> list[str]:
    """Class, VIP and account manager; and what colleagues should remember."""
    file = await file_of(scene, person_id)
    lines = []
    if words := await standing(scene, file, language):
        lines.append(scene.say(language, "desk.card.standing", words=words))
    if file is not None and file.preferences:
        words = file.preferences
        if masked:
            words = shortened(without_numbers(words), PREFERENCES)
        lines.append(scene.say(language, "desk.card.preferences", words=words))
    return lines
