"""Which term a promise has: that of the first rule which fits the case and its customer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers.calendar.terms import Term
from handlers.rules import PromiseRules, TermRule
from handlers.scene import Scene
from storage.case import Case
from storage.person import Customer

VERSION = 2
"""Of the arithmetic behind the terms: what a rule of an older version meant can be told apart."""


async def term_for(scene: Scene, case: Case, kind: str) -> tuple[Term, str]:
    """The term of a promise of this kind, and the rule it comes from, as the promise keeps it."""
    rules = scene.house.rules.promises
    wanted = "finding" if kind == "finding" else "first_answer"
    classes = await _classes(scene, case) if rules.terms else set()
    for rule in rules.terms:
        fits = (
            rule.promise == wanted
            and rule.kind in ("", case.kind.value)
            and rule.urgency in ("", case.urgency.value)
            and rule.category in ("", case.category)
            and (not rule.customer or rule.customer in classes)
        )
        if fits:
            return rule.term, _written(rule)
    term = rules.finding if wanted == "finding" else rules.first_answer
    return term, f"{wanted} {term} v{VERSION}"


def shares_of(rules: PromiseRules, rule: str) -> Sequence[float]:
    """The shares of its time after which a promise of this rule is reminded of."""
    own = (one.warn_at for one in rules.terms if rule == _written(one))
    return next((shares for shares in own if shares is not None), rules.warn_at)


def _written(rule: TermRule) -> str:
    return f"{rule.named} {rule.term} v{VERSION}"


async def _classes(scene: Scene, case: Case) -> set[str]:
    file = await scene.session.scalar(select(Customer).where(Customer.person_id == case.person_id))
    if file is None:
        return set()
    return {file.customer_class, "vip"} if file.vip else {file.customer_class}
