"""What an audit found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Findings:
    """Faults in words, and figures by their names."""

    at: datetime
    faults: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
