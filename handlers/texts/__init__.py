"""Every text a person reads, in catalogues of both languages."""

from handlers.texts.catalogue import MissingText, Texts
from handlers.texts.marked import CAPTION, split_marked, straight, turns, writable
from handlers.texts.splitting import LIMIT, split_text, units

__all__ = [
    "CAPTION",
    "LIMIT",
    "MissingText",
    "Texts",
    "split_marked",
    "split_text",
    "straight",
    "turns",
    "units",
    "writable",
]
