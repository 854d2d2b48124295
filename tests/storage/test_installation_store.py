"""Our table behind slack_sdk's interface: what its own pieces save they find again."""

from datetime import UTC, datetime

import pytest
from slack_sdk.oauth.installation_store import Installation

from bot.slack_installations import NotOneWorkspaceError, OwnInstallationStore
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock

WHERE = {"enterprise_id": None, "team_id": "T0FIRST"}


@pytest.fixture
def store(units: SqlUnitsOfWork, clock: ManualClock) -> OwnInstallationStore:
    return OwnInstallationStore(units, clock)


def made(now: datetime, **changes: object) -> Installation:
    values: dict[str, object] = {
        "app_id": "A0GOODWORD",
        "team_id": "T0FIRST",
        "team_name": "First",
        "bot_token": "xoxb-first",
        "bot_id": "B0FIRST",
        "bot_user_id": "U0FIRST",
        "bot_scopes": ["chat:write", "commands"],
        "user_id": "U0ADA",
        "installed_at": now.timestamp(),
        "custom_values": {"url": "https://first.example/"},
    }
    return Installation(**{**values, **changes})


def test_what_is_saved_is_found_as_installation_and_as_bot(
    store: OwnInstallationStore, clock: ManualClock
) -> None:
    """Whole seconds: `installed_at` is compared with Slack's `event_time`."""
    store.save(made(clock.now(), bot_refresh_token="xoxe-1", bot_token_expires_at=2_000_000_000))
    found = store.find_installation(**WHERE)
    assert found is not None
    expected = made(clock.now().replace(microsecond=0), token_type="bot")
    shown = {**found.to_dict(), "bot_refresh_token": None, "bot_token_expires_at": None}
    assert shown == expected.to_dict()
    assert (found.bot_refresh_token, found.bot_token_expires_at) == ("xoxe-1", 2_000_000_000)
    bot = store.find_bot(**WHERE)
    assert bot is not None
    assert (bot.bot_token, bot.bot_scopes) == ("xoxb-first", ["chat:write", "commands"])


def test_fresh_tokens_of_a_bot_replace_the_old_ones(
    store: OwnInstallationStore, clock: ManualClock
) -> None:
    """As slack_sdk's rotator saves them; for an unknown workspace nothing is kept."""
    store.save(made(clock.now(), bot_refresh_token="xoxe-1", bot_token_expires_at=2_000_000_000))
    bot = store.find_bot(**WHERE)
    assert bot is not None
    bot.bot_token, bot.bot_refresh_token = "xoxb-2", "xoxe-2"
    store.save_bot(bot)
    again = store.find_bot(**WHERE)
    assert again is not None
    assert (again.bot_token, again.bot_refresh_token) == ("xoxb-2", "xoxe-2")
    bot.team_id = "T0UNKNOWN"
    store.save_bot(bot)
    assert store.find_bot(enterprise_id=None, team_id="T0UNKNOWN") is None


@pytest.mark.parametrize("how", ["delete_bot", "delete_installation", "delete_all"])
def test_whatever_is_deleted_is_gone(
    store: OwnInstallationStore, clock: ManualClock, how: str
) -> None:
    """There is one row a workspace, so each of the three means the same."""
    store.save(made(clock.now()))
    getattr(store, how)(**WHERE)
    assert store.find_installation(**WHERE) is None


@pytest.mark.parametrize(
    "changes",
    [{"is_enterprise_install": True, "team_id": None}, {"bot_token": None}],
    ids=["a-whole-organisation", "no-bot"],
)
def test_only_bots_of_single_workspaces_are_kept(
    store: OwnInstallationStore, changes: dict[str, object]
) -> None:
    """Anything else is refused by name."""
    with pytest.raises(NotOneWorkspaceError):
        store.save(made(datetime(2026, 3, 2, tzinfo=UTC), **changes))
    org = store.find_installation(enterprise_id="E1", team_id=None, is_enterprise_install=True)
    assert org is None
