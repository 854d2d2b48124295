"""What crosses features, plugged together: being left in peace."""

from dataclasses import dataclass

from bot.app_sharing import Common
from bot.outbox import Recheck
from bot.services.handoff_core import HandoffCore
from bot.services.handoff_parts import HandoffParts
from bot.services.handoff_taking import Taking
from bot.services.home import Home, Section
from bot.services.unasked import Choosing, UnaskedRecheck
from handlers import Doors
from handlers.answers import Answers
from handlers.unasked import UnaskedDoors


@dataclass(frozen=True, slots=True)
class PraiseParts:
    """The services."""

    common: Common
    choosing: Choosing

    @staticmethod
    def build(common: Common, handoffs: HandoffParts) -> "PraiseParts":
        """Plug the services together."""
        choosing = Choosing(
            open_uow=common.units,
            gate=common.gate,
            desk=common.desk,
            directory=common.directory,
            in_peace=handoffs.receiving.in_peace,
            clock=common.clock,
        )
        return PraiseParts(common, choosing)

    def sections(self) -> tuple[Section, ...]:
        """What App Home shows."""
        return (self.choosing.home,)

    def doors(self, home: Home) -> tuple[Doors, ...]:
        """Everything a person can press."""
        return (UnaskedDoors(self.choosing, home, Answers(self.common.desk, home)),)


def recheck(common: Common) -> Recheck:
    """The last look at what nobody asked for."""
    taking = Taking(HandoffCore(common.units, common.directory, common.clock))
    return UnaskedRecheck(common.units, taking.stand_aside, common.clock)
