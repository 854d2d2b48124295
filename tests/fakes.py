"""Stand-ins that keep the same interface as the ports they stand in for."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.delivery import Absent, Accepted, Action, Claimed, Outcome, Search

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class ManualClock:
    """A clock that moves when told to."""

    time: datetime = START

    def now(self) -> datetime:
        return self.time

    def wait(self, event: threading.Event, seconds: float) -> bool:
        self.advance(seconds)
        return event.is_set()

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class FakeChannel:
    """A Slack channel that accepts everything unless told how to answer."""

    shown: dict[str, str] = field(default_factory=dict)
    answers: list[Outcome] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def deliver(self, claimed: Claimed) -> Outcome:
        self.calls.append(claimed.outgoing.key)
        if self.answers:
            answer = self.answers.pop(0)
            if not isinstance(answer, Accepted):
                return answer
        ts = f"{len(self.calls)}.0"
        if claimed.outgoing.action is Action.DELETE:
            self.shown.pop(claimed.target_ts or "", None)
        else:
            self.shown[ts] = claimed.mark
        return Accepted(claimed.outgoing.channel, ts)

    def search(self, claimed: Claimed) -> Search:
        if self.searches:
            return self.searches.pop(0)
        for ts, mark in self.shown.items():
            if mark == claimed.mark:
                return Accepted(claimed.outgoing.channel, ts)
        return Absent()
