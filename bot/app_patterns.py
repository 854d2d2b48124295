"""Patterns, plugged together: services, sections of App Home, doors, ticks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from bot.app_sharing import Common
from bot.clock import Tick
from bot.services import freezing, lead_sections, quarterly
from bot.services.freezing import Freezing
from bot.services.home import Home, Section
from bot.services.lead_sections import FormerLeads, LeadSections
from bot.services.pattern_core import PatternCore
from bot.services.quarterly import Quarterly
from handlers import Doors
from handlers.answers import Answers
from handlers.patterns import PatternDoors


@dataclass(frozen=True, slots=True)
class PatternParts:
    """The services over one database and one Slack."""

    core: PatternCore
    leads: LeadSections
    freezing: Freezing
    quarterly: Quarterly

    @classmethod
    def build(cls, common: Common, kept: Callable[[], None]) -> Self:
        """Put them together. kept: called after a commit that may have filled the outbox."""
        core = PatternCore(common.units, common.directory, common.directory.people, common.clock)
        leads = LeadSections(core, common.desk)
        return cls(core, leads, Freezing(core, kept), Quarterly(core, kept))

    def sections(self) -> tuple[Section, ...]:
        """For App Home."""
        return self.leads.sections()

    def doors(self, common: Common, home: Home) -> tuple[Doors, ...]:
        """Everything a person can press."""
        answers = Answers(common.desk, home)
        return (PatternDoors(self.leads, self.quarterly, common.desk, answers),)

    def ticks(self, home: Home) -> tuple[Tick, ...]:
        """What the clock asks for; each reads from the database what is due."""
        former = FormerLeads(self.core, home.show)
        return (
            Tick("windows", freezing.EVERY, self.freezing.tick),
            Tick("two questions", quarterly.EVERY, self.quarterly.tick),
            Tick("former leads", lead_sections.ROLES_EVERY, former.tick),
        )
