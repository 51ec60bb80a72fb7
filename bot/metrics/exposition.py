"""Figures in the text format that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.metrics.catalogue import FIGURES, Figure
from bot.metrics.tally import BOUNDS, Histogram, Tally

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Gauges = Mapping[tuple[Figure, str], float]
"""By figure and label; the label is empty for a figure without."""


def exposed(tally: Tally, gauges: Gauges) -> str:
    """Everything, in the catalogue's order."""
    lines: list[str] = []
    for figure in FIGURES:
        lines += [f"# HELP {figure.name} {figure.meaning}", f"# TYPE {figure.name} {figure.kind}"]
        if figure.kind == "histogram":
            lines += _histogram(figure, tally.times[figure])
        else:
            found = tally.counts if figure.kind == "counter" else gauges
            lines += _values(figure, {**found, **gauges})
    return "\n".join(lines) + "\n"


def _values(figure: Figure, found: Gauges) -> Iterator[str]:
    mine = {label: value for (one, label), value in found.items() if one == figure}
    if not mine and not figure.labels and figure.kind == "counter":
        mine = {"": 0}
    for label, value in sorted(mine.items()):
        labels = f'{{{figure.labels[0]}="{_escaped(label)}"}}' if figure.labels else ""
        yield f"{figure.name}{labels} {value}"


def _histogram(figure: Figure, times: Histogram) -> Iterator[str]:
    below = 0
    for bound, count in zip((*BOUNDS, None), times.buckets, strict=True):
        below += count
        yield f'{figure.name}_bucket{{le="{"+Inf" if bound is None else f"{bound:g}"}"}} {below}'
    yield f"{figure.name}_sum {times.seconds:.6f}"
    yield f"{figure.name}_count {below}"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
