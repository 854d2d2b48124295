"""Everything the bot does, gathered: sections of App Home, doors, ticks."""

from collections.abc import Callable
from dataclasses import dataclass

from bot import app_handoff
from bot.app_digest import DigestParts
from bot.app_operations import OperationsParts
from bot.app_patterns import PatternParts
from bot.app_praise import PraiseParts
from bot.app_privacy import PrivacyParts
from bot.app_sharing import SharingParts
from bot.clock import Tick
from bot.services.handoff_parts import HandoffParts
from bot.services.home import Home, Section
from handlers import Doors


@dataclass(frozen=True, slots=True)
class Features:
    """Everything the bot does, as parts that were put together."""

    sharing: SharingParts
    digests: DigestParts
    handoffs: HandoffParts
    patterns: PatternParts
    operations: OperationsParts
    privacy: PrivacyParts

    @staticmethod
    def build(
        sharing: SharingParts,
        digests: DigestParts,
        handoffs: HandoffParts,
        kept: Callable[[], None],
    ) -> "Features":
        """Put the others beside those that others need."""
        common = sharing.common
        return Features(
            sharing=sharing,
            digests=digests,
            handoffs=handoffs,
            patterns=PatternParts.build(common, kept),
            operations=OperationsParts.build(common, kept),
            privacy=PrivacyParts.build(common, digests.ticking.reports, kept),
        )

    @property
    def praise(self) -> PraiseParts:
        """What crosses features."""
        return PraiseParts.build(self.sharing.common, self.handoffs)

    def urgent(self) -> tuple[Section, ...]:
        """Sections of App Home above everything: somebody waits for this person."""
        return self.handoffs.sections.urgent()

    def between(self) -> tuple[Section, ...]:
        """Sections of App Home between sharing and the settings."""
        others = (self.patterns, self.digests, self.operations, self.praise, self.privacy)
        return (
            *self.handoffs.sections.all(),
            *(section for one in others for section in one.sections()),
        )

    def doors(self, home: Home, kept: Callable[[], None]) -> tuple[Doors, ...]:
        """Everything a person can press; what `/kudos` knows by name stands before its words."""
        common = self.sharing.common
        return (
            *self.digests.doors(home, kept),
            *self.praise.doors(home, self.sharing.sharing, kept),
            *self.sharing.doors(home, kept),
            *app_handoff.doors(self.handoffs, common, home, kept),
            *self.patterns.doors(common, home),
            *self.operations.doors(home),
            *self.privacy.doors(home),
        )

    def ticks(self, home: Home) -> tuple[Tick, ...]:
        """What the clock asks for."""
        return (
            *self.digests.ticks(),
            *app_handoff.ticks(self.handoffs),
            *self.patterns.ticks(home),
            *self.operations.ticks(),
            *self.privacy.ticks(),
        )
