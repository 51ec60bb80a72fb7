"""Which of the house's rules a text goes against."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from handlers.conduct.checking import against
from handlers.rules import ConductRule, ConductRules

HOUSE = ConductRules().rules


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Thank you, I will look into it and write to you by six.", []),
        ("It is your own fault", ["blame"]),
        ("ＹＯＵＲ　ＦＡＵＬＴ", ["blame"]),
        ("这是您自己的问题", ["blame"]),
        ("We GUARANTEE that it works", ["promise"]),
        ("The guaranteed-delivery product", ["promise"]),
        ("unguaranteeable", []),
        ("今天一定修好", ["promise"]),
        ("You get a refund of 200 yuan, definitely today", ["promise", "amount"]),
        ("A refund takes three days", []),
        ("给您补偿500元", ["amount"]),
        ("退款一般三天到账", []),
        ("The room is 204, on 2026-11-23 at 10:00", []),
        ("Ring 138 1234 5678", ["personal"]),
        ("+44 20 7946 0958", ["personal"]),
        ("身份证 11010519491231002X", ["personal"]),
        ("anna@example.com", ["personal"]),
        ("K7M3QX9", []),
    ],
)
def test_the_rules_that_stand_from_the_beginning(text: str, names: list[str]) -> None:
    """Blame, promises, amounts and personal data are found, in either language; plain words are let pass."""
    assert [rule.name for rule in against(HOUSE, text)] == names


def test_an_amount_counts_from_where_the_house_says() -> None:
    """Up to the allowed amount nothing is said."""
    rule = ConductRule(name="amount", patterns={"en": (r"refund\D*([\d.,]+)",)}, above=50)
    assert not against([rule], "a refund of 50.00")
    assert against([rule], "a refund of 1,050")


def test_a_pattern_that_is_none_is_refused_at_the_start() -> None:
    """A slip in the settings is named before anything runs; so are two rules of one name."""
    with pytest.raises(ValidationError, match="no regular expression"):
        ConductRule(name="x", patterns={"en": ("(",)})
    with pytest.raises(ValidationError, match="name of its own"):
        ConductRules(rules=(ConductRule(name="x"), ConductRule(name="x")))
