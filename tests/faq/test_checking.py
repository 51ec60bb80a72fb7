"""What is found in a base that needs mending."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq import Attachment, Button, Entry, Link
from faq.checking import Finding, Kind, check, opens

MANY = ["one way", "second manner", "third approach", "fourth road", "fifth path"]


def _kinds(findings: list[Finding]) -> list[tuple[Kind, str, str]]:
    return [(one.kind, one.entry, one.about) for one in findings]


def test_a_good_base_has_no_findings() -> None:
    """Five wordings, an answer, a link that opens and a known placeholder are all right."""
    entry = Entry("a", MANY, "See https://example.org, {name}!", links=[Link("https://example.org")])
    assert check([entry], placeholders=["name"]) == []


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (Entry("a", ["x y"], "b"), (Kind.FEW_PHRASINGS, "a", "1")),
        (Entry("a", ["??", " "], "b"), (Kind.NO_PHRASINGS, "a", "")),
        (Entry("a", MANY, {"zh": " "}), (Kind.EMPTY_ANSWER, "a", "answer.zh")),
        (Entry("a", MANY, "x" * 3501), (Kind.LONG_ANSWER, "a", "answer")),
        (Entry("a", MANY, "hello {nmae}"), (Kind.UNKNOWN_PLACEHOLDER, "a", "nmae")),
        (Entry("a", MANY, "see http://exa mple"), (Kind.BAD_LINK, "a", "http://exa")),
        (Entry("a", MANY, "x", links=[Link("example")]), (Kind.BAD_LINK, "a", "example")),
        (
            Entry("a", MANY, "x", buttons=[Button("go", url="htp://x.org")]),
            (Kind.BAD_LINK, "a", "htp://x.org"),
        ),
        (Entry("a", {"zh": MANY, "en": MANY}, {"zh": "好"}), (Kind.MISSING_TRANSLATION, "a", "answer.en")),
        (
            Entry("a", MANY, {"zh": "好", "en": "ok"}, buttons=[Button({"zh": "去"}, form="f")]),
            (Kind.MISSING_TRANSLATION, "a", "the label of button 1.en"),
        ),
    ],
)
def test_what_is_found_in_an_entry(entry: Entry, found: tuple[Kind, str, str]) -> None:
    """Each weakness of an entry is a finding with its place."""
    assert found in _kinds(check([entry]))


def test_files_that_are_not_there_are_found(tmp_path: Path) -> None:
    """With the folder given, an attachment whose file is not in it is a finding customers would notice."""
    (tmp_path / "map.png").write_bytes(b"")
    entry = Entry("a", MANY, "b", attachments=[Attachment("map.png", "photo"), Attachment("form.pdf")])
    [found] = check([entry], folder=tmp_path)
    assert (found.kind, found.about, found.serious) == (Kind.MISSING_FILE, "form.pdf", True)
    assert check([entry]) == []


def test_buttons_to_nowhere_are_found() -> None:
    """With the places of the menu given, a button that opens none of them is a finding."""
    entry = Entry("a", MANY, "b", buttons=[Button("go", form="refnd"), Button("go", form="refund")])
    [found] = check([entry], forms=["refund"])
    assert (found.kind, found.about, found.serious) == (Kind.UNKNOWN_FORM, "refnd", True)
    assert check([entry]) == []


def test_wordings_said_twice_are_found() -> None:
    """The same wording in two entries, however spelt, and nearly the same one, are told apart."""
    findings = check(
        [
            Entry("a", ["怎么退款", "how do I get my money back"], "x"),
            Entry("b", ["请问怎么退款？", "how do i get my money back now"], "y"),
        ]
    )
    twice = [one for one in findings if one.other]
    assert [(one.kind, one.entry, one.other) for one in twice] == [
        (Kind.DUPLICATE, "a", "b"),
        (Kind.NEAR_DUPLICATE, "a", "b"),
    ]
    assert [one.serious for one in twice] == [True, False]
    for one in findings:
        assert one.entry in one.said("zh")
        assert one.entry in one.said("en")


def test_progress_is_told() -> None:
    """Long work says how far it is."""
    steps: list[tuple[int, int]] = []
    check([Entry("a", MANY, "x")], progress=lambda done, of: steps.append((done, of)))
    assert steps[-1] == (5, 5)


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://example.org/a?b=c", True),
        ("tg://user?id=1", True),
        ("mailto:a@b.c", True),
        ("www.example.org", True),
        ("http://localhost:8080", True),
        ("https://", False),
        ("https://example", False),
        ("https://example.org:port", False),
        ("ftp://example.org", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_addresses(address: str, fine: bool) -> None:
    """An address opens when it has a scheme that apps know and somewhere to go."""
    assert opens(address) is fine
