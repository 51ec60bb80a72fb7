"""The words of a message as they were probably meant, by what the base knows and by the words beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from faq.features import beside, stem_of
from faq.index import Index
from faq.spelling import Speller


class Mender:
    """Mends words; knows the words of the index once one was misspelt."""

    def __init__(self, index: Index, speller: Speller | None = None) -> None:
        """Mend with this index; a speller that knows its words spares making one."""
        self.speller = speller
        self._index = index

    def mend(self, word: str, before: str, after: str) -> str:
        """The word that was meant by one between a stem and a word; "" is the end of the message."""
        if self.speller is None:
            self.speller = Speller(self._index.texts)
        following = stem_of(after)

        def known(words: Sequence[str]) -> list[tuple[int, int]]:
            pairs = [
                beside(*pair) for stem in map(stem_of, words) for pair in ((before, stem), (stem, following))
            ]
            held = self._index.vocabulary.held(np.array(pairs, np.uint32)).tolist()
            return list(zip(held[::2], held[1::2], strict=True))

        return self.speller.mend(word, known)
