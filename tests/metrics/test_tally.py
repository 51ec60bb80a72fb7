"""Counting, and the text that Prometheus reads."""

from __future__ import annotations

import re

import pytest

from bot.gateways.errors import (
    ChatMoved,
    Deferred,
    Refused,
    Uncertain,
    Undeliverable,
)
from bot.metrics import catalogue
from bot.metrics.catalogue import FIGURES
from bot.metrics.exposition import exposed
from bot.metrics.tally import Tally
from storage.outbound import Sent

LINE = re.compile(r'([a-z_]+)(\{[a-z]+="(?:[^"\\]|\\.)*"\})? (-?[0-9.e+]+)')


def read(text: str) -> dict[str, float]:
    """Every sample of an exposition; fails on a line that is none."""
    samples: dict[str, float] = {}
    for line in text.splitlines():
        if line.startswith("# "):
            continue
        found = LINE.fullmatch(line)
        assert found is not None, line
        assert found[1] + (found[2] or "") not in samples
        samples[found[1] + (found[2] or "")] = float(found[3])
    return samples


@pytest.mark.parametrize(
    ("outcome", "sample"),
    [
        (Sent(("1",)), 'frontline_sent_total{operation="SendText"}'),
        (Deferred(3, asked=True), 'frontline_deferred_total{reason="asked"}'),
        (Deferred(3), 'frontline_deferred_total{reason="outage"}'),
        (Uncertain("sendMessage"), 'frontline_deferred_total{reason="uncertain"}'),
        (ChatMoved("-1"), 'frontline_deferred_total{reason="chatmoved"}'),
        (Undeliverable("blocked"), 'frontline_undeliverable_total{reason="blocked"}'),
        (Refused("odd"), 'frontline_undeliverable_total{reason="refused"}'),
    ],
)
def test_every_outcome_of_sending_is_counted_once(outcome: object, sample: str) -> None:
    """Done, put off, or given up; and how long it took."""
    tally = Tally()
    tally.sent("SendText", outcome, 0.2)
    samples = read(exposed(tally, {}))
    counted = {
        name: value
        for name, value in samples.items()
        if name.startswith(("frontline_sent", "frontline_deferred", "frontline_undeliverable"))
    }
    assert counted == {sample: 1}
    assert samples["frontline_send_seconds_count"] == 1


def test_histograms_add_up() -> None:
    """Each bucket holds those below it too, the last one all."""
    tally = Tally()
    for seconds in (0.0005, 0.02, 0.02, 99):
        tally.received(1, seconds)
    samples = read(exposed(tally, {}))
    assert samples['frontline_accept_seconds_bucket{le="0.001"}'] == 1
    assert samples['frontline_accept_seconds_bucket{le="0.025"}'] == 3
    assert samples['frontline_accept_seconds_bucket{le="10"}'] == 3
    assert samples['frontline_accept_seconds_bucket{le="+Inf"}'] == 4
    assert samples["frontline_accept_seconds_count"] == 4
    assert samples["frontline_accept_seconds_sum"] == pytest.approx(99.0405)


def test_each_figure_is_declared_and_labels_cannot_break_a_line() -> None:
    """HELP and TYPE for all, in one place each; quotes and line ends are escaped."""
    tally = Tally()
    tally.parked('odd "reason"\nwith\\a line')
    text = exposed(tally, {(catalogue.OUTBOX_WAITING, ""): 3})
    for figure in FIGURES:
        assert (
            text.count(f"# HELP {figure.name} ") == text.count(f"# TYPE {figure.name} {figure.kind}\n") == 1
        )
    samples = read(text)
    assert samples["frontline_outbox_waiting"] == 3
    assert samples["frontline_updates_received_total"] == 0
