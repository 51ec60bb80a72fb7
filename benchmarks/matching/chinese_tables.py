"""Rebuilds the two small Chinese tables that the matcher ships, from OpenCC (Apache-2.0) and pypinyin (MIT).

    python benchmarks/matching/chinese_tables.py

Shipping 40 kB of plain text saves every process that matches the half second and the memory of loading
those libraries. Only characters are mapped, not words: for finding a question that is enough.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from opencc import OpenCC
from pypinyin import lazy_pinyin

TABLES = Path(__file__).resolve().parents[2] / "faq" / "tables"


def main() -> None:
    """Write both tables."""
    simplify = OpenCC("t2s")
    pairs = []
    for code in range(0x3400, 0xA000):
        letter = chr(code)
        plain = simplify.convert(letter)
        if plain != letter and len(plain) == 1:
            pairs.append(letter + plain)
    (TABLES / "traditional.txt").write_text("\n".join(pairs) + "\n", encoding="utf-8")

    sounds = defaultdict(list)
    for code in range(0x4E00, 0xA000):
        letter = chr(code)
        try:
            letter.encode("gb2312")
        except UnicodeEncodeError:
            continue
        sounds[lazy_pinyin(letter)[0]].append(letter)
    lines = [f"{sound} {''.join(letters)}" for sound, letters in sorted(sounds.items())]
    (TABLES / "syllables.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
