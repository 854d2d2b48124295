"""The composition root: plugs storage, redaction, Slack and the handlers together."""

import enum
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, assert_never

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy.orm import Session, sessionmaker

import handlers
from bot import app_handoff, app_praise, twins
from bot.app_digest import DigestParts, links_into
from bot.app_features import Features
from bot.app_operations import measured, measures_of
from bot.app_sharing import Common, Heard, SharingParts
from bot.app_start import (
    StartError,
    check_app_token,
    open_database,
    open_keyring,
    refuse_sqlite,
    require,
    start_redactor,
    who_am_i,
)
from bot.app_tenancy import TenancyParts, teams_of
from bot.clock import HOURLY, TICK, SystemClock, Tick, schedule
from bot.domain.inbox import StoredEvent
from bot.inbox import Drainer
from bot.metrics import MeasuredApp, MeasuredGateway, MeasuredRedactor, Measures
from bot.outbox import Courier, in_turn
from bot.ports import Clock
from bot.praise_door import PraiseDoor, to_many, to_one
from bot.redaction import redactor as redaction
from bot.services.gap import EVERY, Gap
from bot.settings import Settings
from bot.slack_directory import SlackDirectory
from bot.slack_gateway import WebGateway
from bot.slack_history import WebHistory
from bot.slack_line import EVENTS_PATH, PING_S, HttpLine, Line, NoLine, SocketLine, Web
from bot.slack_teams import Teams
from bot.wording import install as install_words
from handlers.inbox import EventDoor
from handlers.payloads_inbox import posted_event
from storage.crypto import Keyring
from storage.session import answers, hang_up
from storage.unit_of_work import SqlUnitsOfWork

log = structlog.get_logger()

LISTENER_THREADS: Final = 10
"""Bolt's default of 5 would let two slow submits hold up an acknowledgement."""


class Mode(enum.StrEnum):
    """What a process is for."""

    RUN = "run"
    """Everything in one process, over Socket Mode."""
    SERVE = "serve"
    """Slack's requests over HTTP; others carry what they lead to."""
    WORK = "work"
    """Outbox, inbox and clock; Slack never calls."""


_SECRETS: Final = {
    Mode.RUN: ("slack_bot_token", "slack_app_token"),
    Mode.SERVE: ("slack_bot_token", "slack_signing_secret"),
    Mode.WORK: ("slack_bot_token",),
}
_SECRETS_OF_MANY: Final = {
    Mode.RUN: _SECRETS[Mode.RUN],
    Mode.SERVE: ("slack_client_secret", "slack_signing_secret"),
    Mode.WORK: ("slack_client_secret",),
}
LISTEN_S: Final = 0.5
"""How long a signal may go unheard."""
WARMED: Final = 20
"""Workspaces whose names are read at the start, so that no submit has to wait for them."""


@dataclass(frozen=True, slots=True)
class Goodword:
    """A bot that is put together; `run` serves until `stop`."""

    mode: Mode
    line: Line
    listeners: ThreadPoolExecutor
    courier: Courier
    drainer: Drainer
    gap: Gap
    directory: SlackDirectory
    teams: Teams
    redactor: redaction.PooledRedactor
    scheduler: BackgroundScheduler
    sessions: sessionmaker[Session]
    stopping: threading.Event

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until stopped; `ready` is called once Slack can reach us."""
        workers = self._start_workers()
        try:
            for team in self.teams.served()[:WARMED]:
                self.directory.roster(team)
            self.line.open(self.stopping)
            log.info("ready", mode=self.line.mode)
            ready()
            if workers:
                self.gap.read()
            # Never without a timeout: a signal that comes right before would wait as long.
            while not self.stopping.wait(LISTEN_S):
                pass
        finally:
            self.line.close()
            self.listeners.shutdown(wait=True)
            self._stop_workers(workers)
            self.redactor.close()
            hang_up(self.sessions)
            log.info("stopped")

    def stop(self) -> None:
        """Ask `run` to finish what is in hand and return."""
        self.stopping.set()

    def _start_workers(self) -> list[threading.Thread]:
        if self.mode is Mode.SERVE:
            return []
        workers = [
            threading.Thread(target=self.courier.run, name="courier"),
            threading.Thread(target=self.drainer.run, name="drainer"),
        ]
        for worker in workers:
            worker.start()
        self.gap.begin()
        self.scheduler.start()
        return workers

    def _stop_workers(self, workers: list[threading.Thread]) -> None:
        if self.scheduler.running:
            self.scheduler.shutdown(wait=True)
        self.drainer.stop()
        self.courier.stop()
        for worker in workers:
            worker.join()


def build(settings: Settings, clock: Clock | None = None, mode: Mode = Mode.RUN) -> Goodword:
    """Put a bot together; raises StartError with one sentence when it cannot be."""
    if mode is not Mode.RUN:
        refuse_sqlite(settings)
    require(settings, *(_SECRETS_OF_MANY if settings.serves_many else _SECRETS)[mode])
    # Before the workers are started: a newcomer's wrong token is the first thing they hear of.
    if not settings.serves_many:
        who_am_i(settings)
    if mode is Mode.RUN:
        check_app_token(settings)
    keyring = open_keyring(settings)
    redactor = start_redactor(settings, keyring)
    try:
        return assemble(settings, clock or SystemClock(), keyring, redactor, mode)
    except StartError:
        redactor.close()
        raise


def assemble(
    settings: Settings,
    clock: Clock,
    keyring: Keyring,
    redactor: redaction.PooledRedactor,
    mode: Mode = Mode.RUN,
) -> Goodword:
    """Plug the parts together; raises StartError."""
    sessions = open_database(settings, keyring)
    teams = teams_of(settings, sessions, keyring, clock)
    units = SqlUnitsOfWork(sessions, keyring, clock)
    measures = measures_of(sessions, clock)
    reader = MeasuredRedactor(redactor, measures)
    common = Common.build(units, keyring, reader, teams.client_for, clock)
    digests = DigestParts.build(common, teams.client_for, links_into(teams.url_of))
    gateway = MeasuredGateway(WebGateway(teams.client_for), measures)
    courier = Courier(units, gateway, clock, in_turn(digests.recheck, app_praise.recheck(common)))
    parts = SharingParts.build(common)
    handoffs = app_handoff.build(common, courier.nudge)
    tenancy = TenancyParts.build(settings, teams, units, parts)
    features = Features.build(parts, digests, handoffs, courier.nudge)
    home = parts.home(features.urgent(), features.between())
    heard = Heard(handoffs.receiving.person_changed, tenancy.tenancy.removed, teams.is_served)
    drainer = parts.drainer(
        home, courier.nudge, heard, measures.acted, features.privacy.routes(home)
    )
    listeners = ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener")
    bolt = _bolt(settings, teams, EventDoor(parts.offers.wants, drainer.keep), listeners, measures)
    handlers.register(bolt, features.doors(home, courier.nudge))
    gap = _gap(common, drainer, teams)
    stopping = threading.Event()
    is_ready = lambda: not stopping.is_set() and answers(sessions)  # noqa: E731 - one word
    slack, praise = SlackRequestHandler(bolt, EVENTS_PATH), _praise(settings, common, teams)
    web = Web(slack, is_ready, measures.text, tenancy.door, praise)
    line = measured(_line(settings, bolt, mode, web), settings, measures)
    own = (*_own_ticks(courier, drainer, line, gap), _twins(units, teams, clock), *tenancy.ticks())
    return Goodword(
        mode=mode,
        line=line,
        listeners=listeners,
        courier=courier,
        drainer=drainer,
        gap=gap,
        directory=common.directory,
        teams=teams,
        redactor=redactor,
        scheduler=schedule((*own, *features.ticks(home))),
        sessions=sessions,
        stopping=stopping,
    )


def _gap(common: Common, drainer: Drainer, teams: Teams) -> Gap:
    def as_event(team: str, channel: str, message: Mapping[str, Any]) -> StoredEvent | None:
        return posted_event(team, channel, message, own=teams.own_user(team))

    history = WebHistory(teams.client_for, as_event)
    return Gap(
        open_uow=common.units,
        directory=common.directory,
        history=history,
        keep=drainer.keep,
        clock=common.clock,
        teams=teams.served,
    )


def _praise(settings: Settings, common: Common, teams: Teams) -> PraiseDoor | None:
    """Where comments are sent to; of many workspaces each has a secret of its own."""
    secret = settings.goodword_praise_secret.get_secret_value()
    if not secret:
        return None
    if settings.serves_many:
        return app_praise.door(common, to_many(secret, teams.is_served))
    return app_praise.door(common, to_one(secret, teams.served()[0]))


def _twins(units: SqlUnitsOfWork, teams: Teams, clock: Clock) -> Tick:
    sweeper = twins.Sweeper(units, WebGateway(teams.client_for), clock)
    return Tick("twins", twins.EVERY, sweeper.tick)


def _own_ticks(courier: Courier, drainer: Drainer, line: Line, gap: Gap) -> tuple[Tick, ...]:
    return (
        Tick("gap", EVERY, gap.read),
        Tick("courier", TICK, courier.nudge),
        Tick("drainer", TICK, drainer.nudge),
        Tick("inbox purge", HOURLY, drainer.purge),
        Tick("line", TICK, line.watch),
    )


def _bolt(
    settings: Settings,
    teams: Teams,
    events: EventDoor,
    listeners: ThreadPoolExecutor,
    measures: Measures,
) -> App:
    def authorize(team_id: str | None) -> AuthorizeResult | None:
        return teams.authorize(team_id)

    return MeasuredApp(
        measures,
        # Bolt would look through every file that is loaded for a name.
        name="goodword",
        authorize=authorize,
        before_authorize=events,
        signing_secret=settings.slack_signing_secret.get_secret_value() or "socket mode",
        client=WebClient(base_url=settings.slack_api_url),
        listener_executor=listeners,
        user_facing_authorize_error_message=install_words.NOT_INSTALLED,
    )


def _line(settings: Settings, bolt: App, mode: Mode, web: Web) -> Line:
    match mode:
        case Mode.RUN:
            return SocketLine(_socket(settings, bolt))
        case Mode.SERVE:
            return HttpLine(web, settings.port)
        case Mode.WORK:
            return NoLine()
        case _:
            assert_never(mode)


def _socket(settings: Settings, bolt: App) -> SocketModeHandler:
    return SocketModeHandler(
        bolt,
        settings.slack_app_token.get_secret_value(),
        web_client=WebClient(base_url=settings.slack_api_url),
        ping_interval=PING_S,
    )
