"""Privacy, plugged together: what is known, export, purge."""

from dataclasses import dataclass
from typing import Self

from bot.app_sharing import Common
from bot.clock import Tick
from bot.services import purging
from bot.services.exporting import Exporting
from bot.services.home import Home, Section
from bot.services.knowing import Knowing
from bot.services.purging import Purging
from handlers import Doors
from handlers.answers import Answers
from handlers.privacy import PrivacyDoors


@dataclass(frozen=True, slots=True)
class PrivacyParts:
    """The services over one database and one Slack."""

    common: Common
    knowing: Knowing
    exporting: Exporting
    purging: Purging

    @classmethod
    def build(cls, common: Common) -> Self:
        """Put them together."""
        units, clock = common.units, common.clock
        return cls(
            common=common,
            knowing=Knowing(units, common.gate, common.desk, common.directory, clock),
            exporting=Exporting(units, common.gate, common.desk, clock),
            purging=Purging(units, clock),
        )

    def sections(self) -> tuple[Section, ...]:
        """For App Home."""
        return (self.knowing.home,)

    def doors(self, home: Home) -> tuple[Doors, ...]:
        """Everything a person can press."""
        answers = Answers(self.common.desk, home)
        return (PrivacyDoors(self.knowing, self.exporting, self.common.desk, answers),)

    def ticks(self) -> tuple[Tick, ...]:
        """What the clock asks for."""
        return (Tick("purge", purging.EVERY, self.purging.tick),)
