"""Which faults recur, as a function of the cases: the same in, the same out."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from faq.alike import likeness
from faq.grouping import groups, pieces
from handlers.recurring.arithmetic import Fault, Trouble, faults

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def trouble(
    number: int,
    words: str,
    days: float,
    *,
    group: str = "place",
    product: str = "",
    person: int | None = None,
) -> Trouble:
    """A case of so many days ago."""
    at = NOW - timedelta(days=days)
    return Trouble(number, f"K{number}", person or number, group, product, words, at)


def found(*troubles: Trouble) -> list[Fault]:
    """The faults among cases, with the usual settings."""
    return faults(troubles, NOW, weeks=4, at_least=3, likeness=0.25, most=5)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("The room was cold", "The room is still cold!", True),
        ("教室太冷了", "教室还是太冷", True),
        ("The room was cold", "The teacher was late", False),
        ("The room was cold", "教室太冷了", False),
        ("", "The room was cold", False),
    ],
)
def test_likeness_of_two_texts(one: str, other: str, alike: bool) -> None:
    """Much the same words are alike, in either language; other matters are not; it is symmetrical."""
    assert (likeness(one, other) >= 0.5) is alike
    assert likeness(one, other) == likeness(other, one)


def test_the_same_trouble_thrice_is_a_fault() -> None:
    """Three within seven days, of two customers at least; older ones are the trend, others do not count."""
    cold = [trouble(n, "The lift at the entrance is stuck", days=n) for n in (1, 2, 3)]
    before = [trouble(n, "The lift at the entrance was stuck", days=n) for n in (9, 10, 20, 30)]
    other = [trouble(40, "The teacher shouted at us", days=1), trouble(41, "My invoice is wrong", days=2)]
    (fault,) = found(*cold, *before, *other)
    assert [one.case for one in fault.cases] == [3, 2, 1]
    assert (fault.before, fault.trend) == (1.0, "up")
    assert found(*cold[:2], *before) == []
    assert found(*[one._replace(person=7) for one in cold]) == []
    assert found(*[one._replace(group=f"other{one.case}") for one in cold]) == []


@pytest.mark.parametrize(
    ("before", "trend"), [(0, "new"), (2.0, "up"), (2.1, "steady"), (4.4, "steady"), (4.5, "down")]
)
def test_trend(before: float, trend: str) -> None:
    """Half as many again is up, two thirds of it down."""
    cases = tuple(trouble(n, "cold", days=1) for n in (1, 2, 3))
    assert Fault("place", cases, before).trend == trend


def test_the_product_counts() -> None:
    """No words in common, but the same product: one fault. Without the product it is none."""
    words = ("it hums the whole night", "far too loud", "shaking when it spins")
    washing = [
        trouble(n, said, days=n, group="service_request", product="Washer W9")
        for n, said in enumerate(words, start=1)
    ]
    assert len(found(*washing)) == 1
    assert found(*[one._replace(product="") for one in washing]) == []


@pytest.mark.parametrize(
    ("fault", "others"),
    [
        (
            [
                "My card was charged twice",
                "Double charge on my card for the same order",
                "Charged twice for one order, please give one back",
                "I was charged twice on my card",
            ],
            ["The card machine in the shop is broken", "My order was sent to the old address"],
        ),
        (
            [
                "电池用两个小时就没电了",
                "电池续航太差，中午就没电",
                "更新以后电池掉电特别快",
                "电池一直掉电，用半天就没电",
            ],
            ["遥控器要用很少见的电池", "中午送餐太慢"],
        ),
    ],
)
def test_reworded_faults_are_one(fault: list[str], others: list[str]) -> None:
    """In other words it is the same fault; what shares no more than a word with it is not."""
    noise = ["The toilet is dirty", "优惠券用不了", "Nobody told us of the new hours", "合同上的名字写错了"]
    words = [*fault, *others, *noise]
    together = groups([pieces(one) for one in words], 0.25)
    (told,) = [group for group in together if len(group) > 1]
    assert set(told) <= {0, 1, 2, 3}
    assert len(told) >= 3


def test_the_same_cases_give_the_same_faults() -> None:
    """However they are shuffled; and no text is in two groups or in none."""
    rng = random.Random(6)
    things = ["lift", "heater", "invoice", "空调", "door", "app"]
    ills = ["is broken", "was late", "坏了", "smells of gas", "does not open"]
    more = ["again", "since Monday", "please help", "三楼", "for two weeks"]
    troubles = [
        trouble(
            n,
            f"{rng.choice(things)} {rng.choice(ills)} {rng.choice(more)}",
            days=rng.uniform(0, 34),
            group=rng.choice(["place", "staff"]),
        )
        for n in range(1, 1200)
    ]
    first = found(*troubles)
    assert len(first) == 5
    for _ in range(3):
        rng.shuffle(troubles)
        assert found(*troubles) == first
    texts = [pieces(one.words) for one in troubles]
    assert sorted(place for group in groups(texts, 0.25) for place in group) == list(range(len(texts)))
