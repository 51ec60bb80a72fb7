"""A sentence encoder of the user's: a second opinion that counts for what it is worth in this base."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from faq import Answer, Entry, Matcher, Ranked, encoding
from faq.encoding import EncodingError, Remembering
from faq.evaluating import evaluate
from faq.sense import LEAST_ASKED

WIDTH = 256
MATTERS = {
    "repair": ("broken", "faulty", "defective", "kaputt", "cracked", "damaged", "busted", "wrecked"),
    "parcel": ("parcel", "package", "shipment", "delivery", "box", "consignment", "freight", "post"),
    "price": ("price", "cost", "charge", "fee", "rate", "tariff", "amount", "sum"),
    "doctor": ("doctor", "physician", "medic", "surgeon", "clinician", "healer", "nurse", "paramedic"),
    "car": ("car", "automobile", "vehicle", "sedan", "motor", "coupe", "hatchback", "wagon"),
    "house": ("house", "home", "dwelling", "residence", "abode", "lodging", "cottage", "villa"),
    "money": ("money", "cash", "funds", "coins", "currency", "banknotes", "savings", "change"),
    "travel": ("travel", "journey", "trip", "voyage", "tour", "expedition", "excursion", "outing"),
    "sleep": ("sleep", "slumber", "nap", "doze", "rest", "snooze", "siesta", "shuteye"),
    "food": ("food", "meal", "dinner", "lunch", "supper", "breakfast", "snack", "dish"),
}
FRAMES = ("{0} please", "about a {0}", "my {0} now", "the {0} there", "some {0}", "it is the {0}")
MEANING = {word: matter for matter, words in MATTERS.items() for word in words}


def _direction(of: str) -> NDArray[np.float32]:
    """Numbers that look drawn by chance, always the same for the same text."""
    seed = int.from_bytes(hashlib.sha256(of.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(WIDTH).astype(np.float32)


class Thesaurus:
    """Knows which words mean the same; of anything else it knows nothing."""

    name = "thesaurus"

    def __init__(self) -> None:
        """Nothing has been asked yet."""
        self.asked: list[str] = []
        self.broken = False

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The sum of the directions of the meanings, and a little of each word's own."""
        if self.broken:
            raise EncodingError("out of order")
        self.asked += texts
        return np.array([self._of(text) for text in texts])

    def _of(self, text: str) -> NDArray[np.float32]:
        row = np.zeros(WIDTH, np.float32)
        for word in re.findall(r"\w+", text):
            row += 0.3 * _direction(word)
            if word in MEANING:
                row += 2 * _direction(f"meaning of {MEANING[word]}")
        return row


class Noise(Thesaurus):
    """Says something about everything, and none of it means anything."""

    name = "noise"

    def _of(self, text: str) -> NDArray[np.float32]:
        return _direction(text)


def base() -> list[Entry]:
    """Ten matters, each asked for in six of its words; two words of each are in no wording."""
    return [
        Entry(matter, [frame.format(word) for frame, word in zip(FRAMES, words, strict=False)], f"{matter}.")
        for matter, words in MATTERS.items()
    ]


UNSEEN = [(f"hello, {word}?", matter) for matter, words in MATTERS.items() for word in words[6:]]


def test_what_shares_no_word_is_found_by_its_meaning() -> None:
    """Words no wording has lead to the entry that means the same, sure enough to be told alone."""
    without, having = Matcher.build(base()), Matcher.build(base(), encoder=Thesaurus())
    assert sum(isinstance(without.match(text), Answer) for text, _ in UNSEEN) == 0
    verdicts = [(having.match(text), matter) for text, matter in UNSEEN]
    right = [isinstance(one, Answer) and one.entry.id == matter for one, matter in verdicts]
    assert sum(right) >= 0.8 * len(UNSEEN)


def test_what_means_something_else_stays_unknown() -> None:
    """An encoder does not make the bot answer what is not in the base."""
    having = Matcher.build(base(), encoder=Thesaurus())
    for text in ("hello, quantum?", "zxqv blorp wibble", "is the moon green"):
        assert not isinstance(having.match(text), Answer), having.rank(text)


def test_an_encoder_that_does_not_help_has_no_say() -> None:
    """With vectors that mean nothing, every answer and every confidence is as without them."""
    without, having = Matcher.build(base()), Matcher.build(base(), encoder=Noise())
    asked = [text for text, _ in UNSEEN] + [text for entry in base() for _, text in entry.phrasings()]
    assert [having.rank(text) for text in asked] == [without.rank(text) for text in asked]


def test_a_base_too_small_to_tell_is_matched_as_before() -> None:
    """With too few wordings to find out what an encoder is worth, it has no say."""
    few = base()[:3]
    assert sum(len(list(entry.phrasings())) for entry in few) < LEAST_ASKED
    without, having = Matcher.build(few), Matcher.build(few, encoder=Thesaurus())
    assert [having.rank(text) for text, _ in UNSEEN] == [without.rank(text) for text, _ in UNSEEN]


def test_confidence_keeps_its_meaning() -> None:
    """With an encoder as without, of answers told to be this likely that many are right."""
    rich = [
        Entry(matter, [frame.format(word) for frame in FRAMES for word in words[:6]], "x")
        for matter, words in MATTERS.items()
    ]
    having = Matcher.build(rich, encoder=Thesaurus())
    asked = [
        (f"{said}, {word}?", matter)
        for said in ("hello", "so", "excuse me")
        for word, matter in MEANING.items()
    ]
    asked += [
        (f"{said}, {word}?", "") for said in ("hello", "so") for word in ("moon", "green", "quantum", "tax")
    ]
    told: list[tuple[float, bool]] = []
    for text, matter in asked:
        ranked = having.rank(text, 1)
        told.append((ranked[0].confidence, ranked[0].id == matter) if ranked else (0.0, False))
    error = sum(
        abs(
            sum(right for sure, right in told if low <= sure < low + 0.1)
            - sum(sure for sure, _ in told if low <= sure < low + 0.1)
        )
        for low in np.arange(0, 1.01, 0.1)
    )
    assert error / len(told) <= 0.08
    sure = [right for confidence, right in told if confidence >= 0.95]
    assert len(sure) > 100
    assert sum(sure) >= 0.95 * len(sure)


def test_entries_come_and_go() -> None:
    """An entry that is added is found by its meaning too, one that is removed is not."""
    having = Matcher.build(base(), encoder=Thesaurus())
    having.remove("car")
    assert not isinstance(having.match("hello, hatchback?"), Answer)
    twin = having.copy()
    having.add(base()[list(MATTERS).index("car")])
    verdict = having.match("hello, hatchback?")
    # "hatchback" stands in no wording of it.
    assert not isinstance(twin.match("hello, wagon?"), Answer)
    assert isinstance(verdict, Answer)
    assert verdict.entry.id == "car"


def test_a_failing_encoder_leaves_the_own_scores() -> None:
    """When it fails on a message, or on a new entry, the matcher answers as it would without one."""
    encoder = Thesaurus()
    without, having = Matcher.build(base()), Matcher.build(base(), encoder=encoder)
    encoder.broken = True
    assert having.rank("hello, hatchback?") == without.rank("hello, hatchback?")
    new = Entry("fish", ["do you sell fish", "trout and salmon"], "Fish.")
    having.add(new)
    without.add(new)
    assert having.rank("hello, hatchback?") == without.rank("hello, hatchback?")
    encoder.broken = False
    having.add(new)
    assert isinstance(having.match("hello, hatchback?"), Answer)
    encoder.broken = True
    with pytest.raises(EncodingError):
        Matcher.build(base(), encoder=encoder)


def test_a_base_is_evaluated_with_its_encoder() -> None:
    """Given questions are asked of the base as it answers with its encoder."""
    without, having = evaluate(base(), UNSEEN), evaluate(base(), UNSEEN, encoder=Thesaurus())
    assert having.right > without.right
    assert having.asked == len(UNSEEN)


def test_each_text_is_encoded_once() -> None:
    """Wordings are encoded at the build; evaluating the base asks for none of them again."""
    encoder = Thesaurus()
    remembering = Remembering(encoder)
    Matcher.build(base(), encoder=remembering)
    assert len(encoder.asked) == len(set(encoder.asked)) == 60
    result = evaluate(base(), encoder=remembering)
    assert len(encoder.asked) == 60
    assert result.asked == 60


def test_messages_do_not_push_out_wordings(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is asked, few messages are kept, and no wording is asked for again."""
    monkeypatch.setattr(encoding, "MOST_ASKED", 5)
    monkeypatch.setattr(encoding, "MOST_WORDINGS", 60)
    encoder = Thesaurus()
    remembering = Remembering(encoder)
    having = Matcher.build(base(), encoder=remembering)
    for nth in range(100):
        having.rank(f"the hatchback of number {nth} there?")
    asked = len(encoder.asked)
    assert asked >= 160
    Matcher.build(base(), encoder=remembering)
    assert len(encoder.asked) == asked
    having.rank("the hatchback of number 0 there?")
    assert len(encoder.asked) == asked + 1


def test_building_beside_matching_takes_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another thread pushes out while the encoder works is still there for who has found it."""
    monkeypatch.setattr(encoding, "MOST_WORDINGS", 2)

    class Crowding(Thesaurus):
        """While it works on one text, others are built."""

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if "new" in texts:
                thread = threading.Thread(target=remembering.encode, args=(["x", "y", "z"],))
                thread.start()
                thread.join(10)
            return super().encode(texts)

    remembering = Remembering(Crowding())
    remembering.encode(["kept"])
    assert remembering.encode(["kept", "new"]).shape == (2, WIDTH)


def test_a_message_the_base_is_sure_of_is_not_encoded() -> None:
    """What stands in the base word for word needs no second opinion."""
    encoder = Thesaurus()
    having = Matcher.build(base(), encoder=encoder)
    before = len(encoder.asked)
    assert having.rank("parcel please")[0].id == "parcel"
    assert len(encoder.asked) == before


def test_saved_and_loaded_with_an_encoder(tmp_path: Path) -> None:
    """A saved index holds no vectors: loaded with the encoder it ranks the same, without one as without."""
    having = Matcher.build(base(), encoder=Thesaurus())
    having.save(tmp_path / "index")
    again = Matcher.load(tmp_path / "index", encoder=Thesaurus())
    for text, _ in UNSEEN:
        assert _rounded(again.rank(text)) == _rounded(having.rank(text))
    assert Matcher.load(tmp_path / "index").encoder is None


def _rounded(ranked: list[Ranked]) -> list[tuple[str, float]]:
    return [(one.id, round(one.confidence, 5)) for one in ranked]


@pytest.mark.parametrize(
    "given", [np.zeros((1, 4)), np.zeros((2, 0)), np.zeros(2), np.array([[1.0, np.nan], [1.0, 1.0]])]
)
def test_what_is_no_vector_is_refused(given: NDArray[np.float32]) -> None:
    """A wrong number of rows, empty rows and numbers that are none are the encoder's failure."""

    class Wrong:
        name = "wrong"

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return given

    with pytest.raises(EncodingError):
        Remembering(Wrong()).encode(["a", "b"])
