"""Ready businesses: each folder has complete settings, a base of questions and answers, and a cast."""

from __future__ import annotations

from pathlib import Path

KEYS = ("tutoring-school", "car-dealer", "broadband-branch", "insurance-office")
"""As they are named on the command line, the first one being shown unless another is named."""


def folder(key: str) -> Path:
    """Where the files of a business lie: settings.toml, faq.toml and demo.toml."""
    return Path(__file__).parent / key.replace("-", "_")
