"""Workspaces that come and go: what the services do with the rows, on both databases."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from bot.domain.inbox import Happening, StoredEvent
from bot.domain.installation import Installation
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Directory
from bot.ports_sharing import History
from bot.services.gap import WORKSPACES, Gap
from bot.services.tenancy import Checking, Refreshing, Tenancy
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
class FakeTokens:
    """Says of some tokens that they are revoked."""

    revoked: set[str]
    asked: list[str] = field(default_factory=list)

    def is_revoked(self, team: str) -> bool:
        self.asked.append(team)
        return team in self.revoked


def test_each_token_is_tried_once_a_day_and_what_is_revoked_is_gone_in_time(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """The term counts from the day before: the removal may be as old as the look before."""
    gone = "T0SECOND"
    save(units, installation(clock.now()))
    save(units, installation(clock.now(), team=gone))
    slack, heard = FakeTokens({gone}), list[str]()
    checking = Checking(units, slack, clock, heard.append)
    for _ in range(24):
        clock.advance(3_600)
        checking.tick()
    assert (sorted(slack.asked), heard) == ([TEAM, gone], [gone])
    assert (found(units) is None, found(units, gone) is None) == (False, True)
    clock.advance(timedelta(days=12.1).total_seconds())
    Tenancy(units, clock, heard.append).erase()
    assert rows_of(units, gone) == {}
    assert rows_of(units, TEAM)


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


@dataclass
class FakeHistory:
    """Remembers which workspaces were read."""

    read: list[str] = field(default_factory=list)

    def since(self, team: str, _channel: str, _moment: datetime) -> list[StoredEvent]:
        self.read.append(team)
        return []


class FakeDirectory:
    """Every workspace has one intake channel."""

    def stored(self, _team: str) -> WorkspaceSettings:
        return WorkspaceSettings(intake_channels=("C0PRAISE",))


def test_of_many_workspaces_those_read_longest_ago_come_first(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Ten thousand are not read every two minutes; each has its turn, new ones too."""
    teams = [f"T{number:04}" for number in range(WORKSPACES + 40)]
    history = FakeHistory()
    gap = Gap(
        open_uow=units,
        directory=cast("Directory", FakeDirectory()),
        history=cast("History", history),
        keep=lambda _event: None,
        clock=clock,
        teams=lambda: teams,
    )
    gap.begin()
    clock.advance(120)
    gap.read()
    assert len(history.read) == WORKSPACES
    clock.advance(120)
    gap.read()
    assert set(history.read) == set(teams)
    teams.append("T9NEW")
    clock.advance(120)
    gap.read()
    clock.advance(120)
    gap.read()
    assert "T9NEW" in history.read
