"""The numbers of the business: every one a default that its settings may change."""

from __future__ import annotations

from handlers.rules.alarm import (
    ContingencyPlan,
    ContingencyRole,
    ContingencyRules,
    MajorRules,
    RotaPlan,
    RotaRules,
)
from handlers.rules.conduct import ConductRule, ConductRules
from handlers.rules.desk import DeskRules, DigestRules, DutyRules, RelayRules, RetentionRules, StaffRules
from handlers.rules.notation import Strict
from handlers.rules.promising import PromiseRules, SupervisionRules, TermRule, WaitingRules
from handlers.rules.reception import FaqRules, FloodRules, FollowUpRules, FormRules, ReferralRules
from handlers.rules.together import IncidentRules, MergingRules, RecurringRules
from handlers.rules.work import OrderRules, OrderStage, WorkRules

__all__ = [
    "ConductRule",
    "ConductRules",
    "ContingencyPlan",
    "ContingencyRole",
    "ContingencyRules",
    "DeskRules",
    "DigestRules",
    "DutyRules",
    "FaqRules",
    "FloodRules",
    "FollowUpRules",
    "FormRules",
    "IncidentRules",
    "MajorRules",
    "MergingRules",
    "OrderRules",
    "OrderStage",
    "PromiseRules",
    "RecurringRules",
    "ReferralRules",
    "RelayRules",
    "RetentionRules",
    "RotaPlan",
    "RotaRules",
    "Rules",
    "StaffRules",
    "SupervisionRules",
    "TermRule",
    "WaitingRules",
    "WorkRules",
]


class Rules(Strict):
    """All numbers together."""

    promises: PromiseRules = PromiseRules()
    supervision: SupervisionRules = SupervisionRules()
    waiting: WaitingRules = WaitingRules()
    rota: RotaRules = RotaRules()
    work: WorkRules = WorkRules()
    orders: OrderRules = OrderRules()
    major: MajorRules = MajorRules()
    contingency: ContingencyRules = ContingencyRules()
    merging: MergingRules = MergingRules()
    recurring: RecurringRules = RecurringRules()
    incidents: IncidentRules = IncidentRules()
    follow_ups: FollowUpRules = FollowUpRules()
    faq: FaqRules = FaqRules()
    forms: FormRules = FormRules()
    referrals: ReferralRules = ReferralRules()
    digest: DigestRules = DigestRules()
    staff: StaffRules = StaffRules()
    desk: DeskRules = DeskRules()
    duty: DutyRules = DutyRules()
    conduct: ConductRules = ConductRules()
    relay: RelayRules = RelayRules()
    floods: FloodRules = FloodRules()
    retention: RetentionRules = RetentionRules()
