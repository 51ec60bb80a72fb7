"""A sentence encoder of the business's choice: a function to import, or a program that stays up."""

from __future__ import annotations

import importlib
import json
import os
import selectors
import subprocess
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from datetime import timedelta
from queue import SimpleQueue
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.settings.model import EncoderSettings
from faq.encoding import Encoder, EncodingError

log = structlog.get_logger("encoder")

AT_ONCE = 64
MOST_SENTENCES = 16
"""More texts than this are wordings of a base that is built, which takes its time."""
REST_SECONDS = 60.0
"""After a failure the program is left in peace for so long, and a function that was too slow; meanwhile the
own scores answer."""


def encoder_of(settings: EncoderSettings) -> Encoder | None:
    """The encoder the settings name, if any. Raises EncodingError for a function that is not there."""
    if settings.call:
        return CalledEncoder(settings.call, settings.time_limit, settings.start_limit)
    if settings.command:
        return CommandEncoder(settings.command, settings.time_limit, settings.start_limit)
    return None


class CalledEncoder:
    """Calls a function of a module: a list of texts in, a row of numbers for each text out."""

    def __init__(
        self,
        call: str,
        limit: timedelta,
        start_limit: timedelta,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`call` is module:function. Raises EncodingError if there is none."""
        self.name = f"call:{call}"
        self._limit, self._start_limit = limit.total_seconds(), start_limit.total_seconds()
        self._seconds = seconds
        self._alone = threading.Lock()
        self._jobs: SimpleQueue[tuple[list[str], Future[Any]]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._overdue: Future[Any] | None = None
        self._was_up = False
        self._rests_until = 0.0
        module, _, function = call.partition(":")
        try:
            found: Any = importlib.import_module(module)
            for part in function.split("."):
                found = getattr(found, part)
        except Exception as error:
            raise EncodingError(f"{call}: {type(error).__name__}: {error}") from None
        self._call: Callable[[list[str]], Any] = found

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """What the function says. Raises EncodingError, whatever went wrong in it, or when it is too slow."""
        try:
            parts = [list(texts[begin : begin + AT_ONCE]) for begin in range(0, len(texts), AT_ONCE)]
            return np.concatenate([np.asarray(self._ask(part), np.float32) for part in parts or [[]]])
        except EncodingError:
            raise
        except Exception as error:
            log.warning("encoder.failed", problem=type(error).__name__)
            raise EncodingError(f"{self.name}: {type(error).__name__}") from None

    def _ask(self, texts: list[str]) -> Any:
        """Ask it in a thread of its own, which can be waited for within a limit."""
        limit = self._limit if self._was_up and len(texts) <= MOST_SENTENCES else self._start_limit
        if not self._alone.acquire(timeout=self._limit):
            raise EncodingError("the encoder is busy")
        try:
            if self._seconds() < self._rests_until or not (self._overdue is None or self._overdue.done()):
                raise EncodingError("the encoder rests after it was too slow")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="encoder", daemon=True)
                self._thread.start()
            future: Future[Any] = Future()
            self._jobs.put((texts, future))
            if not wait([future], limit).done:
                log.warning("encoder.failed", problem="too slow", rest=REST_SECONDS)
                self._overdue, self._rests_until = future, self._seconds() + REST_SECONDS
                raise EncodingError(f"{self.name}: took longer than {limit:g} s")
            self._was_up = True
            return future.result()
        finally:
            self._alone.release()

    def _work(self) -> None:
        while True:
            texts, future = self._jobs.get()
            try:
                future.set_result(self._call(texts))
            except Exception as error:
                future.set_exception(error)


class CommandEncoder:
    """Runs a program once and asks it line by line: a JSON list of texts in, a JSON list of rows out."""

    def __init__(
        self,
        command: Sequence[str],
        limit: timedelta,
        start_limit: timedelta,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = f"command:{json.dumps(list(command))}"
        self._command = tuple(command)
        self._limit, self._start_limit = limit.total_seconds(), start_limit.total_seconds()
        self._seconds = seconds
        self._alone = threading.Lock()
        self._program: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._was_up = False
        self._rests_until = 0.0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """What the program says. Raises EncodingError when it is starting again, too slow, or broken.

        Only the very first time its start is waited for.
        """
        if not self._alone.acquire(timeout=self._limit if self._was_up else self._start_limit):
            raise EncodingError("the encoder is busy")
        try:
            self._get_ready()
            rows: list[Any] = []
            for begin in range(0, len(texts), AT_ONCE):
                rows += self._ask(list(texts[begin : begin + AT_ONCE]), self._limit)
            return np.array(rows, np.float32)
        except (OSError, ValueError, TypeError) as error:
            self._fall()
            raise EncodingError(f"{self._command[0]}: {error}") from None
        finally:
            self._alone.release()

    def close(self) -> None:
        """End the program."""
        self._end()

    def _get_ready(self) -> None:
        if self._program is None:
            if self._seconds() < self._rests_until:
                raise EncodingError("the encoder rests after a failure")
            self._program = subprocess.Popen(  # noqa: S603
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            weakref.finalize(self, _kill, self._program)
            self._write([])
        if not self._ready:
            wait = 0.0 if self._was_up else self._start_limit
            if wait == 0.0 and not self._can_read(0.0):
                raise EncodingError("the encoder is starting again")
            self._read(wait or self._limit)
            self._ready = self._was_up = True

    def _ask(self, texts: list[str], limit: float) -> list[Any]:
        self._write(texts)
        rows = self._read(limit)
        if not isinstance(rows, list) or len(rows) != len(texts):
            raise ValueError("as many rows as texts are wanted")
        return rows

    def _write(self, texts: list[str]) -> None:
        pipe = self._program.stdin if self._program else None
        if pipe is None:
            raise ValueError("is not running")
        pipe.write(json.dumps(texts, ensure_ascii=False).encode() + b"\n")
        pipe.flush()

    def _read(self, limit: float) -> Any:
        """A line of the program's, read within a time limit."""
        ends, line = self._seconds() + limit, b""
        while not line.endswith(b"\n"):
            if not self._can_read(max(ends - self._seconds(), 0.0)):
                raise ValueError(f"took longer than {limit:g} s")
            more = os.read(self._output(), 1 << 16)
            if not more:
                raise ValueError("ended by itself")
            line += more
        return json.loads(line)

    def _can_read(self, limit: float) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._output(), selectors.EVENT_READ)
            return bool(selector.select(limit))

    def _output(self) -> int:
        pipe = self._program.stdout if self._program else None
        if pipe is None:
            raise ValueError("is not running")
        return pipe.fileno()

    def _fall(self) -> None:
        """It failed: it is ended, and begun anew after a rest."""
        log.warning("encoder.failed", rest=REST_SECONDS)
        self._end()
        self._rests_until = self._seconds() + REST_SECONDS

    def _end(self) -> None:
        if self._program is not None:
            _kill(self._program)
        self._program, self._ready = None, False


def _kill(program: subprocess.Popen[bytes]) -> None:
    program.kill()
    program.wait()
    for pipe in (program.stdin, program.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue
