"""What the stories of orders begin with: stages, a customer in talk with an agent, and looks at the rows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.calendar.terms import Term, Unit
from handlers.rules import OrderRules, OrderStage
from storage.event import Event
from storage.order import Order, OrderStep
from tests.desk.cases import newest
from tests.town.people import Person, Topic
from tests.town.town import Town

STAGES = (
    OrderStage(key="design", name={"zh": "确认配置", "en": "Design"}, asks="confirmation"),
    OrderStage(
        key="building",
        name={"zh": "生产中", "en": "Being built"},
        usual=Term(timedelta(days=3), Unit.working_days),
    ),
    OrderStage(key="ready", name={"zh": "可以提车", "en": "Ready"}, delivery=True),
    OrderStage(key="handed", name={"zh": "已交付", "en": "Handed over"}, asks="acceptance"),
)


def with_stages(town: Town) -> None:
    """The school of the town makes things now."""
    rules = town.house.rules.model_copy(update={"orders": OrderRules(stages=STAGES)})
    town.house.rules = rules


async def in_talk(town: Town, language: str = "en") -> tuple[Person, Person, Topic]:
    """A customer who asked for a person, and the agent who took it: customer, agent and topic."""
    with_stages(town)
    li = await town.agent("Li")
    anna = await town.customer("Anna", language_code=language)
    await anna.says("I want to talk to a person" if language == "en" else "转人工")
    topic = newest(town.group("consulting"))
    await li.presses("我来处理", topic=topic)
    await li.says("Gladly" if language == "en" else "好的", topic=topic)
    return anna, li, newest(town.group("consulting"))


async def rows(town: Town) -> tuple[Order, list[OrderStep]]:
    """The one order, and what happened to it, oldest first."""
    async with town.store.read() as session:
        order = (await session.scalars(select(Order))).one()
        return order, list(await session.scalars(select(OrderStep).order_by(OrderStep.id)))


async def recorded(town: Town, verb: str) -> list[Event]:
    """The events of a verb, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Event).where(Event.verb == verb).order_by(Event.id)))
