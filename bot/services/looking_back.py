"""What ticks: which workspaces to look at, what is due in them, and posts that must follow."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.digest import Kind
from bot.domain.digest_settings import Problem, zone_exists
from bot.domain.refusals import RefusedError
from bot.domain.slack_text import escape
from bot.domain.unasked import Unasked
from bot.ports import Clock, Directory, StorageAwayError
from bot.ports_digest import OpenLookingBack
from bot.services.digests import Digests, Workspace, Wrong
from bot.services.menders import menders
from bot.services.reports import Reports
from bot.views import blocks as b
from bot.wording import digest as words

log = structlog.get_logger()

LOOK_EVERY: Final = timedelta(minutes=15)
"""How long a workspace is left alone: new settings hold by then, however they were changed."""
SLACK_AWAY_FOR: Final = timedelta(minutes=1)
BATCH: Final = 200
"""Workspaces looked at in one tick."""


@dataclass(frozen=True, slots=True)
class LookingBack:
    """The tick of digests and reports. Which of several processes ticks does not matter."""

    open_uow: OpenLookingBack
    directory: Directory
    digests: Digests
    reports: Reports
    clock: Clock

    def tick(self) -> None:
        """Do what is due everywhere."""
        try:
            for team in self._due():
                self.look(team)
            self._follow()
        except StorageAwayError:
            log.warning("looking_back_unreachable")

    def look(self, team: str) -> None:
        """Do what is due in one workspace, and note when to look again."""
        now = self.clock.now()
        with self.open_uow() as uow:
            wishes = uow.digests.settings(team)
        place = Workspace(team, self.directory.settings(team), wishes)
        try:
            wrong, again = self._look(place, now)
        except RefusedError:
            self._look_again(team, now + SLACK_AWAY_FOR)
        else:
            self._note(place, wrong, again)

    def _due(self) -> list[str]:
        with self.open_uow() as uow:
            return list(uow.digests.due(self.clock.now(), BATCH))

    def _look(self, place: Workspace, now: datetime) -> tuple[Wrong | None, datetime]:
        """What is wrong, and when to look next; raises RefusedError(SLACK_AWAY)."""
        zone = place.settings.time_zone
        if not zone_exists(zone):
            return Wrong(Problem.UNKNOWN_ZONE, escape(zone)), now + LOOK_EVERY
        schedule = place.wishes.schedule(zone)
        week, month = schedule.week_of(now), schedule.month_of(now)
        digest, report = self.digests.turn(place, week), self.reports.turn(place, month)
        coming = (week.due_at(place.team), month.due_at(place.team))
        again = min([now + LOOK_EVERY, *(moment for moment in coming if moment > now)])
        return digest or report, again

    def _look_again(self, team: str, at: datetime) -> None:
        with self.open_uow() as uow:
            uow.digests.look_again(team, at)
            uow.commit()

    def _note(self, place: Workspace, wrong: Wrong | None, again: datetime) -> None:
        """Tell those who can mend it, once, until it is mended."""
        admins = menders(self.directory, place.team) if wrong else []
        with self.open_uow() as uow:
            uow.digests.look_again(place.team, again)
            problem, subject = (wrong.problem, wrong.subject) if wrong else (None, "")
            if uow.digests.note(place.team, problem, subject) and wrong:
                for user in admins:
                    uow.outbox.put(_letter(place.team, user, wrong, self.clock.now()))
                log.warning("digest_held", team=place.team, why=wrong.problem.value)
            uow.commit()

    def _follow(self) -> None:
        """Posts that show what was taken back, hidden or changed since are written anew."""
        with self.open_uow() as uow:
            for digest in uow.digests.stale(BATCH):
                uow.digests.refreshed(digest)
                uow.outbox.put(
                    Outgoing(
                        team=digest.team,
                        key=f"{digest.key}:edit:{digest.edits + 1}",
                        action=Action.UPDATE,
                        purpose=Purpose.REPORT if digest.kind is Kind.REPORT else Purpose.DIGEST,
                        channel=digest.channel,
                        body={},
                        target=digest.key,
                    ),
                )
            uow.commit()


def _letter(team: str, user: str, wrong: Wrong, now: datetime) -> Outgoing:
    sentence = words.problem(wrong.problem, wrong.subject)
    return Outgoing(
        team=team,
        key=f"digest_problem:{wrong.problem}:{wrong.subject}:{int(now.timestamp())}:{user}"[:255],
        action=Action.POST,
        purpose=Purpose.NOTICE,
        channel=user,
        body={"text": sentence, "blocks": [b.section(sentence)]},
        unasked=Unasked.WORKSPACE,
    )
