"""One question, and the words go where they belong."""

from __future__ import annotations

from handlers import forms
from handlers.forms import Field, Filled, Form, Kind
from handlers.praise.passing_on import pass_on
from handlers.turn import Turn


async def _given(turn: Turn, filled: Filled) -> None:
    await pass_on(turn, filled.text("what"))


PRAISE = forms.declare(
    Form(
        name="praise",
        version=1,
        title="praise.title",
        fields=(Field("what", Kind.text, ask="praise.ask", label="praise.what"),),
        submit=_given,
        review=False,
    )
)


async def praise(turn: Turn) -> None:
    """Take kind words down."""
    await forms.start(turn, PRAISE.name)
