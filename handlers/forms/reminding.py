"""A form that was begun and not sent: nobody has seen it, and the customer may think otherwise."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers.forms.form import Form, find_form
from handlers.forms.sheet import Sheet, read_sheet, write_sheet
from handlers.quiet_hours import is_quiet
from handlers.scene import Scene
from storage.draft import Draft
from storage.outbox import Priority
from storage.person import Person

AT_ONCE = 200
TOO_LATE_AFTER = timedelta(days=1)
"""Counted from when the reminder was due: it waits for the morning, not for longer."""


async def remind(scene: Scene) -> int:
    """Remind everybody once, in decent hours, of what they wrote and did not send. How many that were."""
    if is_quiet(scene):
        return 0
    before = scene.now - scene.house.rules.forms.remind_after
    drafts = await scene.session.scalars(
        select(Draft)
        .where(Draft.touched_at <= before, Draft.touched_at > before - TOO_LATE_AFTER)
        .order_by(Draft.touched_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    reminded = 0
    for draft in drafts.all():
        form, sheet = find_form(draft.form), read_sheet(draft.answers)
        if form is not None and form.ends_in_case and not sheet.reminded and _says_something(sheet):
            await _remind(scene, draft, form, sheet)
            reminded += 1
    return reminded


def _says_something(sheet: Sheet) -> bool:
    return bool(sheet.pieces) or any(
        given.message or not (given.known or given.skipped) for given in sheet.given.values()
    )


async def _remind(scene: Scene, draft: Draft, form: Form, sheet: Sheet) -> None:
    sheet.reminded = True
    draft.answers = write_sheet(sheet)
    person = await scene.session.get_one(Person, draft.person_id)
    buttons = tuple(
        (
            scene.button(
                scene.say(person.language, f"forms.button.{way}"),
                f"form.{way}",
                f"person:{person.id}",
                draft=draft.id,
                field=draft.field,
            ),
        )
        for way in ("go_on", "colleague", "leave")
    )
    await scene.tell(
        draft.conversation_id,
        person,
        "forms.not_sent",
        buttons=buttons,
        priority=Priority.broadcast,
        title=scene.say(person.language, form.title),
    )
    scene.effects.record("form.reminded", actor_kind="bot", person_id=person.id, form=form.name)
