"""docs/metrics.md and the catalogue say the same."""

from __future__ import annotations

import re
from pathlib import Path

from bot.metrics.catalogue import FIGURES

DOCS = Path(__file__).parents[2] / "docs" / "metrics.md"
ROW = re.compile(r"^\| `([a-z_]+)` \| (counter|gauge|histogram) \| (?:`([a-z]+)`)?", re.MULTILINE)


def test_every_figure_is_described_and_no_other() -> None:
    """Name, kind and label, in the order of the page itself."""
    told = ROW.findall(DOCS.read_text("utf-8"))
    assert told == [(figure.name, figure.kind, "".join(figure.labels)) for figure in FIGURES]
