"""A base that changes while it is in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq import Entry, Matcher
from faq.growing import with_entry, without_entry
from faq.index import build_index
from faq.reading import Reader
from faq.saving import SavedIndexError

TOPICS = ["lamp", "chair", "table", "sofa", "shelf", "carpet", "mirror", "curtain", "pillow", "blanket"]
WAYS = [
    "where is my {}",
    "the {} is broken",
    "how much is a {}",
    "can I return the {}",
    "我的{}坏了怎么办",
    "{}多少钱",
]


def _furniture() -> list[Entry]:
    return [
        Entry(f"{topic}-{number}", [way.format(topic), way.format(f"{topic} please")], "…")
        for topic in TOPICS
        for number, way in enumerate(WAYS)
    ]


@pytest.fixture(scope="module")
def furniture() -> list[Entry]:
    """Sixty entries with 120 phrasings: more than is built anew for a change."""
    return _furniture()


def test_an_added_entry_is_found_at_once(furniture: list[Entry]) -> None:
    """An entry that was added answers its wordings, and the others still answer theirs."""
    matcher = Matcher.build(furniture)
    matcher.add(Entry("invoice", ["怎么开发票", "I need an invoice", "发票抬头写错了"], "…"))
    assert matcher.rank("可以开发票吗")[0].id == "invoice"
    assert matcher.rank("an invoice please")[0].id == "invoice"
    assert matcher.rank("the sofa is broken")[0].id == "sofa-1"


def test_a_removed_entry_is_found_no_more(furniture: list[Entry]) -> None:
    """An entry that was removed answers nothing, and removing it again is no error."""
    matcher = Matcher.build(furniture)
    matcher.remove("sofa-1")
    matcher.remove("sofa-1")
    assert matcher.entry("sofa-1") is None
    assert all(one.id != "sofa-1" for one in matcher.rank("the sofa is broken", k=60))
    assert matcher.rank("where is my lamp")[0].id == "lamp-0"


def test_adding_again_replaces(furniture: list[Entry]) -> None:
    """An entry of a known id takes the place of the old one, with its wordings."""
    matcher = Matcher.build(furniture)
    matcher.add(Entry("lamp-0", ["when does the courier come"], "new"))
    entry = matcher.entry("lamp-0")
    assert entry is not None
    assert entry.answer == "new"
    assert matcher.rank("when does the courier come")[0].id == "lamp-0"
    assert len(matcher.entries) == len(furniture)


@pytest.mark.parametrize("most_weights", [0, 10**9], ids=["wide", "linear"])
def test_growing_keeps_the_index_in_order(furniture: list[Entry], most_weights: int) -> None:
    """Adding and removing leaves the same phrasings, features and entries as building."""
    asked = [[question for _, question in entry.phrasings()] for entry in furniture]
    index = build_index(asked[:-1], most_weights)
    grown = without_entry(with_entry(index, asked[-1]), 3)
    built = build_index([*asked[:3], *asked[4:]], most_weights)
    assert grown.texts == built.texts
    assert grown.first.tolist() == built.first.tolist()
    assert grown.starts.tolist() == built.starts.tolist()
    assert grown.vocabulary.numbers[grown.places].tolist() == built.vocabulary.numbers[built.places].tolist()
    assert grown.spreads == pytest.approx(built.spreads, abs=0.02)
    if grown.postings is not None and built.postings is not None:
        assert len(grown.postings.entries) == len(built.postings.entries)
        assert grown.postings.starts[-1] == len(grown.postings.entries)


def test_a_small_base_grows_from_nothing() -> None:
    """A matcher without entries learns them one by one."""
    matcher = Matcher.build([])
    for entry in _furniture()[:5]:
        matcher.add(entry)
    assert matcher.rank("where is my lamp")[0].id == "lamp-0"


def test_saved_and_loaded_is_the_same(furniture: list[Entry], tmp_path: Path) -> None:
    """A loaded matcher holds the same entries and answers alike."""
    matcher = Matcher.build(furniture)
    matcher.add(Entry("invoice", {"zh": ["怎么开发票"]}, {"zh": "在订单页。"}))
    matcher.save(tmp_path / "index")
    loaded = Matcher.load(tmp_path / "index")
    assert loaded.entries == matcher.entries
    for asked in ("开发票", "is the chair broken", "镜子多少钱"):
        assert loaded.rank(asked) == matcher.rank(asked)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04rest"])
def test_a_file_that_is_no_index_is_refused(tmp_path: Path, content: bytes) -> None:
    """Loading something else says what to do."""
    (tmp_path / "index").write_bytes(content)
    with pytest.raises(SavedIndexError, match="build it anew"):
        Matcher.load(tmp_path / "index")


@pytest.mark.parametrize("most_weights", [0, 10**9], ids=["wide", "linear"])
def test_words_of_removed_entries_lead_nowhere(most_weights: int) -> None:
    """What only a removed entry was asked with is no trouble, not even when nothing is left."""
    phrasings = [[f"thing{number} costs how much", f"price of thing{number}"] for number in range(2500)]
    index = without_entry(build_index(phrasings, most_weights), 0)
    assert Reader(index).read("thing0") is not None
    assert Reader(without_entry(build_index(phrasings[:1]), 0)).read("thing0") is None
