"""Loading catalogues and saying things from them.

A catalogue is a folder of TOML files for each language; `desk.toml` with `[card] title = "…"` holds the key
`desk.card.title`. A value may hold `{named}` places, and plural forms as a table of CLDR categories chosen by
the value `count`: `{ one = "{count} case", other = "{count} cases" }`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel import Locale

FOLDERS = {"zh": "zh-CN", "en": "en"}
_PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_PLURALS = {"zero", "one", "two", "few", "many", "other"}


class MissingText(KeyError):
    """No catalogue has this key, or a place in it was given no value: a mistake of ours."""


class Texts:
    """The texts of all languages. Placeholders are names only: a value can never reach into an object."""

    def __init__(self, catalogues: Mapping[str, Mapping[str, Any]]) -> None:
        self._catalogues = {language: dict(texts) for language, texts in catalogues.items()}
        self._rules = {language: Locale.parse(language).plural_form for language in catalogues}

    @classmethod
    def load(cls, overrides: Mapping[str, Mapping[str, Any]] | None = None) -> Texts:
        """The texts of the package, with a business's own words over them (`{"en": {"welcome.hello": …}}`).

        Raises MissingText for an override of a key that does not exist.
        """
        catalogues = {
            language: read_folder(Path(__file__).parent / name) for language, name in FOLDERS.items()
        }
        for language, own in (overrides or {}).items():
            for key, value in own.items():
                if key not in catalogues.get(language, {}):
                    raise MissingText(f"{key} ({language})")
                catalogues[language][key] = value
        return cls(catalogues)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are texts in."""
        return tuple(self._catalogues)

    def keys(self, language: str) -> set[str]:
        """All keys of one language."""
        return set(self._catalogues[language])

    def value(self, language: str, key: str) -> Any:
        """The raw value of a key: a string, a list of strings, or a table of plural forms."""
        try:
            return self._catalogues[language][key]
        except KeyError:
            raise MissingText(f"{key} ({language})") from None

    def phrases(self, language: str, key: str) -> list[str]:
        """A list of phrases kept under a key (words of the menu, sayings that mean thanks)."""
        value = self.value(language, key)
        return list(value) if isinstance(value, list) else [str(value)]

    def say(self, language: str, key: str, **values: object) -> str:
        """The text of a key with its places filled."""
        value = self.value(language, key)
        if isinstance(value, dict):
            count = values.get("count", 0)
            form = self._rules[language](count if isinstance(count, int) else 0)
            value = value.get(form) or value["other"]

        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            if name not in values:
                raise MissingText(f"{key} ({language}) needs {name}")
            return str(values[name])

        return _PLACE.sub(fill, str(value))


def read_folder(folder: Path) -> dict[str, Any]:
    """All texts of one language, by dotted key. The file's name is the first part."""
    found: dict[str, Any] = {}
    for file in sorted(folder.glob("*.toml")):
        _flatten(file.stem, tomllib.loads(file.read_text("utf-8")), found)
    return found


def _flatten(prefix: str, table: Mapping[str, Any], found: dict[str, Any]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict) and not (value.keys() <= _PLURALS and "other" in value):
            _flatten(key, value, found)
        else:
            found[key] = value
