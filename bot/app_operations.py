"""Running the bot, plugged together: what did not arrive, its section of App Home, its tick."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.app_sharing import Common
from bot.clock import Tick
from bot.services import dead_letters
from bot.services.dead_letters import DeadLetters
from bot.services.home import Home, Section
from handlers import Doors
from handlers.answers import Answers
from handlers.dead_letters import DeadLetterDoors


@dataclass(frozen=True, slots=True)
class OperationsParts:
    """The services over one database and one Slack. kept: called when there may be a post."""

    common: Common
    letters: DeadLetters
    kept: Callable[[], None]

    @staticmethod
    def build(common: Common, kept: Callable[[], None]) -> "OperationsParts":
        """Plug the services together."""
        letters = DeadLetters(common.units, common.gate, common.directory, common.clock)
        return OperationsParts(common, letters, kept)

    def sections(self) -> tuple[Section, ...]:
        """For App Home."""
        return (self.letters.section,)

    def doors(self, home: Home) -> tuple[Doors, ...]:
        """Everything an admin can press."""
        return (DeadLetterDoors(self.letters, Answers(self.common.desk, home), self.kept),)

    def ticks(self) -> tuple[Tick, ...]:
        """What the clock asks for; the courier is nudged by its own tick."""
        return (Tick("dead letters", dead_letters.EVERY, self.letters.tick),)
