"""Whose token is used for whom: one for its own workspace only, many each for its own."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.domain.delivery import Action, Claimed, NotAccepted, Outgoing, Purpose
from bot.domain.installation import Installation
from bot.ports import StorageAwayError
from bot.slack_gateway import WebGateway, durable_client
from bot.slack_teams import KEPT_FOR, Identity, ManyTeams, NotServedError, OneTeam
from tests.fakes import ManualClock

NOWHERE = "http://127.0.0.1:9/api/"
OWN = OneTeam(
    Identity("T0OWN", "Own", "B0OWN", "U0OWN", "https://own.example/"),
    durable_client(NOWHERE, "xoxb-own"),
)


@dataclass
class Table:
    """Installations, and how often they were read."""

    rows: dict[str, Installation] = field(default_factory=dict)
    away: bool = False
    reads: int = 0

    def read(self, team: str) -> Installation | None:
        self.reads += 1
        if self.away:
            raise StorageAwayError
        return self.rows.get(team)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def table(clock: ManualClock) -> Table:
    made = Installation(
        team="T0ONE",
        name="One",
        url="https://one.example/",
        app="A0",
        token="xoxb-one",
        bot="B0ONE",
        bot_user="U0ONE",
        scopes=("chat:write",),
        installed_by="U0ADA",
        installed_at=clock.now(),
    )
    return Table({"T0ONE": made, "T0TWO": replace(made, team="T0TWO", token="xoxb-two")})


@pytest.fixture
def many(table: Table, clock: ManualClock) -> ManyTeams:
    return ManyTeams(table.read, lambda: tuple(table.rows), clock, NOWHERE)


def test_the_one_token_posts_nothing_that_another_workspace_has_left(clock: ManualClock) -> None:
    """A database that was used with another workspace's token before."""
    outgoing = Outgoing("T0OTHER", "k", Action.POST, Purpose.KUDOS, "C0KUDOS", {"text": "Hello."})
    claimed = Claimed(1, 1, outgoing, "mark", 1, clock.now(), doubtful=False)
    assert WebGateway(OWN.client_for).deliver(claimed) == NotAccepted("unreachable")
    assert OWN.client_for("T0OWN").token == "xoxb-own"
    assert OWN.url_of("T0OTHER") == ""


def test_each_workspace_has_its_own_client_which_is_kept(many: ManyTeams, table: Table) -> None:
    """Reading and opening the row for every call would be one more query each."""
    first, second = many.client_for("T0ONE"), many.client_for("T0TWO")
    assert (first.token, second.token) == ("xoxb-one", "xoxb-two")
    assert many.client_for("T0ONE") is first
    assert table.reads == 2


def test_a_new_token_is_used_within_seconds_and_at_once_where_it_was_heard_of(
    many: ManyTeams, table: Table, clock: ManualClock
) -> None:
    """Another process may have refreshed it."""
    before = many.client_for("T0ONE")
    table.rows["T0ONE"] = replace(table.rows["T0ONE"], token="xoxb-fresh")
    assert many.client_for("T0ONE") is before
    clock.advance(KEPT_FOR.total_seconds())
    assert many.client_for("T0ONE").token == "xoxb-fresh"
    del table.rows["T0ONE"]
    many.forget("T0ONE")
    with pytest.raises(NotServedError):
        many.client_for("T0ONE")
    assert (many.authorize("T0ONE"), many.is_served("T0ONE")) == (None, False)
    assert many.authorize(None) is None


def test_where_the_database_is_away_known_workspaces_are_served_on(
    many: ManyTeams, table: Table, clock: ManualClock
) -> None:
    """Of an unknown one nothing is said, least of all that it is not installed."""
    many.client_for("T0ONE")
    table.away = True
    clock.advance(timedelta(minutes=1).total_seconds())
    assert many.client_for("T0ONE").token == "xoxb-one"
    with pytest.raises(NotServedError):
        many.client_for("T0TWO")
    with pytest.raises(StorageAwayError):
        many.authorize("T0TWO")
