"""What came back from the channel, and what it means for the row, its chat and the people concerned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateways.errors import (
    ChatMoved,
    Deferred,
    Refused,
    TopicGone,
    Unauthorised,
    Uncertain,
    Undeliverable,
)
from bot.pace import Pace
from handlers import delivery
from handlers.house import House
from handlers.scene import Scene
from storage.giving_back import is_ours, put_back
from storage.outbound import (
    AnswerPress,
    Card,
    Copy,
    Operation,
    SendAlbum,
    SendFile,
    SendText,
    Sent,
)
from storage.outbox import OutboxState
from storage.sending import Owed, finish

log = structlog.get_logger("send")

UNCERTAIN_TRIES = 10
"""So many times words to a person are said without an answer from the channel: three minutes at least."""
LONGEST_BACKOFF = 30.0
SPOKEN = (SendText, SendFile, Copy, SendAlbum)
"""What shows, when it arrives, that a chat can be written to. A reaction shows nothing."""
CLOSED_TRIES = 2
"""So often a topic closed by hand is opened for a row that must go there."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one claimed row."""

    owed: Owed
    what: Operation
    outcome: Sent | Exception


class Outcomes:
    """Writes down what became of claimed rows."""

    def __init__(
        self,
        house: House,
        pace: Pace,
        *,
        now: Callable[[], datetime],
        machine: Callable[[], datetime],
        seconds: Callable[[], float],
        moved: Callable[[], None],
    ) -> None:
        self._house = house
        self._pace = pace
        self._now = now
        self._machine = machine
        self._seconds = seconds
        self._moved = moved
        self._unclear: dict[int, int] = {}
        """How often a row went out and no answer came."""
        self._closed: dict[int, int] = {}
        """How often a row met a closed topic. Waits for other reasons do not count."""

    async def record(self, session: AsyncSession, results: Sequence[Result]) -> None:
        """Write down what came back, in the running transaction."""
        if not results:
            return
        scene = Scene(session, self._now(), self._house)
        sent = [result for result in results if isinstance(result.outcome, Sent)]
        await finish(session, [result.owed.id for result in sent], OutboxState.sent, self._machine())
        for result in results:
            if isinstance(result.outcome, Sent):
                if result.owed.trouble is not None and isinstance(result.what, SPOKEN):
                    await delivery.works_again(scene, result.owed)
                if result.owed.subject is not None or isinstance(result.what, Card):
                    await delivery.delivered(scene, result.owed, result.outcome)
                elif isinstance(result.what, SendFile):
                    await delivery.uploaded(scene, result.owed, result.what, result.outcome)
            else:
                await self._settle(scene, result, result.outcome)
        await session.flush()
        await scene.effects.write(session)

    def settled(self, results: Sequence[Result]) -> None:
        """These are committed: an answer, whatever it says, ends the doubt about a row."""
        for result in results:
            row, outcome = result.owed.id, result.outcome
            if not isinstance(outcome, Uncertain):
                self._unclear.pop(row, None)
            if isinstance(outcome, Undeliverable) and outcome.reason == "topic_closed" and self._patient(row):
                self._closed[row] = self._closed.get(row, 0) + 1
            elif not isinstance(outcome, Deferred | Uncertain):
                self._closed.pop(row, None)

    async def _settle(self, scene: Scene, result: Result, problem: Exception) -> None:
        """What a failed operation means for its row, its chat and the people concerned."""
        owed, session = result.owed, scene.session
        log.warning("send.problem", row=owed.id, problem=type(problem).__name__, detail=str(problem)[:120])
        if not await is_ours(session, owed):
            # What becomes of it is another's to see.
            return
        match problem:
            case Deferred():
                if problem.asked:
                    self._pace.refused(owed.chat_id, problem.after, self._seconds())
                await put_back(
                    session, owed, self._machine(), self._later(problem.after, owed, asked=problem.asked)
                )
            case Uncertain():
                await self._uncertain(scene, result)
            case TopicGone() if owed.topic_id is not None:
                await delivery.reopen_topic(scene, owed)
                await put_back(session, owed, self._machine(), None)
            case Undeliverable(reason="quote"):
                await delivery.without_quote(scene, owed, result.what)
                await put_back(session, owed, self._machine(), None)
            case Undeliverable(reason="topic_closed") if owed.topic_id is not None and self._patient(owed.id):
                await delivery.open_closed(scene, owed)
                await put_back(session, owed, self._machine(), None)
            case ChatMoved():
                await delivery.move_chat(scene, owed, problem.to)
                await put_back(session, owed, self._machine(), None)
                self._moved()
            case Unauthorised():
                self._pace.pause(60.0, self._seconds())
                await put_back(session, owed, self._machine(), None)
            case Refused() if isinstance(result.what, SendFile) and await delivery.refused(
                scene, owed, result.what
            ):
                await put_back(session, owed, self._machine(), None)
            case Undeliverable() | TopicGone() | Refused():
                reason = (
                    problem.reason if isinstance(problem, Undeliverable) else type(problem).__name__.lower()
                )
                await finish(session, [owed.id], OutboxState.dead, self._machine(), str(problem)[:200])
                ends = isinstance(problem, Undeliverable) and problem.ends_chat
                await delivery.failed(scene, owed, result.what, reason, ends_chat=ends)
            case _:
                await put_back(session, owed, self._machine(), self._later(2.0, owed))

    async def _uncertain(self, scene: Scene, result: Result) -> None:
        """It may have arrived. Words to a person are said again, for a repeat is better than silence;
        edits and the like can be repeated without harm; the answer to a press is not worth it."""
        owed = result.owed
        times = self._unclear[owed.id] = self._unclear.get(owed.id, 0) + 1
        if isinstance(result.what, AnswerPress) or times >= UNCERTAIN_TRIES:
            self._unclear.pop(owed.id)
            await finish(scene.session, [owed.id], OutboxState.dead, self._machine(), "uncertain")
            await delivery.failed(scene, owed, result.what, "uncertain")
        else:
            await put_back(scene.session, owed, self._machine(), self._later(2.0, owed))

    def _patient(self, row: int) -> bool:
        """Whether a row has not met the same refusal again and again."""
        return self._closed.get(row, 0) < CLOSED_TRIES

    def _later(self, after: float, owed: Owed, *, asked: bool = False) -> datetime:
        """When to try again: as the channel asked, else with growing patience."""
        if not asked:
            after = min(after * 2 ** min(owed.attempts, 8), LONGEST_BACKOFF)
        return self._machine() + timedelta(seconds=after)
