"""What crosses features, plugged together: being left in peace, a private note."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.app_sharing import Common
from bot.outbox import Recheck
from bot.praise_door import Addressee, PraiseDoor
from bot.services.handoff_core import HandoffCore
from bot.services.handoff_parts import HandoffParts
from bot.services.handoff_taking import Taking
from bot.services.home import Home, Section
from bot.services.importing import Candidates, Importing
from bot.services.reading import Reading
from bot.services.sharing import Sharing
from bot.services.unasked import Choosing, UnaskedRecheck
from bot.services.voice import Voice
from handlers import Doors
from handlers.answers import Answers
from handlers.candidates import CandidateDoors
from handlers.unasked import UnaskedDoors
from handlers.voice import VoiceDoors
from storage.terms import SqlTerms


@dataclass(frozen=True, slots=True)
class PraiseParts:
    """The services."""

    common: Common
    choosing: Choosing
    voice: Voice

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
        terms = SqlTerms(common.units.sessions, common.keyring)
        reading = Reading(common.redactor, common.directory, terms)
        voice = Voice(common.units, common.gate, reading, common.desk)
        return PraiseParts(common, choosing, voice)

    def sections(self) -> tuple[Section, ...]:
        """What App Home shows."""
        return (self.voice.home, self.choosing.home)

    def doors(self, home: Home, sharing: Sharing, kept: Callable[[], None]) -> tuple[Doors, ...]:
        """Everything a person can press."""
        answers = Answers(self.common.desk, home)
        return (
            UnaskedDoors(self.choosing, home, answers),
            VoiceDoors(self.voice, answers, kept),
            CandidateDoors(Candidates(self.common.units, self.common.gate), sharing, answers, kept),
        )


def recheck(common: Common) -> Recheck:
    """The last look at what nobody asked for."""
    taking = Taking(HandoffCore(common.units, common.directory, common.clock))
    return UnaskedRecheck(common.units, taking.stand_aside, common.clock)


def door(common: Common, addressee: Addressee) -> PraiseDoor:
    """Where comments are sent to. A request does not wait for redaction to come back."""
    terms = SqlTerms(common.units.sessions, common.keyring)
    reading = Reading(common.redactor, common.directory, terms)
    importing = Importing(common.units, reading, common.directory, terms, common.clock, tries=1)
    return PraiseDoor(addressee, importing, common.clock)
