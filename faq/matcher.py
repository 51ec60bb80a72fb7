"""The matcher: finds the entry a message asks for, with an honest confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from faq.calibrating import bar_of, told
from faq.confidence import chances_of
from faq.encoding import Encoder, Remembering
from faq.entry import Entry
from faq.growing import with_entry, without_entry
from faq.index import MOST_WEIGHTS, Index, build_index
from faq.reading import Reader, Reading
from faq.saving import load_index, save_index
from faq.sense import Own, Sense, learn
from faq.spelling import Speller
from faq.verdict import Policy, Ranked, Verdict, judge

QUICK_TO_BUILD = 100
"""A base of fewer phrasings is built anew for every change: that is as quick and a little better."""

WORD_FOR_WORD = 0.98
"""The least confidence in the only entry that holds the message word for word."""


class Matcher:
    """Ranks the entries of a base for a message."""

    def __init__(self, entries: Iterable[Entry], index: Index, sense: Sense | None = None) -> None:
        """Match with an index over these entries, in the same order; `build` makes one."""
        self._entries = {entry.id: entry for entry in entries}
        self._sense = sense
        self._place(index)

    @classmethod
    def build(cls, entries: Iterable[Entry], *, encoder: Encoder | None = None) -> Matcher:
        """A matcher over these entries; a later one replaces an earlier one of the same id.

        With an encoder, what it finds alike in meaning counts too. Raises EncodingError if it cannot.
        """
        kept = {entry.id: entry for entry in entries}
        phrasings = [_asked(entry) for entry in kept.values()]
        return cls(kept.values(), _measured(phrasings), _sense(phrasings, encoder))

    @property
    def encoder(self) -> Remembering | None:
        """The encoder it was given."""
        return self._sense.encoder if self._sense is not None else None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, hidden ones too, in the order they were added."""
        return tuple(self._entries.values())

    def entry(self, id: str) -> Entry | None:
        """The entry of that id, if there is one."""
        return self._entries.get(id)

    def add(self, entry: Entry) -> None:
        """Learn an entry, in place of the one that had its id."""
        if len(self._index.texts) < QUICK_TO_BUILD:
            self._entries[entry.id] = entry
            self._place(_measured([_asked(one) for one in self._entries.values()]))
            self._follow()
            return
        self.remove(entry.id)
        self._entries[entry.id] = entry
        speller = self._reader.mender.speller
        self._place(with_entry(self._index, _asked(entry)), speller)
        if speller is not None:
            speller.learn(self._index.texts[self._index.first[-2] :])
        self._follow()

    def remove(self, id: str) -> None:
        """Forget an entry; one that is not there is forgotten already."""
        if id in self._entries:
            number = self._ids.index(id)
            del self._entries[id]
            self._place(without_entry(self._index, number), self._reader.mender.speller)
            self._follow()

    def copy(self) -> Matcher:
        """A matcher that knows the same; what one learns or forgets, the other does not."""
        return Matcher(self._entries.values(), self._index, self._sense)

    def save(self, path: str | Path) -> None:
        """Write everything learnt to one file."""
        save_index(Path(path), self._entries.values(), self._index)

    @classmethod
    def load(cls, path: str | Path, *, encoder: Encoder | None = None) -> Matcher:
        """Read what `save` wrote; much faster than building. What an encoder is worth is found out anew."""
        entries, index = load_index(Path(path))
        return cls(entries, index, _sense([_asked(entry) for entry in entries], encoder))

    def rank(self, text: str, k: int = 5, *, now: datetime | None = None) -> list[Ranked]:
        """The likeliest entries, best first, at most `k`; with `now`, only those valid then."""
        read = [self._ranked(reading) for reading in self._reader.read_all(text)]
        ranked = max(read, key=lambda some: some[0].confidence, default=[])
        if self._sense is not None and not (ranked and ranked[0].confidence >= WORD_FOR_WORD):
            ranked = self._sense.pooled(text, ranked, self._ids)
        if now is not None:
            ranked = [one for one in ranked if self._entries[one.id].is_valid_at(now)]
        return ranked[:k]

    def match(self, text: str, *, policy: Policy | None = None, now: datetime | None = None) -> Verdict:
        """What to show for a message: an answer, suggestions, or nothing."""
        chosen = policy or Policy()
        ranked = self.rank(text, chosen.most, now=now)
        return judge([(self._entries[one.id], one.confidence) for one in ranked], chosen)

    def _place(self, index: Index, speller: Speller | None = None) -> None:
        self._index = index
        self._ids = list(self._entries)
        self._reader = Reader(index, speller)

    def _follow(self) -> None:
        if self._sense is not None:
            self._sense = self._sense.over([_asked(entry) for entry in self._entries.values()])

    def _ranked(self, reading: Reading) -> list[Ranked]:
        """The candidates of a reading, all of them, best first."""
        chance = min(told(reading.chance, self._index.bar), reading.most)
        if reading.word_for_word:
            chance = max(chance, WORD_FOR_WORD)
        ids, numbers = self._ids, reading.candidates
        chances = chances_of(reading.shares, reading.order, chance)
        return [Ranked(ids[numbers[place]], sure) for place, sure in zip(reading.order, chances, strict=True)]


def _asked(entry: Entry) -> list[str]:
    """The phrasings an entry is found by; a hidden one is found by none."""
    return [] if entry.hidden else [question for _, question in entry.phrasings()]


def _sense(phrasings: list[list[str]], encoder: Encoder | None) -> Sense | None:
    """An encoder's say over these phrasings."""
    return learn(phrasings, Remembering.of(encoder), _by_itself) if encoder is not None else None


def _by_itself(phrasings: Sequence[Sequence[str]]) -> Own:
    """What a matcher without an encoder says, with the entries by their numbers."""
    matcher = Matcher.build(Entry(str(number), texts, "") for number, texts in enumerate(phrasings))
    return lambda text: matcher.rank(text, len(phrasings))


def _measured(phrasings: list[list[str]]) -> Index:
    """The index over these phrasings, with what confidence is worth among them."""
    return build_index(phrasings, bar=bar_of(phrasings, MOST_WEIGHTS))
