"""What a base knows: entries with their phrasings and answers in one or several languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple, TypeAlias

ANY_LANGUAGE = ""
"""The language key of texts whose language nobody stated."""

Texts: TypeAlias = str | Mapping[str, str]
Phrasings: TypeAlias = Sequence[str] | Mapping[str, Sequence[str]]
Moment: TypeAlias = date | datetime


class Given(NamedTuple):
    """A text as it is handed out, with the language it is really in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press under an answer: opens a form of the business or an address."""

    label: Texts
    form: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address worth naming beside an answer."""

    url: str
    label: Texts = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or document sent along with an answer; the file is named relative to the base."""

    file: str
    kind: str = "document"
    caption: Texts = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing customers ask for, the ways they ask for it, and what they are told."""

    id: str
    questions: Phrasings
    answer: Texts
    category: str = ""
    tags: Sequence[str] = ()
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    buttons: Sequence[Button] = ()
    links: Sequence[Link] = ()
    attachments: Sequence[Attachment] = ()
    hidden: bool = False

    def __post_init__(self) -> None:
        """Keep tuples of what came in lists, so that entries compare by what they say."""
        questions = self.questions
        fixed: Phrasings
        if isinstance(questions, Mapping):
            fixed = {language: tuple(some) for language, some in questions.items()}
        else:
            fixed = (questions,) if isinstance(questions, str) else tuple(questions)
        object.__setattr__(self, "questions", fixed)
        for field in ("tags", "buttons", "links", "attachments"):
            object.__setattr__(self, field, tuple(getattr(self, field)))

    def phrasings(self) -> Iterator[tuple[str, str]]:
        """Every way of asking, as (language, question); the language is "" when nobody stated it."""
        if isinstance(self.questions, Mapping):
            for language, questions in self.questions.items():
                for question in questions:
                    yield language, question
            return
        for question in self.questions:
            yield ANY_LANGUAGE, question

    def answer_in(self, language: str) -> Given:
        """The answer in `language`, or in another one the entry has, saying which."""
        return text_in(self.answer, language)

    def is_valid_at(self, now: datetime) -> bool:
        """Whether the entry may be told at `now`: both ends belong to its time."""
        if self.valid_from is not None and now < _instant(self.valid_from, time.min, now):
            return False
        return self.valid_until is None or now <= _instant(self.valid_until, time.max, now)


def text_in(texts: Texts, language: str) -> Given:
    """The text in `language` if there is one, else in another language, saying which."""
    if isinstance(texts, str):
        return Given(texts, script_of(texts))
    if texts.get(language):
        return Given(texts[language], language)
    for other, text in texts.items():
        if text:
            return Given(text, other)
    return Given("", language)


def script_of(text: str) -> str:
    """The language a text looks like: "zh" when it holds a Chinese character, else "en"."""
    return "zh" if any("\u3400" <= letter <= "\u9fff" for letter in text) else "en"


def _instant(moment: Moment, edge: time, now: datetime) -> datetime:
    """A plain date counts from its first or to its last moment, in the time zone of `now`."""
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    return datetime.combine(moment, edge, tzinfo=now.tzinfo)
