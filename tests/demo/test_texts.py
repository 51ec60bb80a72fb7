"""The page's own words: the same in both languages, and exactly those that are used."""

from __future__ import annotations

import re

from bot.demo.serving import FOLDER

SOURCE = (FOLDER / "texts.js").read_text("utf-8")
ENGLISH, CHINESE = SOURCE.split("\n  zh: {\n")
ENTRY = re.compile(r'^    "([\w.]+)": "(.*)",$', re.MULTILINE)
TEXTS = {"en": dict(ENTRY.findall(ENGLISH)), "zh": dict(ENTRY.findall(CHINESE))}
CODE = "\n".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.js")) if path.name != "texts.js")


def test_both_languages_have_the_same_texts() -> None:
    """A key of one language is a key of the other, with the same places to fill."""
    assert list(TEXTS["en"]) == list(TEXTS["zh"])
    for key, text in TEXTS["en"].items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", TEXTS["zh"][key])), key


def test_every_text_is_used_and_exists() -> None:
    """What the code says is in the catalogue; what is in the catalogue is said somewhere."""
    said = set(re.findall(r"\"([a-z_]+(?:\.[a-z_.]+)?)\"", CODE)) & set(TEXTS["en"])
    said |= {f"service.{key}" for key in re.findall(r'say\("(\w+)"', CODE)}
    said |= {f"guide.{key}" for key in re.findall(r'key: "(\w+)", where', CODE)}
    said |= {f"guide.{key}.say" for key in re.findall(r'key: "(\w+)", where: "\w+", say: true', CODE)}
    said |= {"guide.done"}
    assert said == set(TEXTS["en"])


def test_nothing_written_by_people_becomes_markup() -> None:
    """The page builds elements and text nodes; it never parses markup from strings."""
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", CODE)
