"""*Erase me*: says exactly what happens before it does."""

from dataclasses import dataclass
from typing import Final

from bot.views import blocks as b
from bot.wording import erasing as words

CALLBACK: Final = "erase_me_now"


@dataclass(frozen=True, slots=True)
class Counts:
    """What is there of a person. handoffs: only those that are not closed."""

    handoffs: int
    kudos: int
    rows: int


def modal(counts: Counts) -> b.Block:
    """The question; its answer is the submit button."""
    now = [
        words.NOW,
        words.handoffs(counts.handoffs),
        words.kudos(counts.kudos),
        words.rows(counts.rows),
    ]
    return b.modal(
        words.TITLE,
        [b.section(words.GOES), b.section(words.STAYS), b.section("\n".join(now))],
        callback=CALLBACK,
        close=words.CANCEL,
        submit=words.SUBMIT,
    )
