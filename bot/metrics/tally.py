"""What one process has counted since its start. Counting costs next to nothing and never fails."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from bot.gateways.errors import Deferred, Refused, Undeliverable
from bot.metrics import catalogue
from bot.metrics.catalogue import Figure

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Histogram:
    """How often something took how long."""

    def __init__(self) -> None:
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def took(self, seconds: float) -> None:
        """It took so long once."""
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds

    @property
    def count(self) -> int:
        """How often it was measured."""
        return sum(self.buckets)


class Tally:
    """Counters by figure and label, and histograms by figure."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[Figure, str]] = Counter()
        self.times: dict[Figure, Histogram] = {
            figure: Histogram() for figure in catalogue.FIGURES if figure.kind == "histogram"
        }

    def received(self, updates: int, seconds: float) -> None:
        """A batch was committed."""
        self.counts[catalogue.RECEIVED, ""] += updates
        self.times[catalogue.ACCEPT_SECONDS].took(seconds)

    def handled(self, updates: int, seconds: float) -> None:
        """A group of updates was handled and committed."""
        if updates:
            self.counts[catalogue.HANDLED, ""] += updates
            self.times[catalogue.HANDLE_SECONDS].took(seconds)

    def failed(self) -> None:
        """A handler failed."""
        self.counts[catalogue.FAILED, ""] += 1

    def parked(self, reason: str) -> None:
        """An update was set aside."""
        self.counts[catalogue.PARKED, reason] += 1

    def refused(self, reason: str) -> None:
        """A delivery was not taken."""
        self.counts[catalogue.REFUSED, reason] += 1

    def sent(self, operation: str, outcome: object, seconds: float) -> None:
        """A request to the channel came back: done, put off, or hopeless."""
        self.times[catalogue.SEND_SECONDS].took(seconds)
        match outcome:
            case Deferred(asked=True):
                self.counts[catalogue.DEFERRED, "asked"] += 1
            case Deferred():
                self.counts[catalogue.DEFERRED, "outage"] += 1
            case Undeliverable(reason=reason):
                self.counts[catalogue.DEAD, reason] += 1
            case Refused():
                self.counts[catalogue.DEAD, "refused"] += 1
            case Exception():
                self.counts[catalogue.DEFERRED, type(outcome).__name__.lower()] += 1
            case _:
                self.counts[catalogue.SENT, operation] += 1
