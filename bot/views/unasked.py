"""*What I may send you*: a section of App Home, a modal, and a line under what came by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.domain.unasked import Peace, Silences, Unasked, is_silent
from bot.views import blocks as b
from bot.wording import unasked as words

CALLBACK: Final = "unasked"
ACTION_OPEN: Final = "unasked_open"
FIELD: Final = "peace"
KEEP: Final = "keep"
"""The option that leaves a running snooze or a mute as it is."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody has chosen, for the kinds that can reach them. zone: times are read in it."""

    kinds: tuple[Unasked, ...]
    silences: Silences
    now: datetime
    zone: str


def section() -> list[b.Block]:
    """The way there."""
    return [
        b.section(f"*{words.HEADING}*\n{words.INTRO}"),
        b.actions(b.button(words.OPEN, ACTION_OPEN), block_id=ACTION_OPEN),
    ]


def modal(wishes: Wishes) -> b.Block:
    """One choice for each kind."""
    fields = [_field(kind, wishes) for kind in wishes.kinds]
    return b.modal(
        words.HEADING,
        [b.section(words.MODAL_INTRO), *fields],
        callback=CALLBACK,
        close=words.CANCEL,
        submit=words.SAVE,
    )


def with_why(body: Mapping[str, Any], kind: Unasked) -> dict[str, Any]:
    """A message with a last line that says why it came and how it is stopped."""
    return {**body, "blocks": [*body["blocks"], b.context(words.WHY[kind])]}


def _field(kind: Unasked, wishes: Wishes) -> b.Block:
    options = list(_options(kind, wishes))
    choice = b.select(FIELD, options, placeholder=words.CHOOSE, initial=options[0])
    return b.field(words.LABELS[kind], choice, kind.value, hint=words.HINTS.get(kind))


def _options(kind: Unasked, wishes: Wishes) -> Iterable[b.Element]:
    """What stands comes first, so that saving without touching changes nothing."""
    if is_silent(wishes.silences, kind, wishes.now):
        yield b.option(words.held_back(wishes.silences[kind], wishes.zone), KEEP)
    for peace in Peace:
        yield b.option(words.CHOICES[peace], peace.value)
