"""Sharing, plugged together: services, event routes, sections of App Home, doors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.inbox import Happening
from bot.domain.workspace import WorkspaceSettings
from bot.inbox import Drainer, Route
from bot.ports import Clock, Redactor
from bot.services.automatic import Automatic
from bot.services.gate import Gate
from bot.services.home import Home, Section
from bot.services.home_sharing import SharingSections
from bot.services.keeping import Keeping
from bot.services.offers import Offers
from bot.services.posted import Posted
from bot.services.reading import Reading
from bot.services.sharing import Sharing
from bot.services.workspace import WorkspaceAdmin
from bot.slack_desk import WebDesk
from bot.slack_directory import SlackDirectory
from bot.slack_gateway import ClientFor
from handlers import Doors
from handlers.answers import Answers
from handlers.home import HomeDoors
from handlers.kudos import KudosDoors
from handlers.share import ShareDoors
from storage.crypto import Keyring
from storage.terms import SqlTerms
from storage.unit_of_work import SqlUnitsOfWork


@dataclass(frozen=True, slots=True)
class Heard:
    """Who besides sharing hears of events, and of which workspaces."""

    person_changed: Route
    removed: Route
    served: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Common:
    """What every feature shares."""

    units: SqlUnitsOfWork
    keyring: Keyring
    redactor: Redactor
    desk: WebDesk
    directory: SlackDirectory
    gate: Gate
    clock: Clock

    @staticmethod
    def build(
        units: SqlUnitsOfWork,
        keyring: Keyring,
        redactor: Redactor,
        client_for: ClientFor,
        clock: Clock,
    ) -> "Common":
        """The shared parts over one database and one Slack."""
        desk = WebDesk(client_for)
        directory = SlackDirectory(client_for, clock, lambda team: stored_settings(units, team))
        gate = Gate(units, directory, desk, clock)
        return Common(units, keyring, redactor, desk, directory, gate, clock)


def stored_settings(units: SqlUnitsOfWork, team: str) -> WorkspaceSettings:
    """What the database says; the defaults for a workspace it does not know."""
    with units() as uow:
        return uow.settings.get(team) or WorkspaceSettings()


@dataclass(frozen=True, slots=True)
class SharingParts:
    """Sharing's services."""

    common: Common
    sharing: Sharing
    offers: Offers
    posted: Posted
    admin: WorkspaceAdmin
    sections: SharingSections

    @staticmethod
    def build(common: Common) -> "SharingParts":
        """Plug the services together."""
        units, directory, desk, clock = common.units, common.directory, common.desk, common.clock
        gate = common.gate
        terms = SqlTerms(units.sessions, common.keyring)
        reading = Reading(common.redactor, directory, terms)
        keeping = Keeping(units)
        automatic = Automatic(gate, reading, keeping, directory, clock)
        sharing = Sharing(
            open_uow=units,
            gate=gate,
            reading=reading,
            keeping=keeping,
            automatic=automatic,
            desk=desk,
            directory=directory,
            clock=clock,
            fingerprint_key=common.keyring.derive("fingerprint"),
        )
        return SharingParts(
            common=common,
            sharing=sharing,
            offers=Offers(units, gate, automatic, desk, directory, clock, sharing.link_to),
            posted=Posted(units, gate, reading, desk, directory),
            admin=WorkspaceAdmin(units, gate, desk, directory, directory, terms, clock),
            sections=SharingSections(units, gate, directory),
        )

    def home(self, urgent: tuple[Section, ...] = (), between: tuple[Section, ...] = ()) -> Home:
        """App Home, with other features' sections above everything and above the settings."""
        sections = (*urgent, *self.sections.top(), *between, *self.sections.bottom())
        return Home(self.common.gate, self.common.desk, sections)

    def doors(self, home: Home, kept: Callable[[], None]) -> tuple[Doors, ...]:
        """Everything a person can press; kept: called when there may be something to post."""
        answers = Answers(self.common.desk, home)
        return (
            ShareDoors(self.sharing, self.offers, self.common.desk, answers, kept),
            KudosDoors(self.posted, self.sections, self.common.desk, answers, kept),
            HomeDoors(home, self.sections, self.admin, answers),
        )

    def drainer(
        self,
        home: Home,
        kept: Callable[[], None],
        heard: Heard,
        acted: Callable[[timedelta], None],
        wishes: Mapping[Happening, tuple[Route, ...]],
    ) -> Drainer:
        """Everything Slack may tell, and wishes. heard: who else hears of it."""
        return Drainer(
            open_uow=self.common.units,
            routes={
                Happening.POSTED: (self.offers.posted,),
                Happening.REACTED: (self.offers.reacted,),
                Happening.DELETED: (self.posted.deleted,),
                Happening.HOME_OPENED: (home.opened,),
                Happening.PERSON_CHANGED: (self.admin.person_changed, heard.person_changed),
                Happening.GROUP_CHANGED: (self.admin.group_changed,),
                Happening.CHANNEL_SHARED: (self.common.gate.channel_shared,),
                Happening.REMOVED: (heard.removed,),
                **wishes,
            },
            clock=self.common.clock,
            kept=kept,
            acted=acted,
            served=heard.served,
        )
