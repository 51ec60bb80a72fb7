"""No circles: files import each other in one direction only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "faq", "storage")


def _modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def _imports(file: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules a file needs at import; what is only there for type checkers does not count."""
    tree = ast.parse(file.read_text("utf-8"))
    unseen = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]
    hidden = {id(inner) for node in unseen for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _circle(graph: dict[str, set[str]]) -> list[str]:
    """A circle of the graph, or nothing."""
    state: dict[str, int] = {}
    for start in sorted(graph):
        path: list[tuple[str, Iterator[str]]] = []
        if start not in state:
            state[start] = 1
            path.append((start, iter(sorted(graph[start]))))
        while path:
            module, rest = path[-1]
            following = next((one for one in rest if state.get(one) != 2), None)
            if following is None:
                state[module] = 2
                path.pop()
            elif state.get(following) == 1:
                names = [name for name, _ in path]
                return [*names[names.index(following) :], following]
            else:
                state[following] = 1
                path.append((following, iter(sorted(graph[following]))))
    return []


def test_no_file_imports_itself_by_a_detour() -> None:
    """A newcomer can read the house from the ground up."""
    known = _modules()
    graph = {
        module: {one for one in _imports(file, known) if one in known and one != module}
        for module, file in known.items()
    }
    assert _circle(graph) == []


def test_a_circle_would_be_found() -> None:
    """The check can fail."""
    assert _circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}) == ["a", "b", "c", "a"]
    assert _circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
