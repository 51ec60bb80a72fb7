"""Cases to begin a test with."""

from __future__ import annotations

from sqlalchemy import select

from handlers import desk
from handlers.effects import Effects
from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.case import Case, CaseKind
from storage.person import Identity
from storage.person import Person as PersonRow
from tests.town.people import Group, Person, Topic
from tests.town.town import Town


async def complaint(town: Town, customer: Person, words: str = "The room was cold") -> Case:
    """A complaint of a customer who has written before."""
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        person = (
            await session.scalars(
                select(PersonRow)
                .join(Identity, Identity.person_id == PersonRow.id)
                .where(Identity.external_id == str(customer.id))
            )
        ).one()
        conversation = (
            await session.scalars(
                select(Conversation)
                .join(Chat, Chat.id == Conversation.chat_id)
                .where(Chat.external_id == str(customer.id))
            )
        ).one()
        case = await desk.open_case(
            scene, kind=CaseKind.complaint, person=person, conversation=conversation, summary=words
        )
        await scene.effects.write(session)
    await town.settle()
    return case


async def complaint_resolved(town: Town) -> tuple[Person, Person, Group]:
    """A complaint that Li has answered and resolved: customer, agent and group."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    await complaint(town, anna)
    group = town.group("complaints")
    await li.presses("我来处理", topic=group.topics[-1])
    await li.says("The heating is mended", topic=group.topics[-1])
    await li.presses("已处理", topic=group.topics[-1])
    return anna, li, group


async def the_case(town: Town) -> Case:
    """The one case there is."""
    async with town.store.read() as session:
        return (await session.scalars(select(Case))).one()


def newest(group: Group) -> Topic:
    """The group's newest topic, as it is now."""
    return group.topics[-1]
