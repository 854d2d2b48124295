"""Who asks, and how the rows are called that are named to the repositories."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.dead_letters import DeadCall, DeadLetter
from bot.domain.delivery import Action, Claimed, Outgoing, Purpose
from bot.domain.digest import CHANNEL, Kind, Slot
from bot.domain.kudos import Source
from bot.domain.patterns import Window
from bot.domain.quarterly import Quarter
from bot.ports_digest import Digest
from storage.models import OnCallRow, OutboxRow
from storage.unit_of_work import SqlUnitOfWork
from tests.full_house import ME
from tests.twin_houses import DIGEST, Ids, Town

FAR: Final = timedelta(days=4_000)
"""Later than any term ends."""
SOURCE: Final = Source("C0PRAISE", "1.0")
WAITING: Final = Source("C0PRAISE", "9.0")
WEEK: Final = "2026-W09"


@dataclass(frozen=True)
class Scene:
    """One of the two asks. ids: how the rows that it names are called, its own or the twin's."""

    uow: SqlUnitOfWork
    session: Session
    town: Town
    team: str
    ids: Ids

    @property
    def now(self) -> datetime:
        return self.town.clock.now()

    @property
    def kudos(self) -> str:
        return self.ids.row(1)

    @property
    def handoff(self) -> str:
        return self.ids.row(10)

    def key(self, key: str) -> str:
        return self.ids.text(key)

    def number(self, key: str) -> int:
        """What the database called a delivery of the workspace whose rows are named."""
        found = select(OutboxRow.id).where(OutboxRow.key == self.key(key))
        mine = found.where(OutboxRow.team_id == self.ids.team)  # whoever is asked about
        return self.session.scalar(mine) or 0

    def letter(self, key: str = "dead", action: Action = Action.POST) -> DeadLetter:
        """What was given up, as this workspace would be told of it."""
        purpose = Purpose.HANDOFF if key.startswith("handoff") else Purpose.NOTICE
        return DeadLetter(
            self.number(key), self.team, self.key(key), action, purpose, ME, "is_archived", self.now
        )

    def call(self, key: str, handoff: int) -> DeadCall:
        """A call that was given up, as this workspace would be told of it."""
        found = select(OnCallRow.id).where(OnCallRow.key == self.key(key))
        mine = found.where(OnCallRow.team_id == self.ids.team)  # whoever is asked about
        number = self.session.scalar(mine) or 0
        return DeadCall(number, self.team, self.ids.row(handoff), "http_404", self.now)

    def claimed(self, key: str, action: Action) -> Claimed:
        """A delivery under way."""
        outgoing = Outgoing(
            self.team, self.key(key), action, Purpose.DIGEST, "C0KUDOS", {}, target=DIGEST
        )
        return Claimed(
            id=self.number(key),
            fence=0,
            outgoing=outgoing,
            mark="m",
            attempts=1,
            first_attempt_at=None,
            doubtful=False,
        )

    @property
    def slot(self) -> Slot:
        return Slot(
            Kind.WEEKLY,
            "2026-W10",
            self.now + timedelta(days=7),
            self.now - timedelta(days=1),
            self.now - timedelta(days=8),
            self.now + timedelta(days=9),
        )

    @property
    def digest(self) -> Digest:
        return Digest(
            self.team, Kind.WEEKLY, CHANNEL, WEEK, "C0KUDOS", self.now, self.now, self.now
        )

    @property
    def window(self) -> Window:
        return Window.of(self.now)

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.now)
