"""One question after "so-so" or "not satisfied": what should be better?"""

from __future__ import annotations

from handlers.follow_ups.answers import improve
from handlers.forms.form import Field, Form, Kind, declare
from handlers.forms.sheet import Filled
from handlers.turn import Turn


async def _improve(turn: Turn, filled: Filled) -> None:
    await improve(turn, int(filled.sheet.about["follow_up_id"]), filled.text("words"))


IMPROVE = declare(
    Form(
        name="improve",
        version=1,
        title="forms.improve.title",
        fields=(
            Field(
                "words",
                Kind.text,
                ask="forms.improve.ask",
                label="forms.improve.words",
                skippable=True,
            ),
        ),
        submit=_improve,
        review=False,
    )
)
