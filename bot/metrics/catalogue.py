"""Every figure there is: its name, its kind, what it says, and its labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One family of figures, as Prometheus calls it."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    meaning: str
    labels: tuple[str, ...] = ()


RECEIVED = Figure("frontline_updates_received_total", "counter", "Updates accepted from the channel.")
HANDLED = Figure("frontline_updates_handled_total", "counter", "Updates handled, with all their effects.")
FAILED = Figure("frontline_updates_failed_total", "counter", "Times a handler failed on an update.")
PARKED = Figure("frontline_updates_parked_total", "counter", "Updates set aside for a person.", ("reason",))
REFUSED = Figure("frontline_webhook_refused_total", "counter", "Deliveries not taken.", ("reason",))
SENT = Figure("frontline_sent_total", "counter", "Operations carried out at the channel.", ("operation",))
DEFERRED = Figure(
    "frontline_deferred_total", "counter", "Operations put off, to be tried again.", ("reason",)
)
DEAD = Figure("frontline_undeliverable_total", "counter", "Operations given up.", ("reason",))
ACCEPT_SECONDS = Figure("frontline_accept_seconds", "histogram", "Time to commit a batch of updates.")
HANDLE_SECONDS = Figure("frontline_handle_seconds", "histogram", "Time to handle a group of updates.")
SEND_SECONDS = Figure("frontline_send_seconds", "histogram", "Time of one request to the channel.")
INBOX_WAITING = Figure("frontline_inbox_waiting", "gauge", "Updates accepted and not handled yet.")
INBOX_OLDEST = Figure("frontline_inbox_oldest_seconds", "gauge", "Age of the oldest of them.")
OUTBOX_WAITING = Figure("frontline_outbox_waiting", "gauge", "Operations owed and not carried out yet.")
PARKED_WAITING = Figure("frontline_parked_waiting", "gauge", "Updates set aside that nobody has settled.")
LEASED = Figure("frontline_duty_held", "gauge", "1 while this process has the duty.", ("duty",))
UP = Figure("frontline_database_up", "gauge", "1 while the database answers.")
CPU = Figure("process_cpu_seconds_total", "counter", "CPU time of the process.")
MEMORY = Figure("process_resident_memory_bytes", "gauge", "Memory of the process.")

FIGURES: tuple[Figure, ...] = (
    RECEIVED,
    HANDLED,
    FAILED,
    PARKED,
    REFUSED,
    SENT,
    DEFERRED,
    DEAD,
    ACCEPT_SECONDS,
    HANDLE_SECONDS,
    SEND_SECONDS,
    INBOX_WAITING,
    INBOX_OLDEST,
    OUTBOX_WAITING,
    PARKED_WAITING,
    LEASED,
    UP,
    CPU,
    MEMORY,
)
