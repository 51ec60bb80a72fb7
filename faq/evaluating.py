"""How well a base would answer: asked with its own wordings held back, or with given questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from faq.checking import Progress
from faq.encoding import Encoder, Remembering
from faq.entry import Entry
from faq.matcher import Matcher
from faq.verdict import Policy

FOLDS = 8
WANTED = 0.95
"""The share of answers given alone that must be right."""

ENOUGH = 30
"""So many answers are needed before a threshold is read off them."""

STEADFAST = 0.6
"""An entry that loses more than this share of its own wordings is a candidate for splitting."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was tried: what it should have found (None: nothing) and what it found."""

    text: str
    wanted: str | None
    found: str | None
    confidence: float
    in_three: bool

    @property
    def right(self) -> bool:
        """Whether the first candidate was the wanted one."""
        return self.wanted is not None and self.found == self.wanted


@dataclass(frozen=True, slots=True)
class Confusion:
    """An entry taken for another, how often, and by which questions."""

    wanted: str
    found: str
    times: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of asking."""

    asked: int
    right: int
    in_three: int
    outside: int
    confusions: tuple[Confusion, ...]
    merge: tuple[tuple[str, str], ...]
    split: tuple[str, ...]
    threshold: float
    alone: int
    alone_right: int
    skipped: tuple[str, ...]

    @property
    def accuracy(self) -> float:
        """The share of questions whose first candidate was right."""
        return self.right / self.asked if self.asked else 0.0

    def policy(self) -> Policy:
        """A policy that answers alone only where this base was right often enough."""
        usual = Policy()
        bar = max(self.threshold, usual.suggest)
        return Policy(answer_alone=bar, suggest=usual.suggest, also=usual.also, most=usual.most)


def evaluate(
    entries: Iterable[Entry],
    questions: Sequence[tuple[str, str | None]] | None = None,
    *,
    progress: Progress | None = None,
    wanted: float = WANTED,
    encoder: Encoder | None = None,
) -> Evaluation:
    """Ask the base `questions` with the ids they should find, or its own wordings, each held back once.

    Held back wordings are also asked while their whole entry is missing, which is how the questions of
    tomorrow that nobody wrote an entry for will look. `wanted` is the share of answers given alone that must
    be right: it decides the threshold. With an `encoder` the base is asked as it answers with it.
    """
    if encoder is not None:
        encoder = Remembering.of(encoder)
    kept = [entry for entry in entries if not entry.hidden]
    if questions is not None:
        tried = list(_ask(Matcher.build(kept, encoder=encoder), questions, progress))
        return _summary(tried, (), wanted)
    lone = tuple(entry.id for entry in kept if len(list(entry.phrasings())) < 2)
    return _summary(list(_held_back(kept, progress, encoder)), lone, wanted)


def _ask(
    matcher: Matcher, questions: Sequence[tuple[str, str | None]], progress: Progress | None
) -> Iterator[Asked]:
    for number, (text, wanted) in enumerate(questions, 1):
        ranked = matcher.rank(text, 3)
        found = ranked[0] if ranked else None
        yield Asked(
            text,
            wanted,
            found.id if found else None,
            found.confidence if found else 0.0,
            any(one.id == wanted for one in ranked),
        )
        if progress and (number % 50 == 0 or number == len(questions)):
            progress(number, len(questions))


def _held_back(
    entries: Sequence[Entry], progress: Progress | None, encoder: Encoder | None
) -> Iterator[Asked]:
    wordings = {entry.id: [question for _, question in entry.phrasings()] for entry in entries}
    most = max((len(some) for some in wordings.values()), default=0)
    folds = min(FOLDS, most)
    for fold in range(folds):
        known, held = {}, {}
        for name, some in wordings.items():
            held[name] = [text for place, text in enumerate(some) if place % folds == fold and len(some) > 1]
            known[name] = [text for text in some if text not in held[name]]
        matcher = Matcher.build((Entry(name, some, "") for name, some in known.items()), encoder=encoder)
        yield from _ask(matcher, [(text, name) for name, some in held.items() for text in some], None)
        if progress:
            progress(2 * fold + 1, 2 * folds)
        absent = {name for place, name in enumerate(wordings) if place % folds == fold}
        if len(absent) < len(wordings):
            left = (Entry(name, some, "") for name, some in known.items() if name not in absent)
            fewer = Matcher.build(left, encoder=encoder)
            yield from _ask(fewer, [(text, None) for name in absent for text in held[name]], None)
        if progress:
            progress(2 * fold + 2, 2 * folds)


def _summary(tried: Sequence[Asked], skipped: tuple[str, ...], wanted: float) -> Evaluation:
    inside = [one for one in tried if one.wanted is not None]
    threshold = _threshold(tried, wanted)
    alone = [one for one in tried if one.confidence >= threshold]
    confusions = _confusions(inside)
    return Evaluation(
        asked=len(inside),
        right=sum(one.right for one in inside),
        in_three=sum(one.in_three for one in inside),
        outside=len(tried) - len(inside),
        confusions=confusions,
        merge=_to_merge(confusions, inside),
        split=_to_split(inside),
        threshold=threshold,
        alone=len(alone),
        alone_right=sum(one.right for one in alone),
        skipped=skipped,
    )


def _confusions(inside: Sequence[Asked]) -> tuple[Confusion, ...]:
    """Every pair of entries taken for one another, the commonest first."""
    examples: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in inside:
        if one.wanted is not None and one.found is not None and not one.right:
            examples[one.wanted, one.found].append(one.text)
    found = [Confusion(*pair, len(texts), tuple(texts[:3])) for pair, texts in examples.items()]
    return tuple(sorted(found, key=lambda one: (-one.times, one.wanted, one.found)))


def _to_merge(confusions: Sequence[Confusion], inside: Sequence[Asked]) -> tuple[tuple[str, str], ...]:
    """Entries taken for each other in both directions, for a fifth of their wordings or more."""
    sizes = Counter(one.wanted for one in inside)
    times = {(one.wanted, one.found): one.times for one in confusions}
    pairs = []
    for (one, other), count in times.items():
        back = times.get((other, one), 0)
        if one < other and back and (count + back) * 5 >= sizes[one] + sizes[other]:
            pairs.append((one, other))
    return tuple(pairs)


def _to_split(inside: Sequence[Asked]) -> tuple[str, ...]:
    """Entries whose wordings go to several others: they hold more than one matter."""
    wanted = Counter(one.wanted for one in inside)
    lost: dict[str, Counter[str]] = defaultdict(Counter)
    for one in inside:
        if one.wanted is not None and one.found is not None and not one.right:
            lost[one.wanted][one.found] += 1
    return tuple(
        name
        for name, others in lost.items()
        if wanted[name] >= 4 and len(others) >= 3 and others.total() > STEADFAST * wanted[name]
    )


def _threshold(tried: Sequence[Asked], wanted: float) -> float:
    """The least confidence at and above which enough answers are right; without evidence, as calibrated."""
    ordered = sorted(tried, key=lambda one: -one.confidence)
    best, right = None, 0
    for count, one in enumerate(ordered, 1):
        right += one.right
        followed = count < len(ordered) and ordered[count].confidence == one.confidence
        if count >= ENOUGH and not followed and right >= wanted * count:
            best = one.confidence
    if best is None:
        return wanted
    return min(max(best, 0.5), 0.99)
