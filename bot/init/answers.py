"""What a newcomer answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Service = Literal["none", "systemd", "compose"]


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that is written down at the first start."""

    token: str
    name_zh: str
    name_en: str
    zone: str = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    database: str = "sqlite:///frontline.db"
    faq: str = ""
    """The FAQ file, as the settings file names it; empty for none."""
    business: str = ""
    """The ready business to begin from, by its key; empty for one department that does all."""
    copy_sample: bool = False
    """Whether to put a sample FAQ there to begin with."""
    service: Service = "none"
    api_base: str = ""
    proxy: str = ""
