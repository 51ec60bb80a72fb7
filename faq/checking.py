"""What a careful reader would mend in a base."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from faq.entry import Entry, Texts
from faq.normal import canonical

FEWEST = 5
"""Phrasings below which an entry is hard to find."""

LONGEST = 3500
"""Characters of an answer that still fit one message with its buttons."""

ALIKE = 90
"""The likeness in letters, of 100, from which two phrasings are nearly the same."""

_BLOCK = 256
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//[^\s<>\"'，。；、！？）)\]]*|www\.[^\s，。；、]+", re.IGNORECASE
)
_SCHEMES = ("http", "https", "tg", "mailto", "tel")

Progress = Callable[[int, int], None]
"""Called now and then with how much is done, of how much."""


class Kind(StrEnum):
    """What can be found."""

    DUPLICATE = "duplicate"
    NEAR_DUPLICATE = "near-duplicate"
    FEW_PHRASINGS = "few-phrasings"
    NO_PHRASINGS = "no-phrasings"
    EMPTY_ANSWER = "empty-answer"
    LONG_ANSWER = "long-answer"
    UNKNOWN_PLACEHOLDER = "unknown-placeholder"
    BAD_LINK = "bad-link"
    MISSING_TRANSLATION = "missing-translation"
    MISSING_FILE = "missing-file"
    UNKNOWN_FORM = "unknown-form"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: in which entry, what it is about, and the other entry where there is one."""

    kind: Kind
    entry: str
    about: str = ""
    other: str = ""
    other_about: str = ""

    @property
    def serious(self) -> bool:
        """Whether customers would notice: everything but what only makes matching weaker."""
        return self.kind not in (Kind.FEW_PHRASINGS, Kind.NEAR_DUPLICATE, Kind.MISSING_TRANSLATION)

    def said(self, language: str = "en") -> str:
        """The finding in one line."""
        words = _SAID[self.kind]["zh" if language.startswith("zh") else "en"]
        facts = {"about": self.about, "other": self.other, "other_about": self.other_about}
        return f"{self.entry}: {words.format(**facts, fewest=FEWEST, longest=LONGEST)}"


_SAID = {
    Kind.DUPLICATE: {
        "en": "“{about}” is also a question of {other}; keep it in one of them",
        "zh": "“{about}”同时出现在 {other} 中，请只保留一处",
    },
    Kind.NEAR_DUPLICATE: {
        "en": "“{about}” is almost “{other_about}” of {other}; do both entries mean the same?",
        "zh": "“{about}”与 {other} 的“{other_about}”几乎一样，两个条目是否重复？",
    },
    Kind.FEW_PHRASINGS: {
        "en": "only {about} ways of asking; from {fewest} on it is found much better",
        "zh": "只有 {about} 种问法；写到 {fewest} 种以上会好找得多",
    },
    Kind.NO_PHRASINGS: {
        "en": "no way of asking holds a word to find it by",
        "zh": "没有可以用来匹配的问法",
    },
    Kind.EMPTY_ANSWER: {"en": "the answer is empty ({about})", "zh": "答案是空的（{about}）"},
    Kind.LONG_ANSWER: {
        "en": "the answer ({about}) is longer than {longest} characters; it would not fit one message",
        "zh": "答案（{about}）超过 {longest} 个字符，一条消息放不下",
    },
    Kind.UNKNOWN_PLACEHOLDER: {
        "en": "nobody fills in {{{about}}}; it would be shown as it stands",
        "zh": "{{{about}}} 没有对应的内容，会原样显示出来",
    },
    Kind.BAD_LINK: {"en": "“{about}” is not an address that opens", "zh": "“{about}”不是可以打开的网址"},
    Kind.MISSING_TRANSLATION: {
        "en": "{about} is missing; customers will be given the other language",
        "zh": "缺少 {about}，客户会看到另一种语言",
    },
    Kind.UNKNOWN_FORM: {
        "en": "a button opens “{about}”, which is no place of the menu",
        "zh": "有个按钮要打开“{about}”，菜单里没有这一项",
    },
    Kind.MISSING_FILE: {
        "en": "there is no file “{about}” in the folder; the answer will come without it",
        "zh": "文件夹里没有“{about}”，答案发出时会缺这个文件",
    },
}


def check(
    entries: Iterable[Entry],
    *,
    languages: Sequence[str] = (),
    placeholders: Collection[str] = (),
    forms: Collection[str] | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> list[Finding]:
    """Everything to mend, entry by entry, then what is said twice.

    `languages` are those the base promises (else those it uses), `placeholders` those that get filled in.
    `forms` are those that buttons may open; in `folder` the files that answers bring along are looked for.
    """
    kept = list(entries)
    promised = list(languages) or _used(kept)
    findings = [found for entry in kept for found in _of_entry(entry, promised, placeholders)]
    if forms is not None:
        findings += [
            Finding(Kind.UNKNOWN_FORM, entry.id, one.form)
            for entry in kept
            for one in entry.buttons
            if one.form and one.form not in forms
        ]
    if folder is not None:
        findings += [
            Finding(Kind.MISSING_FILE, entry.id, one.file)
            for entry in kept
            for one in entry.attachments
            if not (folder / one.file).is_file()
        ]
    return findings + list(_said_twice(kept, progress))


def _used(entries: Sequence[Entry]) -> list[str]:
    """The languages the entries state."""
    stated: dict[str, None] = {}
    for entry in entries:
        for texts in (entry.questions, entry.answer):
            if isinstance(texts, Mapping):
                stated.update(dict.fromkeys(texts))
    return list(stated)


def _of_entry(entry: Entry, languages: Sequence[str], placeholders: Collection[str]) -> Iterator[Finding]:
    """What is to mend in one entry by itself."""
    wordings = [question for _, question in entry.phrasings() if canonical(question)]
    if not wordings:
        yield Finding(Kind.NO_PHRASINGS, entry.id)
    elif len(wordings) < FEWEST:
        yield Finding(Kind.FEW_PHRASINGS, entry.id, str(len(wordings)))
    for place, text in _texts("answer", entry.answer):
        if not text.strip():
            yield Finding(Kind.EMPTY_ANSWER, entry.id, place)
        if len(text.encode("utf-16-le")) // 2 > LONGEST:
            yield Finding(Kind.LONG_ANSWER, entry.id, place)
        for name in dict.fromkeys(_PLACEHOLDER.findall(text)):
            if name not in placeholders:
                yield Finding(Kind.UNKNOWN_PLACEHOLDER, entry.id, name)
        for address in _ADDRESS.findall(text):
            if not opens(address.rstrip(".,;:!?")):
                yield Finding(Kind.BAD_LINK, entry.id, address)
    for address in [link.url for link in entry.links] + [one.url for one in entry.buttons if one.url]:
        if not opens(address):
            yield Finding(Kind.BAD_LINK, entry.id, address)
    yield from _untranslated(entry, languages)


def _untranslated(entry: Entry, languages: Sequence[str]) -> Iterator[Finding]:
    parts: list[tuple[str, object]] = [("questions", entry.questions), ("answer", entry.answer)]
    parts += [(f"the label of button {number}", one.label) for number, one in enumerate(entry.buttons, 1)]
    for place, texts in parts:
        if isinstance(texts, Mapping):
            for language in languages:
                if not texts.get(language):
                    yield Finding(Kind.MISSING_TRANSLATION, entry.id, f"{place}.{language}")


def _texts(field: str, texts: Texts) -> list[tuple[str, str]]:
    if isinstance(texts, str):
        return [(field, texts)]
    return [(f"{field}.{language}", text) for language, text in texts.items()] or [(field, "")]


def opens(address: str) -> bool:
    """Whether an address is written so that an app can open it."""
    if address.lower().startswith("www."):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme.lower() not in _SCHEMES or any(letter.isspace() for letter in address):
        return False
    if parts.scheme.lower() in ("mailto", "tel"):
        return bool(parts.path)
    host = parts.hostname or ""
    return bool(host) and (parts.scheme == "tg" or "." in host.strip(".") or host == "localhost")


def _said_twice(entries: Sequence[Entry], progress: Progress | None) -> Iterator[Finding]:
    """Phrasings of different entries that are the same, or nearly."""
    said = [
        (entry.id, question, canonical(question)) for entry in entries for _, question in entry.phrasings()
    ]
    texts = [text for *_, text in said]
    told: set[frozenset[str]] = set()
    for begin in range(0, len(said), _BLOCK):
        block = texts[begin : begin + _BLOCK]
        likeness = process.cdist(block, texts[begin:], scorer=fuzz.ratio, score_cutoff=ALIKE)
        rows, columns = likeness.nonzero()
        for row, column in sorted(zip(rows.tolist(), columns.tolist(), strict=True)):
            one, other = said[begin + row], said[begin + column]
            if column <= row or one[0] == other[0] or not one[2]:
                continue
            if one[2] == other[2]:
                yield Finding(Kind.DUPLICATE, one[0], one[1], other[0], other[1])
            elif (pair := frozenset((one[0], other[0]))) not in told:
                told.add(pair)
                yield Finding(Kind.NEAR_DUPLICATE, one[0], one[1], other[0], other[1])
        if progress:
            progress(min(begin + _BLOCK, len(said)), len(said))
