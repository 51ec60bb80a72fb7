"""A paper: the draft in somebody's hands, opened for one turn."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.forms.form import REVIEW, Asked, Field, Form, find_form
from handlers.forms.sheet import Given, Sheet, read_sheet, write_sheet
from handlers.turn import Turn
from storage.draft import Draft


@dataclass(slots=True)
class Paper:
    """A form being filled in: who does it, its row, its declaration and its content."""

    turn: Turn
    draft: Draft
    form: Form
    sheet: Sheet
    moved: bool = False
    """The form was changed in the meantime, and another question is asked now than then."""

    @property
    def field(self) -> Field | None:
        """The field asked now; None in the review."""
        return self.form.field(self.draft.field)

    @property
    def silent_for_long(self) -> bool:
        """Whether so much time has passed that a message may well be about something else."""
        return self.turn.now - self.draft.touched_at > self.turn.house.rules.forms.long_silence

    def save(self) -> None:
        """Write the sheet back; the customer is here now."""
        self.draft.answers = write_sheet(self.sheet)
        self.draft.touched_at = self.turn.now

    def renew(self) -> None:
        """Bring an older version's answers under the form of today: only what is missing is asked."""
        kept = {}
        for name, given in self.sheet.given.items():
            field = self.form.field(name)
            if field is None:
                continue
            codes = [code for code, _ in field.choices(self.turn)]
            if not given.code or not codes or given.code in codes:
                kept[name] = given
        for field in self.form.fields:
            if field.asked is Asked.in_review:
                kept.setdefault(field.name, Given(skipped=True, known=True))
        self.sheet.given = kept
        before = self.draft.field
        missing = self.form.missing(self.sheet)
        if self.form.field(before) is None or before in kept or missing is None:
            self.draft.field = missing.name if missing else REVIEW
        self.draft.changing = False
        self.draft.version = self.form.version
        self.moved = self.draft.field != before
        self.draft.answers = write_sheet(self.sheet)


async def open_paper(turn: Turn) -> Paper | None:
    """The form this person is filling in here. One that is no longer offered is put away."""
    draft = turn.draft
    if draft is None:
        return None
    form = find_form(draft.form)
    if form is None:
        await put_away(turn)
        return None
    paper = Paper(turn, draft, form, read_sheet(draft.answers))
    if draft.version != form.version:
        paper.renew()
    return paper


async def put_away(turn: Turn) -> None:
    """Delete the draft, and everything that was written into it."""
    if turn.draft is not None:
        await turn.session.delete(turn.draft)
        await turn.session.flush()
        turn.draft = None
