"""Running the bot, plugged together: what did not arrive, and figures for whoever watches."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from wsgiref.simple_server import WSGIServer

import structlog
from prometheus_client import start_http_server
from sqlalchemy.orm import Session, sessionmaker

from bot.app_sharing import Common
from bot.clock import Tick
from bot.metrics import Measures
from bot.ports import Clock
from bot.services import dead_letters
from bot.services.dead_calls import DeadCalls
from bot.services.dead_letters import DeadLetters
from bot.services.home import Home, Section
from bot.services.onboarding import CheckingUp
from bot.settings import Settings
from bot.slack_line import Line
from bot.workspace_doctor import WorkspaceDoctor
from handlers import Doors
from handlers.answers import Answers
from handlers.dead_letters import DeadLetterDoors
from handlers.onboarding import OnboardingDoors
from storage.backlog import backlog_of

log = structlog.get_logger()


@dataclass(slots=True)
class MeasuredLine:
    """A line beside which figures can be scraped, on a port of their own; 0 takes a free one."""

    line: Line
    measures: Measures
    host: str
    wished_port: int
    _server: WSGIServer | None = None

    @property
    def mode(self) -> str:
        """A word for the log."""
        return self.line.mode

    @property
    def port(self) -> int:
        """Where figures are scraped, once open."""
        return self._server.server_port if self._server else 0

    def open(self, stopping: threading.Event) -> None:
        """Without the port the bot serves all the same: figures are not worth a silence."""
        try:
            self._server, _ = start_http_server(self.wished_port, self.host, self.measures.registry)
        except OSError:
            log.warning("metrics_port_unavailable", port=self.wished_port)
        self.line.open(stopping)

    def watch(self) -> None:
        """See whether the line is still good."""
        self.line.watch()

    def close(self) -> None:
        """Take nothing new; finish what is in hand."""
        self.line.close()
        if self._server:
            self._server.shutdown()
            self._server.server_close()


def measured(line: Line, settings: Settings, measures: Measures) -> Line:
    """The line, with figures beside it where a port is set for them."""
    if settings.metrics_port is None:
        return line
    return MeasuredLine(line, measures, settings.metrics_host, settings.metrics_port)


def measures_of(sessions: sessionmaker[Session], clock: Clock) -> Measures:
    """What this process counts, and what its database says."""
    return Measures.build(partial(backlog_of, sessions), clock)


@dataclass(frozen=True, slots=True)
class OperationsParts:
    """The services over one database and one Slack. kept: called when there may be a post."""

    common: Common
    letters: DeadLetters
    checking: CheckingUp
    kept: Callable[[], None]

    @staticmethod
    def build(common: Common, kept: Callable[[], None]) -> "OperationsParts":
        """Plug the services together."""
        calls = DeadCalls(common.units, common.gate, common.directory, common.clock)
        letters = DeadLetters(common.units, calls, common.gate, common.directory, common.clock)
        doctor = WorkspaceDoctor(common.desk.client_for, common.units, common.keyring, common.clock)
        checking = CheckingUp(common.gate, common.directory, common.desk, doctor.examine)
        return OperationsParts(common, letters, checking, kept)

    def sections(self) -> tuple[Section, ...]:
        """For App Home."""
        return (self.letters.section, self.checking.section)

    def doors(self, home: Home) -> tuple[Doors, ...]:
        """Everything an admin can press."""
        answers = Answers(self.common.desk, home)
        return (
            DeadLetterDoors(self.letters, answers, self.kept),
            OnboardingDoors(self.checking, answers),
        )

    def ticks(self) -> tuple[Tick, ...]:
        """What the clock asks for; the courier is nudged by its own tick."""
        return (Tick("dead letters", dead_letters.EVERY, self.letters.tick),)
