"""Setting up many workspaces: what is missing is named before anything starts."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import Mode, build
from bot.app_start import StartError
from bot.clock import SystemClock
from bot.doctor import Doctor
from bot.settings import Settings
from bot.wording import doctor as words
from storage.crypto import Keyring, new_master_key
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock
from tests.storage.test_installations import installation, save

MASTER = new_master_key()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(MASTER)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        slack_client_id="1.2",
        slack_client_secret=SecretStr("secret"),
        slack_signing_secret=SecretStr("secret"),
        database_url=database_url,
        slack_api_url="http://127.0.0.1:9/api/",
        goodword_master_key=SecretStr(MASTER),
        goodword_key_file=tmp_path / "goodword.key",
    )


def test_many_are_served_where_there_is_an_app_and_no_bots_token(settings: Settings) -> None:
    """A token from the environment wins: whoever has one serves one workspace, as before."""
    assert settings.serves_many
    token = SecretStr("xoxb-own")
    assert not settings.model_copy(update={"slack_bot_token": token}).serves_many
    assert not settings.model_copy(update={"slack_client_id": ""}).serves_many


@pytest.mark.parametrize("database_url", ["postgresql://127.0.0.1:9/nowhere"])
@pytest.mark.parametrize(
    ("mode", "emptied", "says"),
    [
        (Mode.SERVE, "slack_client_secret", "SLACK_CLIENT_SECRET is not set"),
        (Mode.SERVE, "slack_signing_secret", "SLACK_SIGNING_SECRET is not set"),
        (Mode.WORK, "slack_client_secret", "SLACK_CLIENT_SECRET is not set"),
        (Mode.RUN, "slack_app_token", "SLACK_BOT_TOKEN is not set"),
    ],
)
def test_a_secret_that_is_missing_is_named(
    settings: Settings, mode: Mode, emptied: str, says: str
) -> None:
    """Before workers or a database are touched; Socket Mode serves one workspace only."""
    with pytest.raises(StartError, match=says):
        build(settings.model_copy(update={emptied: SecretStr("")}), mode=mode)


def test_the_doctor_counts_workspaces_and_names_what_is_missing(
    settings: Settings, units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """It looks at the app's own secrets, never at a workspace's."""

    def says(given: Settings) -> list[tuple[str, str]]:
        found = Doctor(given, SystemClock()).examine()
        return [(one.level, one.says) for one in found if one.part == words.WORKSPACES]

    assert says(settings) == [(words.HINT, words.NO_WORKSPACES)]
    save(units, installation(clock.now()))
    assert says(settings) == [(words.OK, words.workspaces(1))]
    without = {"slack_client_secret": SecretStr(""), "slack_signing_secret": SecretStr("")}
    assert says(settings.model_copy(update=without))[:2] == [
        (words.FIX, words.CLIENT_SECRET_MISSING),
        (words.FIX, words.SIGNING_SECRET_MISSING),
    ]
