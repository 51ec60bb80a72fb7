"""One thing the doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do if it is not well."""

    what: str
    how: str
    do: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing must be done."""
        return not self.do

    def __str__(self) -> str:
        """One line."""
        line = f"{'✓' if self.well else '✗'} {self.what}: {self.how}"
        return line if self.well else f"{line}. {self.do}"
