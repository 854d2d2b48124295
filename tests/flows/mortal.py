"""A bot that kills itself (SIGKILL) at one named point: after_kudos, before_call or after_call.

A process of its own, borne by tests/flows/nursery.py.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from bot import app as composition
from bot import logs
from bot.app import Mode
from bot.domain.delivery import Claimed, Outcome, Search
from bot.ports import Clock, SlackGateway
from bot.redaction.redactor import PooledRedactor
from bot.settings import Settings
from bot.slack_line import HttpLine
from storage.crypto import Keyring
from storage.models import KudosRow
from storage.unit_of_work import SqlUnitOfWork


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class MortalGateway:
    """A gateway that dies before or after its first call."""

    inner: SlackGateway
    point: str

    def deliver(self, claimed: Claimed) -> Outcome:
        if self.point == "before_call":
            die()
        outcome = self.inner.deliver(claimed)
        if self.point == "after_call":
            die()
        return outcome

    def search(self, claimed: Claimed) -> Search:
        return self.inner.search(claimed)


class MortalUnitOfWork(SqlUnitOfWork):
    """A unit of work that dies right after the commit that keeps a kudos."""

    def commit(self) -> None:
        keeps = self._session.scalar(select(func.count()).select_from(KudosRow))
        super().commit()
        if keeps:
            die()


def run(
    point: str,
    settings: Settings,
    keyring: Keyring,
    redactor: PooledRedactor,
    clock: Clock,
    mode: Mode,
    ready: Callable[[int], None],
) -> None:
    """Serve until the point is reached. ready: called with the port it listens on, or 0."""
    if point == "after_kudos":
        composition.SqlUnitsOfWork.__call__ = (  # type: ignore[method-assign] # the one thing that differs
            lambda self: MortalUnitOfWork(self.sessions(), self.keyring, self.clock)
        )
    logs.configure()
    bot = composition.assemble(settings, clock, keyring, redactor, mode)
    courier = replace(bot.courier, gateway=MortalGateway(bot.courier.gateway, point))
    replace(bot, courier=courier).run(
        lambda: ready(bot.line.port if isinstance(bot.line, HttpLine) else 0)
    )
