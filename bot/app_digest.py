"""Looking back, plugged together: services, the section of App Home, doors, the tick."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.app_sharing import Common
from bot.clock import Tick
from bot.ports_digest import LinkTo
from bot.services.archive import Archive
from bot.services.digest_admin import DigestAdmin
from bot.services.digest_recheck import DigestRecheck
from bot.services.digests import Digests
from bot.services.home import Home, Section
from bot.services.looking_back import LookingBack
from bot.services.reports import Reports
from bot.slack_gateway import ClientFor
from bot.slack_whereabouts import SlackWhereabouts
from handlers import Doors
from handlers.answers import Answers
from handlers.looking_back import ArchiveDoors, DigestDoors

EVERY: Final = timedelta(seconds=5)
"""How soon a post follows what was taken back. A tick that finds nothing is two small reads."""


@dataclass(frozen=True, slots=True)
class DigestParts:
    """Looking back's services."""

    common: Common
    ticking: LookingBack
    archive: Archive
    admin: DigestAdmin
    recheck: DigestRecheck

    @staticmethod
    def build(common: Common, client_for: ClientFor, link_to: LinkTo) -> "DigestParts":
        """Plug the services together."""
        units, directory, desk, clock = common.units, common.directory, common.desk, common.clock
        digests = Digests(units, desk, clock)
        reports = Reports(
            open_uow=units,
            desk=desk,
            directory=directory,
            whereabouts=SlackWhereabouts(client_for),
            redactor=common.redactor,
            clock=clock,
        )
        archive = Archive(
            open_uow=units,
            gate=common.gate,
            desk=desk,
            directory=directory,
            link_to=link_to,
            pick=secrets.randbelow,
            clock=clock,
        )
        return DigestParts(
            common=common,
            ticking=LookingBack(units, directory, digests, reports, clock),
            archive=archive,
            admin=DigestAdmin(units, common.gate, desk, directory, digests, clock),
            recheck=DigestRecheck(units, directory, link_to, clock),
        )

    def sections(self) -> tuple[Section, ...]:
        """What App Home shows."""
        return (self.archive.home,)

    def doors(self, home: Home, kept: Callable[[], None]) -> tuple[Doors, ...]:
        """Everything a person can press; hung before `/kudos words`, which takes any words."""
        answers = Answers(self.common.desk, home)
        return (
            ArchiveDoors(self.archive, self.common.desk, home, answers, kept),
            DigestDoors(self.admin, self.ticking.reports, home, answers, kept),
        )

    def ticks(self) -> tuple[Tick, ...]:
        """What the clock asks for."""
        return (Tick("looking back", EVERY, self.ticking.tick),)


def links_into(url_of: Callable[[str], str]) -> LinkTo:
    """Links to posts; url_of: a workspace's address as auth.test gives it, or nothing."""

    def link_to(team: str, channel: str, ts: str) -> str | None:
        base = url_of(team).rstrip("/")
        return f"{base}/archives/{channel}/p{ts.replace('.', '')}" if base else None

    return link_to
