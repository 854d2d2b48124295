"""Calls the company's on-call tool: signed, once at a time, tried again for an hour."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot.domain.on_call import Answer, Answered, Calling, NotAnswered, payload, signature
from bot.ports import Clock, StorageAwayError
from bot.ports_handoff import OnCallSender, OpenHandoffUnitOfWork

log = structlog.get_logger()

EVERY: Final = timedelta(seconds=1)
BATCH: Final = 4
"""With 5 s for each call, four in a row stay below a lease of 30 s."""


@dataclass(frozen=True, slots=True)
class OnCallCaller:
    """Carries the queue to the tool."""

    open_uow: OpenHandoffUnitOfWork
    sender: OnCallSender
    clock: Clock

    def tick(self) -> None:
        """Make the calls that are due."""
        try:
            with self.open_uow() as uow:
                claimed = list(uow.on_call.claim(self.clock.now(), BATCH))
                uow.commit()
            for calling in claimed:
                self._call(calling)
        except StorageAwayError:
            log.warning("on_call_unreachable")

    def _call(self, calling: Calling) -> None:
        with self.open_uow() as uow:
            target = uow.handoff_setup.settings(calling.call.team).on_call
        if target is None:
            answer: Answer = NotAnswered("no_address")
        else:
            body = payload(calling.call)
            stamp = int(self.clock.now().timestamp())
            headers = {
                "Content-Type": "application/json",
                "Idempotency-Key": calling.call.key,
                "X-Goodword-Timestamp": str(stamp),
                "X-Goodword-Signature": signature(target.secret, stamp, body),
            }
            answer = self.sender.send(target.url, body, headers)
        with self.open_uow() as uow:
            uow.on_call.settle(calling, answer, self.clock.now())
            uow.commit()
        self._tell(calling, answer)

    def _tell(self, calling: Calling, answer: Answer) -> None:
        fields = {"team": calling.call.team, "attempts": calling.attempts}
        match answer:
            case Answered():
                log.info("on_call_reached", **fields)
            case NotAnswered(why):
                log.warning("on_call_retried", why=why, **fields)
