"""A digest as it is posted: good words, whom they are for, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.kudos import Kudos
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.wording import digest as words

EXCERPT_MAX: Final = 700
"""Code points of a kudos in a digest; the whole of it stands behind the link."""
ACTION_STOP_COPY: Final = "digest_stop_copy"


@dataclass(frozen=True, slots=True)
class Entry:
    """A kudos with everything a reader sees. people: names or mentions, alphabetical.

    day: when it was shared, as Slack shows a date to each reader in their own time zone.
    """

    kudos: Kudos
    people: tuple[str, ...] = ()
    sharer: str | None = None
    link: str | None = None

    @property
    def credit_line(self) -> str:
        """Whom it is for, who shared it, when, and the link."""
        people = words.WHOLE_TEAM if self.kudos.credits.whole_team else ", ".join(self.people)
        line = words.credit(people or None, self.sharer, day(self.kudos))
        return f"{line} · {words.link(self.link)}" if self.link else line


def post(entries: Sequence[Entry], turn: int, *, copy: bool = False) -> dict[str, Any]:
    """The body for chat.postMessage and chat.update."""
    opening = words.opening(len(entries), turn)
    blocks = [b.section(f"*{opening}*")]
    for entry in entries:
        blocks += shown(entry, EXCERPT_MAX)
    if copy:
        blocks.append(b.actions(b.button(words.STOP_COPY, ACTION_STOP_COPY)))
    return {"text": opening, "blocks": blocks}


def shown(entry: Entry, limit: int) -> list[b.Block]:
    """One kudos: the words, cut to `limit` code points, and the credit line."""
    pieces = b.quoted(escape(b.clip(entry.kudos.text.text, limit)))
    return [*(b.section(piece) for piece in pieces), b.context(entry.credit_line)]


def day(kudos: Kudos) -> str:
    """The day it was shared."""
    stamp = int(kudos.created_at.timestamp())
    return f"<!date^{stamp}^{{date_long}}|{kudos.created_at:%Y-%m-%d}>"
