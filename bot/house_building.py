"""From settings to the house: texts with the business's own words, the FAQ, departments, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.encoder import encoder_of
from bot.settings import Settings, WrongSettings
from bot.settings.model import BusinessSettings, EncoderSettings
from faq import Matcher
from faq.encoding import EncodingError
from faq.loading import load_base
from faq.problems import BaseFileError
from handlers.house import DepartmentPlan, House, MemberPlan
from handlers.texts import Texts

_PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_PLURALS = {"zero", "one", "two", "few", "many", "other"}


def build_house(settings: Settings, *, with_faq: bool = True) -> House:
    """The house of these settings. Raises WrongSettings for texts or a FAQ that cannot be used."""
    business = settings.business
    return House(
        names=_plain(business.name),
        zone=ZoneInfo(business.zone),
        texts=build_texts(business.texts),
        faq=load_faq(business.faq, settings.encoder) if with_faq else Matcher.build([]),
        rules=settings.rules,
        hours=settings.hours.as_hours(),
        departments=departments_of(business),
        categories={key: _plain(names) for key, names in business.categories.items()},
        category_words=business.category_words,
        default_language=business.default_language,
        privacy_url=business.privacy_url,
        faq_folder=Path(business.faq).parent if business.faq else None,
    )


def departments_of(business: BusinessSettings) -> tuple[DepartmentPlan, ...]:
    """The departments as the handlers see them."""
    return tuple(
        DepartmentPlan(
            one.key,
            _plain(one.name),
            one.kinds,
            one.hours.as_hours() if one.hours else None,
            one.capacity,
            one.assignment,
            {
                name.casefold(): MemberPlan(member.skills, member.languages)
                for name, member in one.members.items()
            },
        )
        for one in business.departments
    )


def _plain(names: Mapping[Any, str]) -> dict[str, str]:
    return {str(language): name for language, name in names.items()}


def load_faq(path: str, encoding: EncoderSettings | None = None) -> Matcher:
    """The FAQ of a file; an empty one without a file. Raises WrongSettings naming what is wrong in it."""
    if path and not Path(path).is_file():
        raise WrongSettings([f"business.faq = {path!r}: no such file"])
    try:
        encoder = encoder_of(encoding) if encoding is not None else None
        return Matcher.build(load_base(path) if path else [], encoder=encoder)
    except EncodingError as error:
        raise WrongSettings([f"encoder: {error}"]) from None
    except BaseFileError as error:
        found = [f"business.faq: {path}: {problem}" for problem in error.problems]
        more = [f"… and {len(found) - 5} more; `frontline faq check` tells all"] if len(found) > 5 else []
        raise WrongSettings(found[:5] + more) from None


def build_texts(own: Mapping[Any, Mapping[str, Any]]) -> Texts:
    """The catalogues with a business's own words over them. Raises WrongSettings for unusable ones."""
    plain = Texts.load()
    overrides = {str(language): flatten(words) for language, words in own.items()}
    wrong = [
        line
        for language, words in overrides.items()
        for key, value in words.items()
        if (line := _wrong(plain, language, key, value))
    ]
    if wrong:
        raise WrongSettings(wrong)
    return Texts.load(overrides) if overrides else plain


def flatten(words: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested tables as dotted keys; a table of plural forms is a value."""
    found: dict[str, Any] = {}
    for name, value in words.items():
        if isinstance(value, Mapping) and not (value.keys() <= _PLURALS and "other" in value):
            found |= flatten(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = value
    return found


def _wrong(texts: Texts, language: str, key: str, value: Any) -> str:
    name = f"business.texts.{language}.{key}"
    known = texts.keys(language)
    if key not in known:
        near = get_close_matches(key, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "handlers/texts lists them"
        return f"{name}: there is no such text; {hint}"
    there = texts.value(language, key)
    if isinstance(there, list) != isinstance(value, list) or not isinstance(value, str | list | Mapping):
        return f"{name}: write {'a list of texts' if isinstance(there, list) else 'a text in quotes'}"
    if unknown := sorted(_places(value) - _places(there)):
        right = ", ".join(f"{{{place}}}" for place in sorted(_places(there))) or "none"
        return f"{name}: {{{unknown[0]}}} has no value here; places that have one: {right}"
    return ""


def _places(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set().union(*(_places(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(_places(one) for one in value))
    return set(_PLACE.findall(str(value)))
