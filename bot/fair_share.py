"""Who yields, and for how long: the lower classes wait for the higher, but never for ever."""

from __future__ import annotations

from collections.abc import Collection

from storage.outbox import Priority

ONE_IN = 10
"""While replies take every place, each lower class that yields gets one place in so many."""
YIELDING = (Priority.staff, Priority.card, Priority.list, Priority.broadcast)


class FairShare:
    """Counts the places given away while a lower class may have been waiting."""

    def __init__(self) -> None:
        self._places: dict[Priority, int] = dict.fromkeys(YIELDING, 0)

    def due(self, most: int) -> list[Priority]:
        """Up to so many classes whose turn it is; whether they use it or not, their count begins anew."""
        due = [priority for priority, places in self._places.items() if places >= ONE_IN][:most]
        self._places |= dict.fromkeys(due, 0)
        return due

    def given(self, priorities: Collection[int], room: int, bulk: int) -> None:
        """So many places there were, so many of them for broadcasts, and rows of these classes got them.

        A class is not kept waiting if places it might have had were left over, or if it had one.
        """
        for priority in YIELDING:
            left_over = len(priorities) < room and (priority is not Priority.broadcast or bulk > 0)
            if left_over or priority in priorities:
                self._places[priority] = 0
            else:
                self._places[priority] += len(priorities)
