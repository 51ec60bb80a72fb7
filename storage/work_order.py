"""Work orders: what was found, what it costs, the customer's recorded word, the bill."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, String, Text, and_, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.errors import NotAllowed
from storage.model import Key, Model
from storage.types import choice


class WorkState(StrEnum):
    """ordered → located → offered → agreed → repaired; declined waits for another offer."""

    ordered = "ordered"
    located = "located"
    offered = "offered"
    agreed = "agreed"
    declined = "declined"
    repaired = "repaired"


class BillState(StrEnum):
    """What has to be paid: none → due (invoiced) → paid."""

    none = "none"
    due = "due"
    paid = "paid"


_LOOKED_AFTER = text("pay_at IS NOT NULL")


class WorkOrder(Model):
    """The work on one case. The verbs check and move the state; callers record the event."""

    __tablename__ = "work_order"
    __table_args__ = (
        Index("ix_work_order_pay_at", "pay_at", sqlite_where=_LOOKED_AFTER, postgresql_where=_LOOKED_AFTER),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), unique=True)
    state: Mapped[WorkState] = mapped_column(choice(WorkState, "work_state"), default=WorkState.ordered)
    made_at: Mapped[datetime]
    finding: Mapped[str] = mapped_column(Text, default="")
    """What the call or the visit found, in an agent's words. Personal text: erasable, never in logs."""
    located_at: Mapped[datetime | None]
    offers: Mapped[int] = mapped_column(default=0)
    """Which offer this is: an older one's buttons accept nothing."""
    price: Mapped[int | None] = mapped_column(BigInteger)
    """In the currency's smallest unit, as in 38000 for 380.00; 0 is free of charge; None: not offered yet."""
    currency: Mapped[str] = mapped_column(String(3), default="")
    price_for: Mapped[str] = mapped_column(Text, default="")
    """What the price is for. Personal text: erasable."""
    offered_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    """When the customer accepted or declined, by their own button."""
    repaired_at: Mapped[datetime | None]
    bill: Mapped[BillState] = mapped_column(choice(BillState, "bill_state"), default=BillState.none)
    invoice: Mapped[str] = mapped_column(String(80), default="")
    invoiced_at: Mapped[datetime | None]
    pay_at: Mapped[datetime | None]
    """When to look after the bill next: that it is written, then that it is paid."""
    pay_reminders: Mapped[int] = mapped_column(default=0)
    paid_at: Mapped[datetime | None]

    @property
    def chargeable(self) -> bool:
        """Whether there is anything to pay."""
        return bool(self.price)

    @property
    def outgrown(self) -> bool:
        """Whether the work has gone on since the invoice: its price is another, or not known yet."""
        return self.invoiced_at is not None and (
            self.decided_at is None or self.decided_at > self.invoiced_at
        )

    @property
    def to_invoice(self) -> bool:
        """Whether the work is done at a price, and no invoice says so."""
        unwritten = self.bill is BillState.none or self.outgrown
        return self.state is WorkState.repaired and self.chargeable and unwritten

    def locate(self, finding: str, now: datetime) -> None:
        """What is wrong is known; what was offered before is void. Raises NotAllowed once repaired."""
        if self.state is WorkState.repaired:
            raise NotAllowed(self.state.value)
        self.state = WorkState.located
        self.finding = finding
        self.located_at = now
        self.price, self.decided_at = None, None

    def offer(self, price: int, currency: str, price_for: str, now: datetime) -> None:
        """Free of charge (0) or at a price: the customer decides. Raises NotAllowed before a finding."""
        if self.state in (WorkState.ordered, WorkState.repaired):
            raise NotAllowed(self.state.value)
        self.state = WorkState.offered
        self.offers += 1
        self.price, self.currency, self.price_for = price, currency, price_for
        self.offered_at, self.decided_at = now, None

    def accept(self, now: datetime) -> None:
        """The customer agrees. Raises NotAllowed unless an offer stands."""
        if self.state is not WorkState.offered:
            raise NotAllowed(self.state.value)
        self.state = WorkState.agreed
        self.decided_at = now

    def decline(self, now: datetime) -> None:
        """The customer would rather not. Raises NotAllowed unless an offer stands."""
        if self.state is not WorkState.offered:
            raise NotAllowed(self.state.value)
        self.state = WorkState.declined
        self.decided_at = now

    def repair(self, now: datetime) -> None:
        """The work is done. Raises NotAllowed unless the customer has agreed to it."""
        if self.state is not WorkState.agreed:
            raise NotAllowed(self.state.value)
        self.state = WorkState.repaired
        self.repaired_at = now

    def resume(self) -> None:
        """It was not mended after all. Raises NotAllowed unless it was repaired."""
        if self.state is not WorkState.repaired:
            raise NotAllowed(self.state.value)
        self.state = WorkState.ordered
        self.repaired_at = None
        if self.bill is not BillState.due:
            self.pay_at, self.pay_reminders = None, 0

    def charge(self, invoice: str, now: datetime, pay_at: datetime) -> None:
        """The invoice is out. Raises NotAllowed unless the customer has agreed to a price."""
        if not self.chargeable or self.state not in (WorkState.agreed, WorkState.repaired):
            raise NotAllowed("nothing_to_pay")
        if self.bill is BillState.paid and not self.outgrown:
            raise NotAllowed("paid")
        self.bill = BillState.due
        self.invoice = invoice
        self.invoiced_at = now
        self.pay_at = pay_at
        self.pay_reminders = 0
        self.paid_at = None

    def pay(self, now: datetime) -> None:
        """The money has come. Raises NotAllowed unless an invoice is out."""
        if self.bill is not BillState.due:
            raise NotAllowed("paid" if self.bill is BillState.paid else "not_invoiced")
        self.bill = BillState.paid
        self.paid_at = now
        self.pay_at = None


def owes_bill() -> ColumnElement[bool]:
    """Orders whose bill somebody has still to see to: to be invoiced after the repair, or not paid yet."""
    to_invoice = and_(
        WorkOrder.bill == BillState.none, WorkOrder.state == WorkState.repaired, WorkOrder.price > 0
    )
    return or_(WorkOrder.bill == BillState.due, to_invoice)
