"""Words with a slip of the finger in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from faq import Entry, Matcher
from faq.concepts import concepts_in
from faq.features import Kind, features
from faq.index import build_index
from faq.mending import Mender
from faq.spelling import Speller

ASKED = [
    "how do i cancel a lesson",
    "which lessons are cancelled",
    "reimbursement",
    "what is a form for",
    "what are the fees",
    "where from",
]


def _said(*known: str) -> Callable[[Sequence[str]], list[tuple[int, int]]]:
    """Neighbours beside which these words are known to stand, on both sides."""
    return lambda words: [(word in known, word in known) for word in words]


@pytest.fixture(scope="module")
def speller() -> Speller:
    """Knows the words of a few questions."""
    return Speller(ASKED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lessson", "lesson"),
        ("lesso", "lesson"),
        ("leeson", "lesson"),
        ("cancle", "cancel"),
        ("reimbusementt", "reimbursement"),
        ("lesson", "lesson"),
        ("hwo", "hwo"),
        ("elephant", "elephant"),
        ("refund", "refund"),
        ("课程", "课程"),
        ("", ""),
    ],
)
def test_mending(speller: Speller, typed: str, meant: str) -> None:
    """A near miss of a known word is that word; short, known and quite other words stay."""
    assert speller.mend(typed, _said()) == meant


def test_short_words_are_mended_by_their_neighbours(speller: Speller) -> None:
    """A short word is mended to what is known to stand beside its neighbours, and only to that."""
    assert speller.mend("wht", _said()) == "wht"
    assert speller.mend("wht", _said("what")) == "what"
    assert speller.mend("hwo", _said("how")) == "how"
    assert speller.mend("hwo", _said("what")) == "hwo"


def test_what_looks_like_a_word_may_be_one() -> None:
    """An unknown word made as known words are is mended only if both neighbours ask for another."""
    speller = Speller(["the former forms", "a firm offer"])
    assert speller.mend("firms", _said()) == "firms"
    assert speller.mend("firms", lambda words: [(1, 0) for _ in words]) == "firms"
    assert speller.mend("firms", _said("forms")) == "forms"


def test_neighbours_decide_between_words() -> None:
    """The same slip is mended to one word or to another by what stands beside it."""
    mender = Mender(
        build_index([["open the gate", "the gate is closed"], ["what is the rate", "rate of pay"]])
    )
    assert mender.mend("xate", "the", "is") == "gate"
    assert mender.mend("xate", "", "of") == "rate"


def test_later_words_are_known_too() -> None:
    """Words learnt later are mended to as well."""
    speller = Speller([])
    assert speller.mend("umbrela", _said()) == "umbrela"
    speller.learn(["umbrella"])
    assert speller.mend("umbrela", _said()) == "umbrella"


def test_what_was_typed_stays_a_feature() -> None:
    """A mended word counts as what was meant, and as something unknown beside it."""
    mender = Mender(build_index([ASKED]))
    meant, typed = set(features("cancel", mender.mend)), set(features("cancle", mender.mend))
    assert meant < typed
    assert [feature & 15 for feature in typed - meant] == [Kind.WORD]


def test_words_are_recognised_by_their_sound() -> None:
    """A Chinese word written with other characters of the same sound names the same thing."""
    assert concepts_in("我要取肖") == concepts_in("我要取消")
    assert concepts_in("退宽") == concepts_in("退款") != []


def test_an_entry_added_later_is_found_with_a_slip() -> None:
    """A matcher that has mended words before knows the words of new entries."""
    ways = ["where is the {}", "{} is broken", "price of {}", "send {} back"]
    things = ["lamp", "chair", "table", "sofa", "shelf", "carpet", "mirror", "pillow", "blanket"]
    matcher = Matcher.build(
        Entry(
            f"{thing}{number}",
            [way.format(thing), way.format(f"my {thing}"), way.format(f"a {thing} please")],
            "",
        )
        for thing in things
        for number, way in enumerate(ways)
    )
    assert matcher.rank("price of carpett")[0].id == "carpet2"
    matcher.add(Entry("umbrella", ["do you have umbrellas", "umbrella rental"], ""))
    assert matcher.rank("umbrela renttal")[0].id == "umbrella"
