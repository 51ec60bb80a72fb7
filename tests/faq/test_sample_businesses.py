"""The bases that come along answer questions nobody wrote into them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from faq import Answer, Matcher, Policy, Unknown
from faq.checking import check
from faq.loading import load_base

ROOT = Path(__file__).parents[2]
SAMPLES = ("tutoring_school", "broadband_branch")


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> tuple[Matcher, list[dict[str, str]]]:
    """A sample business's matcher, and questions with the entry each should find ("" or none: no entry)."""
    entries = load_base(ROOT / "bot" / "businesses" / request.param / "faq.toml")
    text = (Path(__file__).parent / "questions" / f"{request.param}.toml").read_text(encoding="utf-8")
    return Matcher.build(entries), tomllib.loads(text)["question"]


def test_held_out_questions_find_their_entry(sample: tuple[Matcher, list[dict[str, str]]]) -> None:
    """In both languages most come first and nearly all among three."""
    matcher, questions = sample
    for language in ("zh", "en"):
        asked = [one for one in questions if one.get("entry") and one["lang"] == language]
        found = [[ranked.id for ranked in matcher.rank(one["text"], 3)] for one in asked]
        first = sum(some[:1] == [one["entry"]] for one, some in zip(asked, found, strict=True))
        three = sum(one["entry"] in some for one, some in zip(asked, found, strict=True))
        assert first / len(asked) > 0.8
        assert three / len(asked) > 0.92


def test_answers_given_alone_are_right(sample: tuple[Matcher, list[dict[str, str]]]) -> None:
    """A third and more is answered alone and right; what the base lacks hardly ever."""
    matcher, questions = sample
    verdicts = [(one, matcher.match(one["text"])) for one in questions]
    alone = [(one, verdict) for one, verdict in verdicts if isinstance(verdict, Answer)]
    right = sum(verdict.entry.id == one.get("entry") for one, verdict in alone)
    assert len(alone) > 0.35 * sum(bool(one.get("entry")) for one in questions)
    assert right >= 0.97 * len(alone)
    assert sum(not one.get("entry") for one, _ in alone) <= 1
    assert any(isinstance(verdict, Unknown) for one, verdict in verdicts if not one.get("entry"))


@pytest.mark.parametrize("wanted", [0.8, 0.9, 0.95])
def test_as_many_are_right_as_asked_for(sample: tuple[Matcher, list[dict[str, str]]], wanted: float) -> None:
    """Of what is answered alone the wanted share is right, with a tenth of all questions out of scope."""
    matcher, questions = sample
    policy = Policy(answer_alone=wanted)
    verdicts = [(one.get("entry"), matcher.match(one["text"], policy=policy)) for one in questions]
    inside = sum(entry is not None for entry, _ in verdicts)
    toll = inside / 9 / (len(verdicts) - inside)
    told = [
        (1 if entry else toll, verdict.entry.id == entry)
        for entry, verdict in verdicts
        if isinstance(verdict, Answer)
    ]
    assert sum(weight for weight, right in told if right) >= wanted * sum(weight for weight, _ in told)


def test_the_bases_pass_their_own_check(sample: tuple[Matcher, list[dict[str, str]]]) -> None:
    """A business that copies a sample starts from one without faults."""
    matcher, _ = sample
    assert [finding.said() for finding in check(matcher.entries) if finding.serious] == []
