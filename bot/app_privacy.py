"""Privacy, plugged together: what is known, export, erasure, purge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Self

from bot.app_sharing import Common
from bot.clock import Tick
from bot.domain.inbox import Happening
from bot.inbox import Route
from bot.services import purging
from bot.services.erasing import Erasing
from bot.services.exporting import Exporting
from bot.services.handoff_core import HandoffCore
from bot.services.home import Home, Section
from bot.services.knowing import Knowing
from bot.services.purging import Purging
from bot.services.reports import Reports
from handlers import Doors
from handlers.answers import Answers
from handlers.privacy import PrivacyDoors


@dataclass(frozen=True, slots=True)
class PrivacyParts:
    """The services over one database and one Slack."""

    common: Common
    knowing: Knowing
    exporting: Exporting
    erasing: Erasing
    purging: Purging

    @classmethod
    def build(cls, common: Common, reports: Reports, kept: Callable[[], None]) -> Self:
        """Put them together. kept: called after a commit that may have filled the outbox."""
        units, clock = common.units, common.clock
        return cls(
            common=common,
            knowing=Knowing(units, common.gate, common.desk, common.directory, clock),
            exporting=Exporting(units, common.gate, common.desk, clock),
            erasing=Erasing(
                open_uow=units,
                gate=common.gate,
                core=HandoffCore(units, common.directory, clock),
                reports=reports,
                desk=common.desk,
                directory=common.directory,
                kept=kept,
            ),
            purging=Purging(units, clock),
        )

    def sections(self) -> tuple[Section, ...]:
        """For App Home."""
        return (self.knowing.home,)

    def doors(self, home: Home) -> tuple[Doors, ...]:
        """Everything a person can press."""
        answers = Answers(self.common.desk, home)
        desk = self.common.desk
        return (PrivacyDoors(self.knowing, self.exporting, self.erasing, desk, answers),)

    def routes(self, home: Home) -> Mapping[Happening, tuple[Route, ...]]:
        """What is carried out from the inbox."""
        return {Happening.ERASURE_ASKED: (partial(self.erasing.carry_out, home=home),)}

    def ticks(self) -> tuple[Tick, ...]:
        """What the clock asks for."""
        return (Tick("purge", purging.EVERY, self.purging.tick),)
