"""The monthly report: drafted for a person, signed by a person, or not at all."""

import enum
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

from bot.domain.redacted import Redacted
from bot.domain.refusals import Reason, RefusedError

REMIND_AFTER: Final = timedelta(days=3)
"""One reminder, then silence."""
ITEMS_MAX: Final = 20
"""Two blocks each, plus heading, words and names, within the 50 of a message."""
INTRO_MAX: Final = 2_000


class ReportState(enum.StrEnum):
    """Where a report stands."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Report:
    """One month's report. starts, stops: the month it is about, in UTC. ends: too late after it.

    editor: who has the draft now. intro: what they wrote, once signed.
    """

    team: str
    period: str
    editor: str
    state: ReportState
    drafted_at: datetime
    starts: datetime
    stops: datetime
    ends: datetime
    reminded_at: datetime | None = None
    intro: Redacted | None = None

    @property
    def key(self) -> str:
        """Natural key of its post."""
        return f"report:{self.period}"

    def is_for(self, user: str, now: datetime) -> bool:
        """Whether this person may sign it now."""
        return self.state is ReportState.DRAFTED and user == self.editor and now < self.ends

    def sign(self, by: str, intro: Redacted | None, now: datetime) -> Self:
        """Signed by the person who has the draft; raises RefusedError."""
        self._require(by, now)
        return replace(self, state=ReportState.SIGNED, intro=intro)

    def set_aside(self, by: str, now: datetime) -> Self:
        """No report this month; raises RefusedError."""
        self._require(by, now)
        return replace(self, state=ReportState.SET_ASIDE)

    def pass_on(self, by: str, to: str | None, now: datetime) -> Self:
        """To the deputy; raises RefusedError."""
        self._require(by, now)
        if to is None or to == self.editor:
            raise RefusedError(Reason.NO_REPORT_DEPUTY)
        return replace(self, editor=to, drafted_at=now, reminded_at=None)

    def needs_reminder(self, now: datetime) -> bool:
        """Whether it is time for the one reminder."""
        waits = self.state is ReportState.DRAFTED and self.reminded_at is None
        return waits and self.drafted_at + REMIND_AFTER <= now < self.ends

    def _require(self, by: str, now: datetime) -> None:
        if self.state is not ReportState.DRAFTED or now >= self.ends:
            raise RefusedError(Reason.REPORT_CLOSED)
        if by != self.editor:
            raise RefusedError(Reason.NOT_THE_EDITOR)
