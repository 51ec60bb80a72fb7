"""The house is in order: every module is used, no file is too long, nothing is left for later."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "faq", "storage")
ENTRIES = {"bot.__main__", "bot.gateways.embed_aiogram", "bot.gateways.embed_ptb"}
"""Modules that something outside begins with."""
LONGEST = 600
LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def modules() -> dict[str, Path]:
    """Every module of the four packages, by name; migrations are found by Alembic and not imported."""
    found: dict[str, Path] = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                found[name_of(path)] = path
    return found


def name_of(path: Path) -> str:
    """The dotted name of a module's file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, known: set[str]) -> Iterator[str]:
    """The modules of ours that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module in known:
                yield node.module
            yield from (name for alias in node.names if (name := f"{node.module}.{alias.name}") in known)


def test_every_module_is_imported() -> None:
    """A module that no other imports does nothing for anybody."""
    found = modules()
    imported: set[str] = set()
    for name, path in found.items():
        imported |= {other for other in imports(path, set(found)) if other != name}
    imported |= set(imports(ROOT / "storage/migrations/env.py", set(found)))
    # A package is used when something in it is.
    imported |= {name.rpartition(".")[0] for name in imported}
    lonely = sorted(set(found) - imported - ENTRIES - set(ROOMS))
    assert lonely == []


def test_no_file_is_too_long() -> None:
    """No file has more than 600 lines."""
    files = [*modules().values(), *(ROOT / "tests").rglob("*.py")]
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_files_are_short_on_the_whole() -> None:
    """The median file has at most 80 lines."""
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in modules().values())
    assert lengths[len(lengths) // 2] <= 80


def test_names_say_what_is_in_a_file() -> None:
    """Nothing is called utils, helpers, manager or base."""
    vague = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert [str(path) for path in modules().values() if path.stem in vague] == []


def test_nothing_is_left_for_later() -> None:
    """No mark in code or texts says that something is still to be done."""
    files = [
        path
        for folder in (*ROOMS, "tests", "benchmarks", "docs", ".ci")
        for suffix in ("py", "toml", "md", "js", "css", "html")
        for path in (ROOT / folder).rglob(f"*.{suffix}")
        if path != Path(__file__)
    ]
    assert [str(path.relative_to(ROOT)) for path in files if LATER.search(path.read_text("utf-8"))] == []
