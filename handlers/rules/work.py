"""Work on a service request, and orders in the making."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, field_validator

from handlers.calendar.terms import Term, Unit
from handlers.rules.notation import Strict, TermSetting


class WorkRules(Strict):
    """How the work on a service request runs: times that are kept, prices, bills."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "CNY"
    """In which prices are named, by its three letters."""
    on_time_within: timedelta = timedelta(minutes=10)
    """So much earlier or later than agreed is on time."""
    remind_before: tuple[TermSetting, ...] = (Term(timedelta(days=1)), Term(timedelta(hours=1)))
    """When the customer is reminded of a visit, counted back from it; in decent hours."""
    late_by: tuple[TermSetting, ...] = (
        Term(timedelta(minutes=15)),
        Term(timedelta(minutes=30)),
        Term(timedelta(hours=1)),
    )
    """How much later whoever is on the way may say that they come."""
    invoice_within: timedelta = timedelta(days=1)
    """Until the agents are asked for the invoice of what is repaired, and each time again."""
    pay_within: timedelta = timedelta(days=7)
    """Until an invoice should be paid."""
    pay_again_after: timedelta = timedelta(days=5)
    """Until the customer is reminded of it again."""
    pay_reminders: Annotated[int, Field(ge=0, le=10)] = 3
    """How often the customer is; from then on the agents alone."""


class OrderStage(Strict):
    """A stage of what is being made for a customer, as the business calls it."""

    key: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
    name: Annotated[dict[Literal["zh", "en"], str], Field(min_length=1)]
    asks: Literal["", "confirmation", "acceptance"] = ""
    """What the customer is asked when it comes here; with their acceptance the order is done."""
    delivery: bool = False
    """From here on it can be delivered: the agreed day is kept."""
    usual: TermSetting | None = None
    """How long it usually stays here; without it `usual` of all stages."""


class OrderRules(Strict):
    """Orders in the making: their stages, and when somebody is told that one stands still."""

    stages: tuple[OrderStage, ...] = ()
    """In their order. Without any, agents register no orders."""
    usual: TermSetting = Term(timedelta(days=10), Unit.working_days)
    """How long an order stays at a stage before the agents are told."""
    again_after: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(days=2)
    """Until they are told again."""
    remind_after: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(days=1)
    """While the customer's word is awaited: until they are reminded, each time."""
    reminders: Annotated[int, Field(ge=0, le=10)] = 2
    """How often they are; from then on the agents are asked to ring."""
    remind_before: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(days=1)
    """So long before the agreed day agents and customer are reminded of it."""

    @field_validator("stages")
    @classmethod
    def _in_order(cls, stages: tuple[OrderStage, ...]) -> tuple[OrderStage, ...]:
        keys = [stage.key for stage in stages]
        if len(keys) != len(set(keys)):
            raise ValueError("each stage of an order needs a key of its own")
        if [stage.key for stage in stages if stage.asks == "acceptance"] != keys[-1:]:
            raise ValueError("the last stage, and only that, asks for acceptance: it ends the order")
        return stages
