"""The bar of long work."""

from __future__ import annotations

import io

import pytest

from bot.cli.progress import progress_bar
from faq import Entry
from faq.evaluating import evaluate


class Terminal(io.StringIO):
    """Somewhere a person looks."""

    def isatty(self) -> bool:
        """It is a terminal."""
        return True


def test_somebody_who_looks_on_sees_how_far_it_is() -> None:
    """On a terminal the bar moves to its end."""
    seen = Terminal()
    with progress_bar("Asking", seen) as progress:
        progress(1, 4)
        progress(4, 4)
    assert "Asking" in seen.getvalue()
    assert "100%" in seen.getvalue()


def test_nobody_is_shown_nothing() -> None:
    """In a file or a pipe no bar is written."""
    seen = io.StringIO()
    with progress_bar("Asking", seen) as progress:
        progress(4, 4)
    assert seen.getvalue() == ""


@pytest.mark.parametrize("asked", [None, [("red shoe", "a")] * 60])
def test_evaluating_says_how_far_it_is(asked: list[tuple[str, str | None]] | None) -> None:
    """Evaluating tells its progress, never backwards, with held-back wordings and with questions."""
    told: list[float] = []
    entries = [Entry("a", ["red shoe", "crimson boot"], "x"), Entry("b", ["blue hat", "azure cap"], "y")]
    evaluate(entries, asked, progress=lambda done, of: told.append(done / of))
    assert told == sorted(told)
    assert told[-1] > 0.8
