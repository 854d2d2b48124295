"""Calls the company's on-call tool: signed, once at a time, tried again for an hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.on_call import Answer, Answered, Calling, NotAnswered, payload, signature
from bot.domain.unasked import Unasked
from bot.ports import Clock, Directory, StorageAwayError
from bot.ports_handoff import HandoffUnitOfWork, OnCallSender, OpenHandoffUnitOfWork
from bot.services.menders import menders
from bot.views import handoff_cards as cards
from bot.wording import handoff_home as words

log = structlog.get_logger()

EVERY: Final = timedelta(seconds=1)
BATCH: Final = 4
"""With 5 s for each call, four in a row stay below a lease of 30 s."""


TOLD_AFTER: Final = 5
"""Attempts before admins hear of it: half a minute of pauses, so that a restart is no alarm."""


@dataclass(frozen=True, slots=True)
class OnCallCaller:
    """Carries the queue to the tool."""

    open_uow: OpenHandoffUnitOfWork
    sender: OnCallSender
    directory: Directory
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
        is_long = isinstance(answer, NotAnswered) and calling.attempts >= TOLD_AFTER
        admins = menders(self.directory, calling.call.team) if is_long else []
        with self.open_uow() as uow:
            if uow.on_call.settle(calling, answer, self.clock.now()):
                _tell(uow, calling, admins)
            uow.commit()
        self._note(calling, answer)

    def _note(self, calling: Calling, answer: Answer) -> None:
        fields = {"team": calling.call.team, "attempts": calling.attempts}
        match answer:
            case Answered():
                log.info("on_call_reached", **fields)
            case NotAnswered(why):
                log.warning("on_call_retried", why=why, **fields)


def _tell(uow: HandoffUnitOfWork, calling: Calling, admins: Iterable[str]) -> None:
    """Once for each handoff, however many rounds and attempts there are."""
    call = calling.call
    for user in admins:
        uow.outbox.put(
            Outgoing(
                team=call.team,
                key=f"handoff:{call.handoff}:on_call_away:{user}",
                action=Action.POST,
                purpose=Purpose.HANDOFF,
                channel=user,
                body=cards.message(None, words.ON_CALL_AWAY),
                unasked=Unasked.WORKSPACE,
            ),
        )
