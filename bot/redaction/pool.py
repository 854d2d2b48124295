"""Killable workers: an analysis that hangs or crashes costs one process, never the truth.

pebble replaces a killed worker while the others serve on. The deadline counts from the start of
the analysis; waiting for a free worker is limited separately.
"""

import contextlib
import multiprocessing
import threading
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as QueueTimeoutError
from pathlib import Path
from typing import Final

from pebble import ProcessExpired, ProcessPool

from bot.domain.redacted import RedactionUnavailableError
from bot.redaction import worker
from bot.redaction.detection import LONGEST, Detection, Job

DEADLINE: Final = 1.0
"""Seconds one analysis may take."""

QUEUE: Final = 0.5
"""Seconds an analysis may wait for a free worker."""

START: Final = 30.0
"""Seconds a worker may take to build its engine at start-up, on a busy machine."""

_RECYCLE: Final = 5_000
"""Analyses after which a worker is replaced by a fresh one."""


class Workers:
    """A fixed number of warm worker processes."""

    def __init__(
        self, model_dir: Path, count: int = 2, *, deadline: float = DEADLINE, queue: float = QUEUE
    ) -> None:
        self.count = count
        self._model_dir = model_dir
        self._deadline = deadline
        self._queue = queue
        self._renewing = threading.Lock()
        self._closed = False
        self._pool = self._new()

    def warm(self) -> None:
        """Wait until a worker answers; raises RedactionUnavailableError if none can."""
        futures = [self._pool.schedule(worker.analyse, (Job("Hi"),)) for _ in range(self.count)]
        for future in futures:
            _answer(future, START)

    def analyse(self, job: Job) -> Detection:
        """Analyse now, or raise RedactionUnavailableError within deadline + queue seconds."""
        return _answer(self.submit(job), self._deadline + self._queue)

    def submit(self, job: Job) -> "Future[Detection]":
        """Queue an analysis; raises RedactionUnavailableError for a text that is too long."""
        if len(job.text) > LONGEST:
            raise RedactionUnavailableError(f"longer than {LONGEST} characters")
        pool = self._pool
        try:
            return self._schedule(pool, job)
        except RuntimeError:
            return self._schedule_again(pool, job)

    def close(self) -> None:
        """Stop the workers; whatever they were at is refused."""
        self._closed = True
        _stop(self._pool)

    def _new(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(worker.PRELOAD)
        return ProcessPool(
            max_workers=self.count,
            max_tasks=_RECYCLE,
            context=context,
            initializer=worker.start,
            initargs=(self._model_dir,),
        )

    def _schedule(self, pool: ProcessPool, job: Job) -> "Future[Detection]":
        return pool.schedule(worker.analyse, (job,), timeout=self._deadline)

    def _schedule_again(self, broken: ProcessPool, job: Job) -> "Future[Detection]":
        """Replace a pool that pebble gave up: it does so when an idle worker is killed."""
        with self._renewing:
            if not self._closed and self._pool is broken:
                _stop(broken)
                self._pool = self._new()
        try:
            return self._schedule(self._pool, job)
        except RuntimeError:
            raise RedactionUnavailableError("the workers are stopped") from None


def answer(future: "Future[Detection]") -> Detection:
    """Wait for a queued analysis, however long the queue; its own deadline holds."""
    return _answer(future, None)


def _stop(pool: ProcessPool) -> None:
    with contextlib.suppress(RuntimeError):
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _answer(future: "Future[Detection]", timeout: float | None) -> Detection:
    try:
        return future.result(timeout)
    except RedactionUnavailableError as refusal:
        raise RedactionUnavailableError(*refusal.args) from None
    except (QueueTimeoutError, TimeoutError):
        future.cancel()
        raise RedactionUnavailableError("the analysis took too long") from None
    except (ProcessExpired, CancelledError, OSError, RuntimeError, EOFError):
        raise RedactionUnavailableError("the worker died") from None
