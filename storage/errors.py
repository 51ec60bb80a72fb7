"""Errors of the nouns.

FrontlineError
├── NotAllowed          a state does not allow the verb; `.state` says what it is
└── Unknown             a row that should be there is not
"""

from __future__ import annotations


class FrontlineError(Exception):
    """Anything Frontline itself refuses."""


class NotAllowed(FrontlineError):
    """The present state does not allow this. `state` is a word a text can be chosen by."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class Unknown(FrontlineError):
    """A row that should exist does not."""
