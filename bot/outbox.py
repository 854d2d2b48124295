"""The Courier: claim, post, settle. What cannot be settled is asked again, never guessed."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, assert_never

import structlog

from bot.domain.dead_letters import UNSURE
from bot.domain.delivery import (
    Absent,
    Accepted,
    Claimed,
    Lapsed,
    NotAccepted,
    Outcome,
    Postponed,
    Purpose,
    Rejected,
    Unclear,
    Unreadable,
    is_hopeless,
)
from bot.ports import Clock, OpenUnitOfWork, SlackGateway, StorageAwayError

log = structlog.get_logger()

BATCH: Final = 20
PARALLEL: Final = 4
"""Channels served side by side; each channel itself is served one message at a time."""


Recheck = Callable[[Claimed], Claimed | Lapsed | Postponed]
"""Looks at the rules once more right before a delivery is made, and writes its body anew."""


def as_claimed(claimed: Claimed) -> Claimed:
    """For deliveries whose rules cannot have changed since they were asked for."""
    return claimed


def in_turn(*rechecks: Recheck) -> Recheck:
    """Several looks, one after the other; the first that says no decides."""

    def look(claimed: Claimed) -> Claimed | Lapsed | Postponed:
        for recheck in rechecks:
            current = recheck(claimed)
            if not isinstance(current, Claimed):
                return current
            claimed = current
        return claimed

    return look


HAND_BACK: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Courier:
    """Carries the outbox to Slack."""

    open_uow: OpenUnitOfWork
    gateway: SlackGateway
    clock: Clock
    recheck: Recheck = as_claimed
    wakeup: threading.Event = field(default_factory=threading.Event)
    stopping: threading.Event = field(default_factory=threading.Event)

    def nudge(self) -> None:
        """Look at the outbox soon."""
        self.wakeup.set()

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self.stopping.set()
        self.wakeup.set()

    def run(self) -> None:
        """Serve until stopped; each nudge drains what is due."""
        with ThreadPoolExecutor(PARALLEL, thread_name_prefix="courier") as pool:
            while not self.stopping.is_set():
                self.wakeup.wait()
                self.wakeup.clear()
                while not self.stopping.is_set() and self.carry(pool):
                    pass

    def carry(self, pool: ThreadPoolExecutor) -> int:
        """Deliver one batch; answers how many were claimed."""
        try:
            claimed = self._claim()
        except StorageAwayError:
            log.warning("outbox_unreachable")
            return 0
        list(pool.map(self._handle, claimed))
        return len(claimed)

    def _claim(self) -> list[Claimed]:
        """`sending` is committed before any call, so that a crash leaves a trace."""
        with self.open_uow() as uow:
            claimed = list(uow.outbox.claim(self.clock.now(), BATCH))
            uow.commit()
        return claimed

    def _handle(self, claimed: Claimed) -> None:
        outcome = self._outcome(claimed)
        try:
            with self.open_uow() as uow:
                kept = uow.outbox.settle(claimed, outcome, self.clock.now())
                uow.commit()
        except StorageAwayError:
            # The row still says `sending`; after the rest the doubt is resolved by looking.
            log.warning("settle_unreachable", key=claimed.outgoing.key)
            return
        self._tell(claimed, outcome, kept=kept)

    def _outcome(self, claimed: Claimed) -> Outcome:
        if self.stopping.is_set():
            # Handed back untouched: another process, or the next one, takes it in a second.
            return Unclear("stopping") if claimed.doubtful else NotAccepted("stopping", HAND_BACK)
        outcome = self._resolve(claimed) if claimed.doubtful else self._deliver(claimed)
        if isinstance(outcome, Unclear) and is_hopeless(claimed, self.clock.now()):
            return Rejected(f"{UNSURE}{outcome.why}"[:64])
        return outcome

    def _resolve(self, claimed: Claimed) -> Outcome:
        """An earlier attempt may have been accepted: look before sending again."""
        found = self.gateway.search(claimed)
        match found:
            case Accepted():
                return found
            case Absent():
                return self._deliver(claimed)
            case Unreadable(why, passing):
                # Losing a handoff is worse than doubling one; anything else waits for a human,
                # unless one has decided.
                if claimed.insisted or claimed.outgoing.purpose is Purpose.HANDOFF:
                    return self._deliver(claimed)
                return Unclear(why) if passing else Rejected(f"{UNSURE}{why}"[:64])
            case _:
                assert_never(found)

    def _deliver(self, claimed: Claimed) -> Outcome:
        try:
            current = self.recheck(claimed)
        except StorageAwayError:
            return NotAccepted("storage_away")
        return self.gateway.deliver(current) if isinstance(current, Claimed) else current

    def _tell(self, claimed: Claimed, outcome: Outcome, *, kept: bool) -> None:
        fields = {
            "key": claimed.outgoing.key,
            "team": claimed.outgoing.team,
            "attempts": claimed.attempts,
            "kept": kept,
        }
        match outcome:
            case Accepted():
                log.info("post_delivered", **fields)
            case Lapsed(why):
                log.info("post_lapsed", why=why, **fields)
            case Postponed():
                log.info("post_later", **fields)
            case NotAccepted(why) | Unclear(why):
                log.warning("post_retried", why=why, **fields)
            case Rejected(why):
                log.error("post_dead", why=why, **fields)
            case _:
                assert_never(outcome)
