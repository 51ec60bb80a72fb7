"""Orders in the making: their stage, the customer's recorded word on it, and the day of delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.errors import NotAllowed
from storage.model import Key, Model
from storage.types import Json, choice


class OrderState(StrEnum):
    """Whom an order waits for: us (running, changing, objected) or its customer (asked, handed)."""

    running = "running"
    asked = "asked"
    changing = "changing"
    handed = "handed"
    objected = "objected"
    done = "done"
    cancelled = "cancelled"


class DeliveryState(StrEnum):
    """The day of delivery: not spoken of, offered to choose from, or agreed."""

    open = "open"
    offered = "offered"
    agreed = "agreed"


ENDED = (OrderState.done, OrderState.cancelled)
WITH_CUSTOMER = (OrderState.asked, OrderState.handed)
_KNOWN = text("state <> 'cancelled'")
_WATCHED = text("look_at IS NOT NULL")


class Order(Model):
    """One order of one customer. The verbs check and move the state; callers record the event."""

    __tablename__ = "customer_order"
    __table_args__ = (
        Index("uq_customer_order_key", "key", unique=True, sqlite_where=_KNOWN, postgresql_where=_KNOWN),
        Index("ix_customer_order_look_at", "look_at", sqlite_where=_WATCHED, postgresql_where=_WATCHED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(40))
    """The business's own, as its papers have it."""
    key: Mapped[str] = mapped_column(String(40))
    """The same without case, spaces and signs: what a number somebody types is compared with."""
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), index=True)
    """The matter in whose topic agents hear of it."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    what: Mapped[str] = mapped_column(Text, default="")
    """What was ordered, in an agent's words. Personal text: erasable, never in logs."""
    state: Mapped[OrderState] = mapped_column(choice(OrderState, "order_state"), default=OrderState.running)
    stage: Mapped[str] = mapped_column(String(40))
    """The key of a stage of the settings."""
    stage_at: Mapped[datetime]
    """Since when it is at this stage."""
    asks: Mapped[int] = mapped_column(default=0)
    """Which question to the customer this is: an older one's buttons answer nothing."""
    question: Mapped[str] = mapped_column(Text, default="")
    """What the customer is asked to confirm, in an agent's words. Personal text: erasable."""
    state_at: Mapped[datetime]
    """Since when it waits for whom it waits for: moved, asked, or answered."""
    delivery: Mapped[DeliveryState] = mapped_column(
        choice(DeliveryState, "order_delivery"), default=DeliveryState.open
    )
    days: Mapped[list[Any] | None] = mapped_column(Json)
    """The days offered, as ISO dates."""
    offers: Mapped[int] = mapped_column(default=0)
    """Which offer of days this is."""
    delivery_on: Mapped[date | None]
    """The day agreed, in the zone of the business. It stands while another one is being chosen."""
    warned_at: Mapped[datetime | None]
    """When it was said that the agreed day comes near."""
    missed_at: Mapped[datetime | None]
    """When it was said that the agreed day could not be kept."""
    look_at: Mapped[datetime | None]
    """When to look at it next; None once it is over, and only then."""
    looks: Mapped[int] = mapped_column(default=0)
    """How often the clock has spoken of it since it last moved."""
    spoken_at: Mapped[datetime | None]
    """When it last did; None since it moved."""
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether it is still in the making."""
        return self.state not in ENDED

    @property
    def waits_for_customer(self) -> bool:
        """Whether nothing goes on before the customer has answered."""
        choosing = self.state is OrderState.running and self.delivery is DeliveryState.offered
        return choosing or self.state in WITH_CUSTOMER

    def move(self, stage: str, now: datetime) -> None:
        """It comes to its next stage. Raises NotAllowed unless all is said about the last one."""
        if self.state not in (OrderState.running, OrderState.objected):
            raise NotAllowed(self.state.value)
        self._enter(OrderState.running, stage, now)

    def back(self, stage: str, now: datetime) -> None:
        """It is at an earlier stage again; what was asked is void. Raises NotAllowed once it is over."""
        if not self.is_open:
            raise NotAllowed(self.state.value)
        self.asks += 1
        self._enter(OrderState.running, stage, now)

    def ask(self, stage: str, question: str, now: datetime) -> None:
        """The customer shall confirm a stage; asked anew, older questions are void. Raises NotAllowed."""
        if self.state not in (OrderState.running, OrderState.asked, OrderState.changing):
            raise NotAllowed(self.state.value)
        self._put(OrderState.asked, stage, question, now)

    def hand(self, stage: str, question: str, now: datetime) -> None:
        """It is handed over: the customer shall accept it. Raises NotAllowed while they have to confirm."""
        if self.state not in (OrderState.running, OrderState.handed, OrderState.objected):
            raise NotAllowed(self.state.value)
        self._put(OrderState.handed, stage, question, now)

    def confirm(self, now: datetime) -> None:
        """The customer says: yes, like this. Raises NotAllowed unless they are asked."""
        self._answer(OrderState.asked, OrderState.running, now)

    def change(self, now: datetime) -> None:
        """The customer wants something changed. Raises NotAllowed unless they are asked."""
        self._answer(OrderState.asked, OrderState.changing, now)

    def accept(self, now: datetime) -> None:
        """The customer takes the work as it is. Raises NotAllowed unless it was handed over."""
        self._answer(OrderState.handed, OrderState.done, now)
        self._end(now)

    def object(self, now: datetime) -> None:
        """The customer says that something is wrong. Raises NotAllowed unless it was handed over."""
        self._answer(OrderState.handed, OrderState.objected, now)

    def cancel(self, now: datetime) -> None:
        """Nothing comes of it. Raises NotAllowed once it is over."""
        if not self.is_open:
            raise NotAllowed(self.state.value)
        self.state = OrderState.cancelled
        self._end(now)

    def offer(self, days: Sequence[date], now: datetime) -> None:
        """Days to choose from; those offered before are void. Raises NotAllowed once it is over."""
        self._in_the_making()
        self.delivery = DeliveryState.offered
        self.days = [day.isoformat() for day in days]
        self.offers += 1
        self._become(self.state, now)

    def take(self, day: date, today: date, now: datetime) -> None:
        """The customer takes a day. Raises NotAllowed for one that is not offered, or is over."""
        self._in_the_making()
        if self.delivery is not DeliveryState.offered or day.isoformat() not in (self.days or ()):
            raise NotAllowed(self.delivery.value)
        if day < today:
            raise NotAllowed("over")
        self._agree(day, now)

    def unsuit(self, now: datetime) -> None:
        """None of the days suits, or not the agreed one any more. Raises NotAllowed if there is none."""
        self._in_the_making()
        if self.delivery is DeliveryState.open:
            raise NotAllowed(self.delivery.value)
        self._agree(None, now)

    def postpone(self, day: date, now: datetime) -> None:
        """We name a later day ourselves. Raises NotAllowed unless one was agreed, or for no later day."""
        self._in_the_making()
        if self.delivery is not DeliveryState.agreed or self.delivery_on is None:
            raise NotAllowed(self.delivery.value)
        if day <= self.delivery_on:
            raise NotAllowed("not_later")
        self._agree(day, now)

    def _enter(self, state: OrderState, stage: str, now: datetime) -> None:
        if stage != self.stage:
            self.stage_at = now
        self.stage, self.question = stage, ""
        self._become(state, now)

    def _put(self, state: OrderState, stage: str, question: str, now: datetime) -> None:
        self._enter(state, stage, now)
        self.question = question
        self.asks += 1

    def _answer(self, asked: OrderState, then: OrderState, now: datetime) -> None:
        if self.state is not asked:
            raise NotAllowed(self.state.value)
        self._become(then, now)

    def _become(self, state: OrderState, now: datetime) -> None:
        self.state, self.state_at, self.looks, self.spoken_at = state, now, 0, None

    def _agree(self, day: date | None, now: datetime) -> None:
        self.delivery = DeliveryState.agreed if day else DeliveryState.open
        self.days, self.delivery_on, self.warned_at, self.missed_at = None, day, None, None
        self._become(self.state, now)

    def _in_the_making(self) -> None:
        if not self.is_open:
            raise NotAllowed(self.state.value)

    def _end(self, now: datetime) -> None:
        self.ended_at, self.look_at = now, None


class OrderStep(Model):
    """Something that happened to an order: what, who did it, and when. Nothing is ever changed here."""

    __tablename__ = "order_step"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("customer_order.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(20))
    """The verb of the order."""
    stage: Mapped[str] = mapped_column(String(40))
    by_staff: Mapped[bool]
    """A colleague did it; else its customer by their own button."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    """What was asked, wished or agreed. Personal text: erasable."""
