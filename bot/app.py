"""The composition root: plugs storage, redaction, Slack and the handlers together."""

import threading
import urllib.error
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.orm import Session, sessionmaker

import handlers
from bot.clock import TICK, SystemClock, Tick, schedule
from bot.domain.redacted import RedactionUnavailableError
from bot.domain.workspace import WorkspaceSettings
from bot.outbox import Courier
from bot.ports import Clock, StorageAwayError
from bot.redaction import redactor as redaction
from bot.services.sharing import Sharing
from bot.settings import Settings
from bot.slack_desk import WebDesk
from bot.slack_directory import SlackDirectory
from bot.slack_gateway import WebGateway, durable_client
from storage.crypto import Keyring, WrongKeyError, key_from_file
from storage.migrate import upgrade
from storage.session import is_sqlite, make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import check_key, register_workspace

log = structlog.get_logger()

MODEL_DIR: Final = Path(redaction.__file__).parent / "model"
CONNECT_POLL_S: Final = 0.05
"""`connect` returns before the connection stands; until then nobody may be told it does."""
LISTENER_THREADS: Final = 10
"""Bolt's default of 5 would let two slow submits hold up an acknowledgement."""


class StartError(Exception):
    """The bot cannot start; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in Slack."""

    team: str
    name: str
    bot_id: str
    bot_user: str


@dataclass(frozen=True, slots=True)
class Goodword:
    """A bot that is put together; `run` serves until `stop`."""

    bolt: App
    socket: SocketModeHandler
    courier: Courier
    redactor: redaction.PooledRedactor
    scheduler: BackgroundScheduler
    stopping: threading.Event

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve in Socket Mode until stopped; `ready` is called once connected."""
        carrier = threading.Thread(target=self.courier.run, name="courier")
        carrier.start()
        self.scheduler.start()
        try:
            self.socket.connect()  # type: ignore[no-untyped-call] # Bolt's adapter
            while not self.socket.client.is_connected() and not self.stopping.wait(CONNECT_POLL_S):
                pass
            log.info("ready", mode="socket")
            ready()
            self.stopping.wait()
        finally:
            self.socket.close()  # type: ignore[no-untyped-call] # Bolt's adapter
            self.scheduler.shutdown(wait=True)
            self.courier.stop()
            carrier.join()
            self.redactor.close()
            log.info("stopped")

    def stop(self) -> None:
        """Ask `run` to finish what is in hand and return."""
        self.stopping.set()


def build(settings: Settings, clock: Clock | None = None) -> Goodword:
    """Put a bot together; raises StartError with one sentence when it cannot be."""
    _require_tokens(settings)
    keyring = open_keyring(settings)
    redactor = start_redactor(settings, keyring)
    try:
        return assemble(settings, clock or SystemClock(), keyring, redactor)
    except StartError:
        redactor.close()
        raise


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


def assemble(
    settings: Settings,
    clock: Clock,
    keyring: Keyring,
    redactor: redaction.PooledRedactor,
) -> Goodword:
    """Plug the parts together; raises StartError."""
    sessions = open_database(settings, keyring)
    identity = _who_am_i(settings)
    register_workspace(
        sessions,
        keyring,
        team=identity.team,
        name=identity.name,
        bot_user=identity.bot_user,
        now=clock.now(),
    )
    units = SqlUnitsOfWork(sessions, keyring, clock)
    client = durable_client(settings.slack_api_url, settings.slack_bot_token.get_secret_value())
    courier = Courier(units, WebGateway(lambda _team: client), clock)
    desk = WebDesk(lambda _team: client)
    sharing = Sharing(
        open_uow=units,
        redactor=redactor,
        desk=desk,
        directory=SlackDirectory(
            lambda _team: client,
            clock,
            lambda _team: workspace_settings(settings),
        ),
        clock=clock,
        fingerprint_key=keyring.derive("fingerprint"),
    )
    bolt = _bolt(settings, identity)
    handlers.register(bolt, sharing=sharing, desk=desk, kept=courier.nudge)
    return Goodword(
        bolt=bolt,
        socket=_socket(settings, bolt),
        courier=courier,
        redactor=redactor,
        scheduler=schedule((Tick("courier", TICK, courier.nudge),)),
        stopping=threading.Event(),
    )


def workspace_settings(settings: Settings) -> WorkspaceSettings:
    """The environment's wishes as workspace settings."""
    return WorkspaceSettings(
        kudos_channel=settings.goodword_kudos_channel,
        support_group=settings.goodword_support_group,
        leads=settings.goodword_leads,
        kept_terms=settings.goodword_kept_terms,
    )


def open_keyring(settings: Settings) -> Keyring:
    """The master keys: from the environment, or the key file (made on the first start)."""
    given = settings.goodword_master_key.get_secret_value()
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


def open_database(settings: Settings, keyring: Keyring) -> sessionmaker[Session]:
    """Sessions on a database that is there, migrated (SQLite) and made with our key."""
    url = settings.database_url
    try:
        if is_sqlite(url):
            _make_folder(url)
            upgrade(url)
        sessions = make_sessions(make_engine(url))
        check_key(sessions, keyring)
    except StorageAwayError:
        raise StartError(
            "The database does not answer. Check DATABASE_URL; on PostgreSQL run "
            "`goodword migrate` first.",
        ) from None
    except WrongKeyError:
        raise StartError(
            "The database was made with another master key. Set GOODWORD_MASTER_KEY, or the key "
            "file, to the one it was made with.",
        ) from None
    return sessions


def _make_folder(url: str) -> None:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)


def _require_tokens(settings: Settings) -> None:
    for name in ("slack_bot_token", "slack_app_token"):
        if not getattr(settings, name).get_secret_value():
            raise StartError(
                f"{name.upper()} is not set. README.md tells where Slack shows it.",
            )


def _who_am_i(settings: Settings) -> Identity:
    client = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
    )
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        raise StartError(
            f"Slack refused the bot token ({error.response['error']}). "
            "Copy it again from OAuth & Permissions.",
        ) from None
    except (urllib.error.URLError, SlackClientError, OSError):
        raise StartError("Slack cannot be reached. Check the network, then start again.") from None
    return Identity(
        team=str(answer["team_id"]),
        name=str(answer.get("team") or ""),
        bot_id=str(answer.get("bot_id") or ""),
        bot_user=str(answer.get("user_id") or ""),
    )


def _bolt(settings: Settings, identity: Identity) -> App:
    token = settings.slack_bot_token.get_secret_value()

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    return App(
        authorize=authorize,
        signing_secret=settings.slack_signing_secret.get_secret_value() or "socket mode",
        client=WebClient(base_url=settings.slack_api_url),
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener"),
    )


def _socket(settings: Settings, bolt: App) -> SocketModeHandler:
    return SocketModeHandler(
        bolt,
        settings.slack_app_token.get_secret_value(),
        web_client=WebClient(base_url=settings.slack_api_url),
    )
