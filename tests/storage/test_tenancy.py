"""Workspaces that come and go: what the services do with the rows, on both databases."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.inbox import Happening, StoredEvent
from bot.domain.installation import Installation
from bot.services.tenancy import Refreshing, Tenancy
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock
from tests.full_house import TEAM as HOUSE
from tests.full_house import fill
from tests.storage.test_installations import TEAM, found, installation, rows_of, save


def removal(clock: ManualClock, team: str = HOUSE) -> StoredEvent:
    moment = str(int(clock.now().timestamp()))
    return StoredEvent(team, "Ev0GONE", Happening.REMOVED, subject=moment)


def test_a_removed_workspace_is_kept_for_thirteen_days_and_gone_within_fourteen(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """The job runs hourly; the promise has a day to spare."""
    fill(units)
    tenancy = Tenancy(units, clock, lambda _team: None)
    clock.advance(60)
    tenancy.removed(removal(clock))
    before = rows_of(units, HOUSE)
    clock.advance(timedelta(days=12.9).total_seconds())
    tenancy.erase()
    assert rows_of(units, HOUSE) == before
    clock.advance(timedelta(hours=3).total_seconds())
    tenancy.erase()
    assert rows_of(units, HOUSE) == {}


def test_the_second_event_does_not_begin_the_term_anew(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """tokens_revoked may come days after app_uninstalled."""
    fill(units)
    heard: list[str] = []
    tenancy = Tenancy(units, clock, heard.append)
    clock.advance(60)
    tenancy.removed(removal(clock))
    clock.advance(timedelta(days=10).total_seconds())
    tenancy.removed(removal(clock))
    clock.advance(timedelta(days=3.1).total_seconds())
    tenancy.erase()
    assert rows_of(units, HOUSE) == {}
    assert heard == [HOUSE, HOUSE]


@dataclass
class FakeSlack:
    """Gives no token the first time."""

    asked: list[str] = field(default_factory=list)

    def refresh(self, installation: Installation, now: datetime) -> Installation | None:
        self.asked.append(installation.team)
        if len(self.asked) == 1:
            return None
        return installation.renewed("xoxb-2", "xoxe-2", now + timedelta(hours=12))


def test_a_token_that_slack_would_not_renew_is_asked_for_again(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """It works for two more hours, so minutes later is early enough."""
    ends = clock.now() + timedelta(hours=12)
    save(units, installation(clock.now(), refresh_token="xoxe-1", expires_at=ends))
    slack, heard = FakeSlack(), list[str]()
    refreshing = Refreshing(units, slack, clock, heard.append)
    refreshing.tick()
    assert slack.asked == []
    clock.advance(10.1 * 3_600)
    refreshing.tick()
    refreshing.tick()
    kept = found(units)
    assert kept is not None
    assert (slack.asked, kept.token, heard) == ([TEAM], "xoxb-first-secret", [])
    clock.advance(301)
    refreshing.tick()
    kept = found(units)
    assert kept is not None
    assert (slack.asked, kept.token, heard) == ([TEAM, TEAM], "xoxb-2", [TEAM])
