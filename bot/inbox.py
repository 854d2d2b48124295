"""The Drainer: stored events → services. Live and after a restart, the same path."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from bot.domain.delivery import pause
from bot.domain.inbox import KEPT_FOR, Happening, Leased, NotYetError, StoredEvent
from bot.domain.redacted import RedactionUnavailableError
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Clock, StorageAwayError
from bot.ports_sharing import OpenSharing

log = structlog.get_logger()

BATCH: Final = 20
PARALLEL: Final = 4
_AGAIN: Final = frozenset({Reason.SLACK_AWAY, Reason.STORAGE_AWAY, Reason.REDACTION_UNAVAILABLE})


def uncounted(_waited: timedelta) -> None:
    """Where nobody counts."""


def everywhere(_team: str) -> bool:
    """Where there is one workspace."""
    return True


Route = Callable[[StoredEvent], None]
"""What is done about an event. It may run twice; it must act once."""


@dataclass(frozen=True, slots=True)
class Drainer:
    """Carries stored events to those who act on them.

    kept: called after a batch that may have put something in the outbox.
    acted: told how long an event waited for what followed from it.
    served: whether events of a workspace are acted on; that it is removed always is.
    """

    open_uow: OpenSharing
    routes: Mapping[Happening, tuple[Route, ...]]
    clock: Clock
    kept: Callable[[], None]
    acted: Callable[[timedelta], None] = uncounted
    served: Callable[[str], bool] = everywhere
    wakeup: threading.Event = field(default_factory=threading.Event)
    stopping: threading.Event = field(default_factory=threading.Event)

    def keep(self, event: StoredEvent) -> None:
        """Store an event, then look at the inbox soon. Raises StorageAwayError: do not ack."""
        with self.open_uow() as uow:
            uow.inbox.keep(event, self.clock.now())
            uow.commit()
        self.nudge()

    def nudge(self) -> None:
        """Look at the inbox soon."""
        self.wakeup.set()

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self.stopping.set()
        self.wakeup.set()

    def run(self) -> None:
        """Serve until stopped; each nudge drains what is due."""
        with ThreadPoolExecutor(PARALLEL, thread_name_prefix="drainer") as pool:
            while not self.stopping.is_set():
                self.wakeup.wait()
                self.wakeup.clear()
                while not self.stopping.is_set() and self.drain(pool):
                    pass

    def drain(self, pool: ThreadPoolExecutor) -> int:
        """Act on one batch; answers how many events were leased."""
        try:
            with self.open_uow() as uow:
                leased = list(uow.inbox.lease(self.clock.now(), BATCH))
                uow.commit()
        except StorageAwayError:
            log.warning("inbox_unreachable")
            return 0
        working = [(item, pool.submit(self._serve, item.event)) for item in leased]
        for item, future in working:
            self._settle(item, future)
        if leased:
            self.kept()
        return len(leased)

    def purge(self) -> None:
        """Forget that old events ever came."""
        try:
            with self.open_uow() as uow:
                uow.inbox.purge(self.clock.now() - KEPT_FOR)
                uow.commit()
        except StorageAwayError:
            log.warning("inbox_unreachable")

    def _serve(self, event: StoredEvent) -> None:
        if event.kind is not Happening.REMOVED and not self.served(event.team):
            return
        for route in self.routes.get(event.kind, ()):
            route(event)

    def _settle(self, item: Leased, future: Future[None]) -> None:
        """Whatever a route raised, its thread goes on: only the event waits, or ends."""
        error = future.exception()
        again = error is not None and _try_again(item, error)
        try:
            with self.open_uow() as uow:
                if again:
                    uow.inbox.again(item, self.clock.now(), pause(item.attempts))
                else:
                    uow.inbox.done(item)
                uow.commit()
        except StorageAwayError:
            # The lease runs out and the event is served again; routes act once.
            log.warning("inbox_unreachable")
            return
        if not again:
            self.acted(self.clock.now() - item.kept_at)


def _try_again(item: Leased, error: BaseException) -> bool:
    """Whether time may mend it. A refusal is an answer; it is not asked again."""
    match error:
        case RefusedError(reason=reason):
            return reason in _AGAIN
        case StorageAwayError() | RedactionUnavailableError() | NotYetError():
            return True
        case _:
            log.error("event_broken", kind=type(error).__name__, step=item.event.kind.value)
            return True
