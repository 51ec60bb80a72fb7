"""Whatever people type, matching never fails."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from faq import Entry, Matcher
from faq.clauses import clauses
from faq.features import features
from faq.normal import canonical

WORDS = st.sampled_from(
    [
        "怎么",
        "取消",
        "付款",
        "cancel",
        "pay",
        "😀",
        "１２",
        "3.5",
        "ａ",
        "謝謝",
        "'s",
        "\n",
        "。",
        "吗",
        "ß",
        "İ",
        "ﬁ",
        "の",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_ranking_never_fails(school: Matcher, text: str) -> None:
    """Any text has candidates from the base with a confidence between 0 and 1, or none."""
    for one in school.rank(text):
        assert school.entry(one.id) is not None
        assert 0 <= one.confidence <= 1
    school.match(text)


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_taking_apart_never_fails(text: str) -> None:
    """Any text has a canonical form whose parts have features."""
    for clause in clauses(canonical(text)):
        assert all(0 <= feature < 2**32 for feature in features(clause))


@settings(max_examples=40, deadline=None)
@given(questions=st.lists(st.lists(TEXTS, max_size=4), max_size=5), asked=TEXTS)
def test_any_base_can_be_built(questions: list[list[str]], asked: str) -> None:
    """Any phrasings make a base that matches any text."""
    matcher = Matcher.build(Entry(str(number), some, "") for number, some in enumerate(questions))
    assert all(0 <= one.confidence <= 1 for one in matcher.rank(asked))
