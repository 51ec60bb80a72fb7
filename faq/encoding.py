"""Meaning as a second opinion: what a sentence encoder must do, and its vectors kept for what is asked often.

None is shipped and none is needed; whoever has one gives it to `Matcher.build(entries, encoder=…)`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from faq.vocabulary import Floats

MOST_WORDINGS = 200_000
MOST_ASKED = 2_000
"""Vectors of so many wordings and of so many messages are kept; what was not used for longest goes first.
Messages come without an end, so they have a small place of their own."""


class EncodingError(RuntimeError):
    """The encoder could not do it. The matcher goes on without: by its own scores."""


class Encoder(Protocol):
    """Turns texts into vectors that point the same way when the texts mean the same."""

    @property
    def name(self) -> str:
        """Tells this encoder from others: what was found out with one does not hold for another."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row for each text, all of one length; the same text gives the same row. Raises EncodingError."""
        ...


class Remembering:
    """An encoder that is asked for every text once. Its rows have the length 1."""

    def __init__(self, encoder: Encoder) -> None:
        """Ask this encoder."""
        self.encoder = encoder
        self._wordings: OrderedDict[str, Floats] = OrderedDict()
        self._asked: OrderedDict[str, Floats] = OrderedDict()
        self._alone = Lock()
        """Bases are built in threads, while messages are matched. Nobody holds it while the encoder works."""

    @classmethod
    def of(cls, encoder: Encoder | Remembering) -> Remembering:
        """The same, if it remembers already."""
        return encoder if isinstance(encoder, Remembering) else cls(encoder)

    @property
    def name(self) -> str:
        """The name of the encoder that is asked."""
        return self.encoder.name

    def encode(self, texts: Sequence[str]) -> Floats:
        """A row for each wording of a base. Raises EncodingError, also for rows that are no vectors."""
        return self._rows(texts, self._wordings, MOST_WORDINGS)

    def encode_asked(self, texts: Sequence[str]) -> Floats:
        """A row for each sentence of a message, which is soon forgotten again. Raises EncodingError."""
        return self._rows(texts, self._asked, MOST_ASKED)

    def _rows(self, texts: Sequence[str], place: OrderedDict[str, Floats], most: int) -> Floats:
        rows: dict[str, Floats] = {}
        with self._alone:
            for text in dict.fromkeys(texts):
                for kept in (self._wordings, self._asked):
                    if text in kept:
                        rows[text] = kept[text]
                        kept.move_to_end(text)
                        break
        if new := [text for text in dict.fromkeys(texts) if text not in rows]:
            given = dict(zip(new, _unit_rows(self.encoder.encode(new), len(new)), strict=True))
            rows |= given
            with self._alone:
                place |= given
                while len(place) > most:
                    place.popitem(last=False)
        return np.array([rows[text] for text in texts], np.float32)


def _unit_rows(given: NDArray[np.float32], wanted: int) -> Floats:
    """The rows with the length 1; a row of nothing but zeros stays."""
    rows = np.asarray(given, np.float32)
    if rows.ndim != 2 or rows.shape[0] != wanted or not rows.shape[1]:
        raise EncodingError(f"the encoder gave an array of the shape {rows.shape} for {wanted} texts")
    if not np.isfinite(rows).all():
        raise EncodingError("the encoder gave numbers that are none")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units: Floats = rows / np.where(lengths > 0, lengths, 1)
    return units
