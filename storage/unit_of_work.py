"""One command, one commit."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session, sessionmaker

from bot.ports import Clock, KudosRepository, Outbox
from storage.crypto import Keyring
from storage.kudos import SqlKudosRepository
from storage.outbox import SqlOutbox


class SqlUnitOfWork:
    """bot.ports.UnitOfWork over a database session; leaves nothing behind unless committed."""

    def __init__(self, session: Session, keyring: Keyring, clock: Clock) -> None:
        self._session = session
        self.kudos: KudosRepository = SqlKudosRepository(session)
        self.outbox: Outbox = SqlOutbox(session, keyring, clock.now())

    def commit(self) -> None:
        """Keep everything, or raise StorageAwayError and keep nothing."""
        self._session.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()


@dataclass(frozen=True, slots=True)
class SqlUnitsOfWork:
    """Begins units of work on one database."""

    sessions: sessionmaker[Session]
    keyring: Keyring
    clock: Clock

    def __call__(self) -> SqlUnitOfWork:
        """Begin one."""
        return SqlUnitOfWork(self.sessions(), self.keyring, self.clock)
