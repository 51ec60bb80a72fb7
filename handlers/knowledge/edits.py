"""Editing an entry: pure functions from one entry to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from faq import Attachment, Entry
from faq.entry import script_of
from faq.normal import canonical


def with_wordings(entry: Entry, texts: Sequence[str]) -> Entry:
    """The entry found by these wordings too; those it has already are left out."""
    for text in texts:
        known = {canonical(wording) for _, wording in entry.phrasings()}
        if canonical(text) not in known:
            entry = _with_wording(entry, text.strip())
    return entry


def _with_wording(entry: Entry, text: str) -> Entry:
    questions = entry.questions
    if not isinstance(questions, Mapping):
        return replace(entry, questions=(*questions, text))
    language = script_of(text)
    return replace(entry, questions={**questions, language: (*questions.get(language, ()), text)})


def without_wording(entry: Entry, text: str) -> Entry:
    """The entry without one wording."""
    questions = entry.questions
    if isinstance(questions, Mapping):
        kept = {language: tuple(one for one in some if one != text) for language, some in questions.items()}
        return replace(entry, questions={language: some for language, some in kept.items() if some})
    return replace(entry, questions=tuple(one for one in questions if one != text))


def with_answer(entry: Entry, language: str, text: str) -> Entry:
    """The entry with another answer in one language."""
    if isinstance(entry.answer, str):
        before = script_of(entry.answer)
        kept = {before: entry.answer} if entry.answer and before != language else {}
        return replace(entry, answer={**kept, language: text})
    return replace(entry, answer={**entry.answer, language: text})


def with_files(entry: Entry, files: Sequence[Attachment]) -> Entry:
    """The entry with these pictures and files too; those it has already are left out."""
    known = {one.file for one in entry.attachments}
    return replace(entry, attachments=(*entry.attachments, *(one for one in files if one.file not in known)))


def without_file(entry: Entry, file: str) -> Entry:
    """The entry without one of its pictures or files."""
    return replace(entry, attachments=tuple(one for one in entry.attachments if one.file != file))


def with_visibility(entry: Entry, *, hidden: bool) -> Entry:
    """The entry hidden from customers, or shown to them."""
    return replace(entry, hidden=hidden)


def merged(before: Entry | None, ours: Entry, theirs: Entry) -> Entry:
    """What the file says now, with the wordings and files that were added or removed here since `before`."""
    base = {wording for _, wording in before.phrasings()} if before else set()
    kept = {wording for _, wording in ours.phrasings()}
    result = theirs
    for wording in base - kept:
        result = without_wording(result, wording)
    if before is None:
        return theirs
    had, have = ({one.file for one in some.attachments} for some in (before, ours))
    for file in had - have:
        result = without_file(result, file)
    result = with_files(result, [one for one in ours.attachments if one.file not in had])
    return with_wordings(result, [wording for _, wording in ours.phrasings() if wording not in base])


def lacking(entry: Entry, languages: Sequence[str]) -> list[str]:
    """The languages in which an entry has no answer of its own."""
    return [language for language in languages if entry.answer_in(language).language != language]
