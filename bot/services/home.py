"""App Home: what waits for a person and what they may set, section by section."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.inbox import StoredEvent
from bot.ports import Desk, StorageAwayError
from bot.services.gate import Gate
from bot.views import blocks as b
from bot.wording import sharing as words

Section = Callable[[str, str], Sequence[dict[str, Any]]]
"""(team, user) → blocks of a section, heading included; nothing where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Home:
    """Puts the sections together; each feature brings its own."""

    gate: Gate
    desk: Desk
    sections: tuple[Section, ...]

    def opened(self, event: StoredEvent) -> None:
        """Somebody opened App Home."""
        self.show(event.team, event.user)

    def show(self, team: str, user: str, notice: str | None = None) -> None:
        """Publish a person's Home. notice: a sentence about what they just did.

        The sentence comes also while the database is away, then alone; without one to say this
        raises StorageAwayError.
        """
        if not self.gate.is_member(team, user):
            self.desk.publish_home(team, user, b.home([b.section(words.HOME_GUEST)]))
            return
        blocks = [b.section(f":point_right: {notice}")] if notice else []
        said = list(blocks)
        try:
            for section in self.sections:
                found = section(team, user)
                if found:
                    blocks += [b.divider(), *found] if blocks else found
        except StorageAwayError:
            if not said:
                raise
            # An answer is owed; the rest comes with the next visit.
            blocks = said
        self.desk.publish_home(team, user, b.home(blocks))
