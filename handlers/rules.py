"""The numbers of the business: every one a default that its settings may change."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, field_validator

from handlers.calendar.terms import Term, Unit, read_term
from handlers.understanding.conduct_words import AMOUNT, BLAME, PERSONAL, PROMISE
from handlers.understanding.grave_words import MAJOR_WORDS
from storage.retention import Ages


class _Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _term(value: Any) -> Term:
    term = read_term(value) if isinstance(value, str) else value
    if not isinstance(term, Term):
        raise ValueError('write a term like "24 h", "4 working hours" or "5 working days"')
    return term


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as problem:
        raise ValueError(f"this is no regular expression ({problem})") from None
    return value


TermSetting = Annotated[Term, PlainValidator(_term)]


class TermRule(_Rules):
    """A term of its own for some cases; what is left empty fits all."""

    promise: Literal["first_answer", "finding"] = "first_answer"
    kind: Literal["", "inquiry", "complaint", "suggestion", "service_request", "order_question"] = ""
    category: str = ""
    customer: str = ""
    """A class of customers, or `vip`."""
    urgency: Literal["", "normal", "urgent"] = ""
    term: TermSetting
    warn_at: tuple[float, ...] | None = None
    """Shares of its own after which it is reminded of; without them those of all promises count."""

    @property
    def named(self) -> str:
        """What it is for, as promises keep it."""
        return "/".join(filter(None, (self.promise, self.kind, self.category, self.customer, self.urgency)))


class PromiseRules(_Rules):
    """How soon a customer hears from us (complaints and suggestions: answered within 24 hours)."""

    first_answer: TermSetting = Term(timedelta(hours=24))
    """Until a person answers a complaint or a question handed over; the manual counts calendar time."""
    finding: TermSetting = Term(timedelta(days=5), Unit.working_days)
    """Until a problem found in a return visit has a satisfactory answer: within 5 working days."""
    terms: tuple[TermRule, ...] = (
        TermRule(kind="service_request", urgency="urgent", term=Term(timedelta(hours=4))),
    )
    """Other terms for some cases: the first that fits counts. Urgent service requests: within hours."""
    warn_at: tuple[float, ...] = (0.5, 0.8)
    """Shares of the time after which the agent (first), the head and the manager (last) are reminded."""
    later_by: tuple[TermSetting, ...] = (
        Term(timedelta(days=1), Unit.working_days),
        Term(timedelta(days=3), Unit.working_days),
        Term(timedelta(days=5), Unit.working_days),
    )
    """The later times an agent may choose from, counted from that moment."""
    later_at_most: Annotated[int, Field(ge=0, le=10)] = 2
    """How often one promise may be made anew."""
    later_within: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(days=90)
    """No later time may be further away than this: a promise for another year is none."""
    waiting_reminder: timedelta = timedelta(days=2)
    """While we wait for the customer: until they are asked again, and then the agent to ring."""
    foretell: timedelta = timedelta(minutes=30)
    """So long before it would break the customer hears that it may; 0: not at all."""
    again_after: timedelta = timedelta(hours=24)
    """Once it is broken, the agents are reminded again this often, until the customer has an answer."""


class SupervisionRules(_Rules):
    """How customers press for their matter, and when what nobody answers goes to the next one above."""

    hurry_every: timedelta = timedelta(hours=4)
    """How often a customer may ask to hurry, for one case."""
    climb_after: TermSetting = Term(timedelta(hours=4), Unit.working_time)
    """Until a plea that no person has answered goes on to the head, and from the head to the managers."""
    idle_after: TermSetting = Term(timedelta(days=2), Unit.working_days)
    """Until the owner of an open case for which nothing is promised is reminded of it, and then again."""
    breach_steps: tuple[TermSetting, ...] = (
        Term(timedelta(minutes=30), Unit.working_time),
        Term(timedelta(hours=4), Unit.working_time),
    )
    """Once a promise is broken: until the head and deputies hear of it, from then until the managers do."""


class WaitingRules(_Rules):
    """What customers who wait for people are told of how long it takes."""

    measured_over: timedelta = timedelta(days=14)
    """Estimates come from the cases a department took within this time …"""
    enough: Annotated[int, Field(ge=3)] = 5
    """… if there were so many; with fewer nothing is said."""
    longer: Annotated[float, Field(ge=1)] = 2.0
    """After so many times what was said the customer hears that it takes longer; then after twice as long."""
    tell_at_most: Annotated[int, Field(ge=1, le=10)] = 2
    """How often they hear so."""
    after_opening: TermSetting = Term(timedelta(hours=2), Unit.working_time)
    """Where nobody works before a promise would be due: it is due so long after opening instead."""


class WorkRules(_Rules):
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


class OrderStage(_Rules):
    """A stage of what is being made for a customer, as the business calls it."""

    key: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,39}$")]
    name: Annotated[dict[Literal["zh", "en"], str], Field(min_length=1)]
    asks: Literal["", "confirmation", "acceptance"] = ""
    """What the customer is asked when it comes here; with their acceptance the order is done."""
    delivery: bool = False
    """From here on it can be delivered: the agreed day is kept."""
    usual: TermSetting | None = None
    """How long it usually stays here; without it `usual` of all stages."""


class OrderRules(_Rules):
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


class RotaPlan(_Rules):
    """A rota as the settings have it, until a manager sets it in the chat."""

    rhythm: Literal["daily", "weekly"] = "weekly"
    first_day: date
    staff: tuple[str, ...]
    """Colleagues by public name or @username, in their order."""


class RotaRules(_Rules):
    """What waits for no opening, and who is called for it."""

    categories: dict[str, str] = Field(default_factory=dict)
    """Emergency categories, and the rota that each is called by."""
    plans: dict[str, RotaPlan] = Field(default_factory=dict)
    changes_at: time = time(9, 0)
    """When the duty goes on to the next one."""
    answer_within: timedelta = timedelta(minutes=10)
    """Until the next one is called, if nobody has said that they have it."""
    again_after: timedelta = timedelta(minutes=30)
    """Until the managers, the last of all, are called again; then after twice that time, and so on."""


class MajorRules(_Rules):
    """What a manager must know at once (重大信息), and how it is recognised."""

    words: dict[str, tuple[str, ...]] = Field(default_factory=lambda: dict(MAJOR_WORDS))
    """Kinds of major matters and the words that speak of them."""
    plans: dict[str, str] = Field(default_factory=dict)
    """Contingency plans by kind: who does what, and the first message."""
    many: Annotated[int, Field(ge=2)] = 5
    """So many customers with trouble of one category …"""
    within: timedelta = timedelta(hours=1)
    """… within this time are a major matter of their own."""
    quiet_for: timedelta = timedelta(hours=12)
    """For how long the same category is not reported again by its rate."""
    again_after: timedelta = timedelta(minutes=30)
    """Until a matter that nobody has acknowledged is told again, to heads as well; then ever less often."""


class ContingencyRole(_Rules):
    """Who does what in a contingency plan."""

    role: Annotated[str, Field(min_length=1, max_length=120)]
    who: str = "managers"
    """`managers`; `heads`, of the matter's department; a department's key: its group; `heads:` and a key."""
    steps: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]


class ContingencyPlan(_Rules):
    """What is done when something grave happens: when it starts, who does what, what is said first."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    kinds: tuple[str, ...] = ()
    """Kinds of major matters that start it; `many` for many customers with one trouble."""
    categories: tuple[str, ...] = ()
    """Only for cases of these categories; empty: of any."""
    by_itself: bool = True
    """Whether it starts with the matter, or when a manager presses for it."""
    first_message: str = ""
    """What is said first …"""
    first_to: str = "managers"
    """… and to whom, as `who` of a role."""
    roles: Annotated[tuple[ContingencyRole, ...], Field(min_length=1, max_length=10)]


class ContingencyRules(_Rules):
    """Contingency plans for major matters."""

    plans: dict[Annotated[str, Field(pattern="^[a-z0-9_]{1,40}$")], ContingencyPlan] = Field(
        default_factory=dict
    )
    again_after: timedelta = timedelta(minutes=10)
    """Until a part that nobody has acknowledged is told again; the managers hear so as well."""


class MergingRules(_Rules):
    """When two cases of one customer look like the same matter."""

    within: timedelta = timedelta(days=14)
    """How long apart they may have been opened."""
    likeness: Annotated[float, Field(gt=0, le=1)] = 0.5
    """How alike their words must be …"""
    likeness_akin: Annotated[float, Field(gt=0, le=1)] = 0.25
    """… and how alike if they are of the same kind and category."""
    undo_within: timedelta = timedelta(hours=24)
    """How long a merge can be taken back."""


class RecurringRules(_Rules):
    """When the same fault again and again is told to the managers."""

    at_least: Annotated[int, Field(ge=2)] = 3
    """So many cases of at least two customers within a week are told of."""
    weeks: Annotated[int, Field(ge=1, le=12)] = 4
    """With so many weeks before that week is compared."""
    likeness: Annotated[float, Field(gt=0, le=1)] = 0.25
    """How alike cases of one category must be on average to count as one fault."""
    most: Annotated[int, Field(ge=1, le=10)] = 5
    """So many faults are told of, the commonest first."""


class IncidentRules(_Rules):
    """How customers hear of trouble that is known already, and of its news."""

    next_news: timedelta = timedelta(hours=1)
    """Until the next news, where a manager names no time."""
    late_by: timedelta = timedelta(hours=1)
    """When it has come without news: for how long customers are asked to wait; each time twice as long."""
    escalate_after: timedelta = timedelta(minutes=30)
    """Until every manager hears that news is late, not only who opened the incident."""
    again_after: timedelta = timedelta(hours=1)
    """For how long a customer who passed an incident by is not told of it again."""
    likeness: Annotated[float, Field(gt=0, le=1)] = 0.4
    """How sure the matcher must be that a message is about an incident, where no key word says so."""


class FollowUpRules(_Rules):
    """When the bot comes back to people, and when it leaves them in peace."""

    return_visit_after: timedelta = timedelta(hours=2)
    """From resolved to the bot's question whether all is well."""
    joined_after: timedelta = timedelta(days=3)
    """From a customer's first message to the question how they are getting on."""
    attempts: Annotated[int, Field(ge=1, le=10)] = 3
    again_after: timedelta = timedelta(hours=26)
    """Until a follow-up without an answer is tried again: another day, another hour."""
    too_late_after: timedelta = timedelta(days=7)
    """A follow-up this late is not sent any more."""
    call_again_after: TermSetting = Term(timedelta(hours=8), Unit.working_time)
    """Until people who were asked to ring a customer are asked again, if nobody has."""
    quiet_from: time = time(20, 30)
    quiet_until: time = time(9, 0)


class FaqRules(_Rules):
    """How sure the bot must be before it speaks."""

    answer_alone: Annotated[float, Field(gt=0, le=1)] = 0.95
    """Expected correctness above which one answer is given without asking back."""
    most_suggestions: Annotated[int, Field(ge=1, le=5)] = 3
    gather: timedelta = timedelta(seconds=3)
    """How long a fragment waits for more before it is answered."""
    settled_after: timedelta = timedelta(days=7)
    """A matter counts as settled at the first contact if the customer does not come back within this time."""


class FormRules(_Rules):
    """How forms behave with people."""

    long_silence: timedelta = timedelta(hours=8)
    """After a silence this long, somebody who comes back is asked whether to go on with their form."""
    remind_after: timedelta = timedelta(hours=2)
    """Until somebody whose complaint or request is not sent yet is reminded of it, once."""
    region: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "CN"
    """The country whose phone numbers may be written without a country code, by its two letters."""


class ReferralRules(_Rules):
    """How friends are brought along."""

    new_for: timedelta = timedelta(days=1)
    """For how long after their first message somebody still counts as new when they open a friend's link."""
    valid_for: timedelta = timedelta(days=90)
    """A registered friend who has not come by then may be registered anew, by anybody."""


class DigestRules(_Rules):
    """The managers' daily digest."""

    at: time = time(8, 30)


class StaffRules(_Rules):
    """How people become staff."""

    invite_valid: timedelta = timedelta(hours=48)


class DeskRules(_Rules):
    """How agents work on cases."""

    confirm_replies: Annotated[int, Field(ge=0, le=100)] = 3
    """A new agent is asked "send, or keep as a note?" before so many replies."""
    colliding_within: timedelta = timedelta(minutes=3)
    """Two agents who write to one customer within this time are told of each other."""
    ask_which_for: timedelta = timedelta(minutes=2)
    """How long a customer may say which matter a message is about; then it goes where we spoke last."""
    transfers_to_head: Annotated[int, Field(ge=2, le=20)] = 3
    """The transfer of a case that goes to the head: nobody is passed around."""
    group_late: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(minutes=3)
    """What is to be said in a group comes later than this: it is at its limit, and those who lead hear so."""


class DutyRules(_Rules):
    """How a case finds somebody. Lengths are working time of the department."""

    capacity: Annotated[int, Field(ge=1, le=1000)] = 10
    """How many open cases one member is given at most; whoever takes more of their own will may."""
    take_up: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(minutes=10)
    """Until a case that was given to a member goes to the next one, if they have not taken it up."""
    vip_take_up: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(minutes=5)
    """The same for important customers: from the account manager to the head, from the head to all."""
    untaken: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(minutes=30)
    """Until who leads is told that nobody has taken a case; then after twice as long, and so on."""


class ConductRule(_Rules):
    """One of the house's rules for what agents write: words and patterns by language, with a reason."""

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,23}$")]
    words: dict[Literal["zh", "en", ""], tuple[str, ...]] = Field(default_factory=dict)
    """Sayings, found wherever they stand as whole words."""
    patterns: dict[Literal["zh", "en", ""], tuple[Annotated[str, AfterValidator(_pattern)], ...]] = Field(
        default_factory=dict
    )
    """Regular expressions."""
    above: float | None = None
    """A pattern counts only if the number in its brackets is greater than this."""
    notes: bool = False
    """Looked for in what stays among colleagues too: it should not stand in a group at all."""
    reason: dict[Literal["zh", "en"], str] = Field(default_factory=dict)
    """What the writer reads of it."""


class ConductRules(_Rules):
    """Drafts of agents are looked at before they go out."""

    check: bool = False
    rules: tuple[ConductRule, ...] = (
        ConductRule(name="blame", words=BLAME),
        ConductRule(name="promise", words=PROMISE),
        ConductRule(name="amount", patterns=AMOUNT, above=0),
        ConductRule(name="personal", patterns=PERSONAL, notes=True),
    )
    expires_after: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(hours=2)
    """Until a draft whose writer says nothing stays among colleagues."""

    @field_validator("rules")
    @classmethod
    def _different(cls, rules: tuple[ConductRule, ...]) -> tuple[ConductRule, ...]:
        names = [rule.name for rule in rules]
        if len(names) != len(set(names)):
            raise ValueError("each rule of conduct needs a name of its own")
        return rules


class RelayRules(_Rules):
    """How messages are passed on between customers and agents."""

    gather_album: timedelta = timedelta(seconds=2)
    """How long an album waits for its next part before it is passed on."""


class FloodRules(_Rules):
    """What is more than a person writes."""

    messages: Annotated[int, Field(ge=5)] = 30
    within: timedelta = timedelta(minutes=1)
    """So many messages of one customer within this time are handled one by one; what is more is kept."""
    pause: timedelta = timedelta(seconds=30)
    """After a silence this long, what was kept is looked at together."""


class RetentionRules(_Rules):
    """How long what is finished is kept."""

    inbox: timedelta = timedelta(days=3)
    outbox: timedelta = timedelta(days=30)
    questions: timedelta = timedelta(days=180)

    def as_ages(self) -> Ages:
        """The same, as storage wants it."""
        return Ages(self.inbox, self.outbox, self.questions)


class Rules(_Rules):
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
