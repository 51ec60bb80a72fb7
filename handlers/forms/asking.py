"""Asking: the question with its progress and buttons, the review, and the greeting after a long silence."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.forms.form import Field, Kind
from handlers.forms.paper import Paper
from handlers.forms.sheet import Given
from storage.outbound import Button, Buttons, SendText

SHORT_LABEL = 10
REVIEW_LENGTH = 300


def ask(paper: Paper, lead: str = "") -> None:
    """Ask what is to be asked now; `lead` is said before it, in the same message."""
    field = paper.field
    if field is None:
        return show_review(paper, lead)
    turn = paper.turn
    text = "\n\n".join(filter(None, (lead, _question(paper, field))))
    turn.send(SendText(text, _buttons(paper, field)))
    if field.kind is Kind.phone and field.own and not paper.sheet.keyboard:
        label = turn.text_of("forms.button.share_phone")
        turn.reply("forms.share_below", contact_button=label)
        paper.sheet.keyboard = True
        paper.save()
    return None


def _question(paper: Paper, field: Field) -> str:
    turn = paper.turn
    if field.kind is Kind.evidence and paper.sheet.pieces:
        return turn.text_of("forms.more_evidence")
    at, of = paper.form.progress(field.name, paper.sheet)
    question = turn.text_of(field.ask)
    if paper.draft.changing or of < 2:
        return question
    return f"{turn.text_of('forms.progress', at=at, of=of)} {question}"


def _buttons(paper: Paper, field: Field) -> Buttons:
    turn, draft = paper.turn, paper.draft

    def press(name: str) -> Button:
        return turn.choice(f"forms.button.{name}", f"form.{name}", draft=draft.id, field=field.name)

    rows = _option_rows(paper, field)
    if paper.sheet.held is not None and field.kind in (Kind.text, Kind.time, Kind.either):
        rows.append((press("use_held"),))
    way: list[Button] = []
    if draft.changing:
        way.append(press("keep"))
    elif paper.form.before(field.name, paper.sheet):
        way.append(press("back"))
    if field.kind is Kind.evidence:
        way.append(press("done" if paper.sheet.pieces else "nothing"))
        if draft.changing and paper.sheet.pieces:
            way.append(press("leave_out"))
    elif field.skippable:
        way.append(press("skip"))
    rows.append(tuple(way))
    return tuple(filter(None, (*rows, *leaving(paper))))


def leaving(paper: Paper) -> Buttons:
    """The ways out that every step offers: a colleague asks the rest, or nothing is kept."""
    if not paper.form.review:
        # A single question is left by skipping it: there is nothing to throw away.
        return ()
    turn, draft = paper.turn, paper.draft
    ways = ("colleague", "cancel") if paper.form.ends_in_case else ("cancel",)
    return tuple(
        (turn.choice(f"forms.button.{way}", f"form.{way}", draft=draft.id, field=draft.field),)
        for way in ways
    )


def _option_rows(paper: Paper, field: Field) -> list[tuple[Button, ...]]:
    buttons = [
        paper.turn.button(
            label, "form.pick", paper.turn.me, draft=paper.draft.id, field=field.name, code=code
        )
        for code, label in field.choices(paper.turn)
    ]
    wide = max((len(button.label) for button in buttons), default=0) > SHORT_LABEL
    return in_rows(buttons, 1 if wide else 2)


def in_rows(buttons: Sequence[Button], across: int) -> list[tuple[Button, ...]]:
    """Buttons side by side, so many in a row."""
    return [tuple(buttons[at : at + across]) for at in range(0, len(buttons), across)]


def show_review(paper: Paper, lead: str = "") -> None:
    """Show everything before it is sent; every answer can be changed."""
    turn, draft = paper.turn, paper.draft
    needed = paper.form.needed(paper.sheet)
    lines = [
        turn.text_of("forms.review_line", label=turn.text_of(field.label), answer=shown(paper, field))
        for field in needed
        if not _left(paper, field)
    ]
    text = "\n".join([turn.text_of("forms.review"), "", *lines, "", turn.text_of("forms.review_end")])
    changes = [
        turn.button(
            turn.text_of(
                f"forms.button.{'add' if _left(paper, field) else 'change'}", label=turn.text_of(field.label)
            ),
            "form.change",
            turn.me,
            draft=draft.id,
            field=draft.field,
            name=field.name,
        )
        for field in needed
    ]
    send = turn.choice("forms.button.send", "form.send", draft=draft.id, field=draft.field)
    turn.send(
        SendText("\n\n".join(filter(None, (lead, text))), ((send,), *in_rows(changes, 2), *leaving(paper)))
    )


def _left(paper: Paper, field: Field) -> bool:
    """Whether nobody has asked this yet: it may be added, and is no empty answer."""
    given = paper.sheet.given.get(field.name, Given())
    return given.skipped and given.known


def shown(paper: Paper, field: Field) -> str:
    """An answer as the review shows it."""
    turn, given = paper.turn, paper.sheet.given.get(field.name, Given())
    if field.kind is Kind.evidence:
        count = len({piece.message for piece in paper.sheet.pieces})
        return turn.text_of("forms.pieces", count=count) if count else turn.text_of("forms.none")
    if given.voice is not None:
        return turn.text_of("forms.voice_message")
    if given.code:
        return dict(field.choices(turn)).get(given.code, given.text)
    if not given.text:
        return turn.text_of("forms.none")
    if len(given.text) > REVIEW_LENGTH:
        return turn.text_of("forms.long_answer", start=given.text[:REVIEW_LENGTH], length=len(given.text))
    return given.text


def greet_again(paper: Paper) -> None:
    """After a long silence: shall we go on?"""
    turn, draft = paper.turn, paper.draft
    paper.sheet.greeted = True
    paper.save()
    ways = [
        turn.choice(f"forms.button.{way}", f"form.{way}", draft=draft.id, field=draft.field)
        for way in ("go_on", "anew", "leave")
    ]
    key = "forms.greet_held" if paper.sheet.held else "forms.greet"
    turn.reply(key, title=turn.text_of(paper.form.title), buttons=tuple((way,) for way in ways))


def rest_keyboard(paper: Paper, key: str) -> None:
    """Take the sharing key away, if it lies there."""
    if paper.sheet.keyboard:
        paper.sheet.keyboard = False
        paper.turn.reply(key, remove_keyboard=True)
