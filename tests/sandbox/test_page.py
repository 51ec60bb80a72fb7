"""The page about the sandbox says what the sandbox does."""

from __future__ import annotations

import re
from pathlib import Path

from bot.sandbox.control import READS, VERBS
from bot.sandbox.table import NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")
POSTED = set(re.findall(r"^j (\w+) ", PAGE, re.MULTILINE)) | set(re.findall(r"\$S/control/(\w+) -[HF]", PAGE))
READ = set(re.findall(r"curl -sN? \"?\$S/control/(\w+)(?! -[HF])\b", PAGE)) - {"account", "send"}


def test_every_verb_has_an_example_and_every_example_is_a_verb() -> None:
    """What can be posted under /control/ is exactly what the page shows."""
    assert {*VERBS, "clock"} == POSTED


def test_everything_to_read_has_an_example_and_back() -> None:
    """What can be read under /control/ is exactly what the page shows."""
    assert {*READS, "clock", "stream", "file"} == READ


def test_the_page_lists_exactly_the_methods_offered() -> None:
    """The list of Bot API methods is complete and names none that isn't there."""
    listed = re.search(r"Methods offered: (.*?)\.\n", PAGE, re.DOTALL)
    assert listed is not None
    assert re.findall(r"\w+", listed[1]) == list(NAMES.values())
