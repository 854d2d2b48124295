"""One command, one commit."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session, sessionmaker

from bot.ports import Clock, KudosRepository, Outbox, Twins
from bot.ports_digest import ArchiveRepository, DigestRepository, ReportRepository
from bot.ports_handoff import (
    DecisionRepository,
    HandoffRepository,
    HandoffSetup,
    OnCallQueue,
    ReceiverRepository,
    Repeats,
    WindowKeys,
)
from bot.ports_operations import DeadCalls, DeadLetters
from bot.ports_patterns import PatternRepository, QuarterlyRepository
from bot.ports_praise import CandidateRepository
from bot.ports_privacy import About, Erasing, Purges
from bot.ports_sharing import (
    Inbox,
    OfferRepository,
    PreferencesRepository,
    SettingsRepository,
    SilenceRepository,
)
from bot.ports_tenancy import Installations, InstallStates
from storage.about import SqlAbout
from storage.archive import SqlArchive
from storage.candidates import SqlCandidates
from storage.crypto import Keyring
from storage.dead_calls import SqlDeadCalls
from storage.dead_letters import SqlDeadLetters
from storage.decisions import SqlDecisions
from storage.digests import SqlDigests
from storage.erasing import SqlErasing
from storage.handoff_setup import SqlHandoffSetup
from storage.handoffs import SqlHandoffs
from storage.inbox import SqlInbox
from storage.installations import SqlInstallations, SqlInstallStates
from storage.kudos import SqlKudosRepository
from storage.offers import SqlOffers, SqlPreferences
from storage.on_call import SqlOnCallQueue
from storage.outbox import SqlOutbox
from storage.patterns import SqlPatterns
from storage.quarterly import SqlQuarterly
from storage.receivers import SqlReceivers
from storage.repeats import SqlRepeats
from storage.reports import SqlReports
from storage.retention import SqlPurges
from storage.settings import SqlSettings
from storage.silences import SqlSilences
from storage.twins import SqlTwins
from storage.window_keys import SqlWindowKeys


class SqlUnitOfWork:
    """bot.ports.UnitOfWork over a database session; leaves nothing behind unless committed."""

    def __init__(self, session: Session, keyring: Keyring, clock: Clock) -> None:
        self._session = session
        self.kudos: KudosRepository = SqlKudosRepository(session)
        self.inbox: Inbox = SqlInbox(session)
        self.settings: SettingsRepository = SqlSettings(session)
        self.offers: OfferRepository = SqlOffers(session)
        self.preferences: PreferencesRepository = SqlPreferences(session)
        self.candidates: CandidateRepository = SqlCandidates(session)
        self.silences: SilenceRepository = SqlSilences(session)
        self.digests: DigestRepository = SqlDigests(session)
        self.archive: ArchiveRepository = SqlArchive(session)
        self.reports: ReportRepository = SqlReports(session)
        now = clock.now()
        windows = SqlWindowKeys(session, keyring, now)
        self.outbox: Outbox = SqlOutbox(session, keyring, now)
        self.dead_letters: DeadLetters = SqlDeadLetters(session, keyring)
        self.dead_calls: DeadCalls = SqlDeadCalls(session)
        self.twins: Twins = SqlTwins(session)
        self.window_keys: WindowKeys = windows
        self.handoffs: HandoffRepository = SqlHandoffs(session, keyring, windows)
        self.receivers: ReceiverRepository = SqlReceivers(session)
        self.handoff_setup: HandoffSetup = SqlHandoffSetup(session, keyring, now)
        self.repeats: Repeats = SqlRepeats(session, keyring, now)
        self.on_call: OnCallQueue = SqlOnCallQueue(session, keyring, now)
        self.patterns: PatternRepository = SqlPatterns(session)
        self.decisions: DecisionRepository = SqlDecisions(session)
        self.quarterly: QuarterlyRepository = SqlQuarterly(session, keyring)
        self.about: About = SqlAbout(session, keyring)
        self.purges: Purges = SqlPurges(session)
        self.erasing: Erasing = SqlErasing(session, keyring)
        self.installations: Installations = SqlInstallations(session, keyring)
        self.install_states: InstallStates = SqlInstallStates(session)

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
