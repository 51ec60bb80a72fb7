"""What can be wrong with a base's file, said so that whoever wrote it can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: in which entry and field, and what would be right."""

    entry: str
    field: str
    text: str

    def __str__(self) -> str:
        """The problem in one line."""
        place = ", ".join(part for part in (self.entry, self.field) if part)
        return f"{place}: {self.text}" if place else self.text


class BaseFileError(ValueError):
    """A base's file that cannot be read as one; `problems` says everything found in one go."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        """Tell every problem of the file at `path`."""
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{path}: {problem}" for problem in self.problems))
