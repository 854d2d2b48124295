"""Two questions to everyone each quarter: asked, counted, closed, never tied to anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.quarterly import Quarter, Question, Result, may_answer, share
from bot.domain.receivers import UNTIL_RESUMED
from bot.domain.refusals import Reason, RefusedError
from bot.domain.unasked import Unasked
from bot.ports import StorageAwayError
from bot.services.pattern_core import PatternCore
from bot.views import quarterly as view
from bot.wording import patterns as words

log = structlog.get_logger()

EVERY: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Quarterly:
    """What the clock and the buttons ask for. kept: called after the outbox was filled."""

    core: PatternCore
    kept: Callable[[], None]

    def tick(self) -> None:
        """Ask where a quarter's time has come, close where it is over."""
        now = self.core.clock.now()
        quarter = Quarter.of(now)
        try:
            with self.core.open_uow() as uow:
                asking = uow.quarterly.to_ask(quarter) if quarter.is_open(now) else ()
                closing = list(uow.quarterly.to_close(now))
            for team in asking:
                self._ask(team, quarter)
            for team, over in closing:
                self._close(team, over)
        except StorageAwayError:
            log.warning("quarterly_unreachable")

    def answer(self, team: str, user: str, value: str) -> str:
        """Count one answer; answers what to tell the person. Raises RefusedError(GUEST)."""
        member = self.core.directory.member(team, user)
        if member.is_guest or member.is_bot or not member.is_active:
            raise RefusedError(Reason.GUEST)
        said = view.parse(value)
        if said is None or not may_answer(said[1], said[2]):
            return words.ALREADY_ANSWERED
        quarter, question, reply = said
        if not quarter.is_open(self.core.clock.now()):
            return words.ALREADY_ANSWERED
        with self.core.open_uow() as uow:
            counted = uow.quarterly.answer(team, user, quarter, (question, reply))
            uow.commit()
        return words.COUNTED_ANSWER if counted else words.ALREADY_ANSWERED

    def stop(self, team: str, user: str) -> str:
        """Never ask this person again."""
        with self.core.open_uow() as uow:
            uow.silences.keep(team, user, Unasked.QUARTERLY, UNTIL_RESUMED)
            uow.commit()
        return words.STOPPED

    def _ask(self, team: str, quarter: Quarter) -> None:
        with self.core.open_uow() as uow:
            siblings = uow.patterns.settings(team).sibling_groups
            enabled = uow.handoff_setup.settings(team).enabled
        if not enabled:
            return
        try:
            people = self.core.everyone(team, siblings)
        except RefusedError:
            log.warning("quarterly_waits", team=team)
            return
        with self.core.open_uow() as uow:
            if not uow.quarterly.open(team, quarter, self.core.clock.now()):
                return
            for user in sorted(people):
                if uow.silences.of(team, user).get(Unasked.QUARTERLY) != UNTIL_RESUMED:
                    uow.outbox.put(_outgoing(team, user, quarter))
            uow.commit()
        self.kept()
        log.info("quarterly_asked", team=team, key=quarter.key, count=len(people))

    def _close(self, team: str, quarter: Quarter) -> None:
        with self.core.open_uow() as uow:
            tallies = uow.quarterly.tallies(team, quarter)
            shares = tuple((question, share(tallies[question])) for question in Question)
            uow.quarterly.close(team, Result(quarter, shares), self.core.clock.now())
            uow.commit()


def _outgoing(team: str, user: str, quarter: Quarter) -> Outgoing:
    return Outgoing(
        team=team,
        key=f"quarterly:{quarter.key}:{user}",
        action=Action.POST,
        purpose=Purpose.NOTICE,
        channel=user,
        body=view.questions(quarter),
        unasked=Unasked.QUARTERLY,
    )
