"""What has to be there before a bot is put together: keys, database, workers, Slack's word."""

import urllib.error
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.orm import Session, sessionmaker

from bot.clock import SystemClock
from bot.domain.redacted import RedactionUnavailableError
from bot.domain.workspace import WorkspaceSettings
from bot.ports import StorageAwayError
from bot.redaction import redactor as redaction
from bot.settings import Settings
from bot.slack_teams import Identity
from bot.wording import doctor as words
from bot.workspace_doctor import code_of
from storage.copies import begin_copy
from storage.crypto import Keyring, WrongKeyError, key_from_file
from storage.migrate import is_current, upgrade
from storage.session import hang_up, is_sqlite, make_engine, make_sessions
from storage.workspaces import check_key, was_made_with_a_key

MODEL_DIR: Final = Path(redaction.__file__).parent / "model"


class StartError(Exception):
    """The bot cannot start; the message is one sentence for the person at the terminal."""


def start_redactor(settings: Settings, keyring: Keyring) -> redaction.PooledRedactor:
    """Warm redaction workers on the verified model; raises StartError."""
    try:
        return redaction.build(
            MODEL_DIR,
            keyring.derive("redaction"),
            settings.goodword_redaction_workers,
        )
    except RedactionUnavailableError:
        raise StartError(
            "The redaction model is missing or damaged, so nothing may be posted. "
            "Install Goodword again.",
        ) from None


def workspace_settings(settings: Settings) -> WorkspaceSettings:
    """The environment's wishes: a workspace's first settings; afterwards Slack is the place."""
    return WorkspaceSettings(
        intake_channels=tuple(sorted(settings.goodword_intake_channels)),
        admins=settings.goodword_admins,
        kudos_channel=settings.goodword_kudos_channel,
        support_group=settings.goodword_support_group,
        leads=settings.goodword_leads,
        kept_terms=settings.goodword_kept_terms,
    )


def open_keyring(settings: Settings) -> Keyring:
    """The master keys: from the environment, or the key file (made on the first start)."""
    given = settings.goodword_master_key.get_secret_value()
    if not given:
        _refuse_a_second_key(settings)
    try:
        if given:
            return Keyring(given)
        settings.goodword_key_file.parent.mkdir(parents=True, exist_ok=True)
        return Keyring(key_from_file(settings.goodword_key_file))
    except WrongKeyError as error:
        raise StartError(f"{error}. Set GOODWORD_MASTER_KEY to the right one.") from None
    except OSError:
        raise StartError(
            f"The key file {settings.goodword_key_file} cannot be read or made. "
            "Set GOODWORD_MASTER_KEY or mend its permissions.",
        ) from None


def _refuse_a_second_key(settings: Settings) -> None:
    """A key made now would open nothing of a database that was made with another one."""
    file = settings.goodword_key_file
    try:
        if not file.exists() and was_made_with_a_key(settings.database_url):
            raise StartError(words.key_file_lost(str(file)))
    except StorageAwayError:
        raise StartError(words.DATABASE_AWAY) from None


def open_database(settings: Settings, keyring: Keyring) -> sessionmaker[Session]:
    """Sessions on a database that is there, migrated (SQLite) and made with our key."""
    url = settings.database_url
    try:
        if is_sqlite(url):
            _make_folder(url)
            upgrade(url)
        elif not is_current(url):
            raise StartError("The database has another schema. Run `goodword migrate` first.")
        sessions = make_sessions(make_engine(url))
        with ExitStack() as failed:
            failed.callback(hang_up, sessions)
            check_key(sessions, keyring)
            begin_copy(sessions, SystemClock().now())
            failed.pop_all()
    except StorageAwayError:
        raise StartError(words.DATABASE_AWAY) from None
    except WrongKeyError:
        raise StartError(
            "The database was made with another master key. Set GOODWORD_MASTER_KEY, or the key "
            "file, to the one it was made with.",
        ) from None
    return sessions


def refuse_sqlite(settings: Settings) -> None:
    """Several processes on one embedded database would lose messages; raises StartError."""
    if is_sqlite(settings.database_url):
        raise StartError(
            "Several processes need PostgreSQL: set DATABASE_URL to a postgresql:// address, "
            "or use `goodword run`.",
        )


def _make_folder(url: str) -> None:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)


def require(settings: Settings, *names: str) -> None:
    """Raise StartError for the first secret that is not set; it says where Slack shows it."""
    for name in names:
        if not getattr(settings, name).get_secret_value():
            raise StartError(words.MISSING[name])


def check_app_token(settings: Settings) -> None:
    """Slack's word on the token of Socket Mode; raises StartError."""
    token = settings.slack_app_token.get_secret_value()
    client = WebClient(token=token, base_url=settings.slack_api_url)
    try:
        client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        raise StartError(f"{words.APP_TOKEN}: {words.app_refused(code_of(error))}") from None
    except (urllib.error.URLError, SlackClientError, OSError):
        raise StartError(words.SLACK_AWAY_AT_START) from None


def who_am_i(settings: Settings) -> Identity:
    """Slack's word on our token; raises StartError."""
    client = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
    )
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        raise StartError(f"{words.BOT_TOKEN}: {words.refused(code_of(error))}") from None
    except (urllib.error.URLError, SlackClientError, OSError):
        raise StartError(words.SLACK_AWAY_AT_START) from None
    return Identity(
        team=str(answer["team_id"]),
        name=str(answer.get("team") or ""),
        bot_id=str(answer.get("bot_id") or ""),
        bot_user=str(answer.get("user_id") or ""),
        url=str(answer.get("url") or ""),
    )
