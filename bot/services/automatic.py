"""Automatic mode: repost at once, unless there is any doubt."""

import uuid
from dataclasses import dataclass
from typing import Final

import structlog

from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.domain.redacted import TEXT_MAX, RedactionUnavailableError
from bot.domain.refusals import Reason, RefusedError
from bot.domain.slack_text import to_plain
from bot.domain.workspace import Mode
from bot.ports import Clock, Directory
from bot.services.gate import Gate
from bot.services.keeping import Keeping
from bot.services.reading import Draft, Read, Reading

log = structlog.get_logger()

NOBODY: Final = ""
"""A helpdesk's post was shared by no person."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that somebody pointed at. request: what asked, so that asking twice is asking once."""

    team: str
    user: str
    request: str
    text: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Automatic:
    """Shares without a review where that is defensible."""

    gate: Gate
    reading: Reading
    keeping: Keeping
    directory: Directory
    clock: Clock

    def is_on(self, team: str) -> bool:
        """Whether the admin chose it."""
        return self.directory.settings(team).mode is Mode.AUTOMATIC

    def share(self, wish: Wish) -> Kudos | None:
        """The kudos; None where a human has to look. Raises RefusedError(SLACK_AWAY)."""
        if not self.is_on(wish.team):
            return None
        try:
            channel = self.gate.kudos_channel(wish.team)
        except RefusedError as refused:
            if refused.reason is Reason.SLACK_AWAY:
                raise
            return None
        read = self._read(wish)
        if read is None:
            log.info("automatic_doubt", team=wish.team)
            return None
        return self.keeping.keep(self._kudos(wish, channel, read))

    def _read(self, wish: Wish) -> Read | None:
        text = to_plain(wish.text, lambda user: self.directory.name_of(wish.team, user)).strip()
        if not text or len(text) > TEXT_MAX:
            return None
        try:
            read = self.reading.read(Draft(wish.team, text))
        except RedactionUnavailableError:
            return None
        return read if read.text.confident and read.says_something else None

    def _kudos(self, wish: Wish, channel: str, read: Read) -> Kudos:
        return Kudos(
            id=uuid.uuid4().hex,
            team=wish.team,
            request=wish.request,
            sharer=wish.user,
            sharer_named=wish.user != NOBODY,
            text=read.text.text,
            note=None,
            credits=Credits(),
            source=wish.source,
            channel=channel,
            state=KudosState.SHARED,
            created_at=self.clock.now(),
        )
