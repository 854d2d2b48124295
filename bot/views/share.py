"""The review modal: text, preview and credits first, then what is hidden and the rest."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.kudos import Source
from bot.domain.redacted import TEXT_MAX, Hidden, Redacted, Redaction
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.wording import share as words

CALLBACK: Final = "share_review"
ACTION_PREVIEW: Final = "share_preview"
ACTION_HIDDEN: Final = "share_hidden"
ACTION_ALSO: Final = "share_also"
ACTION_TAKE_BACK: Final = "kudos_take_back"
BLOCK_TEXT: Final = "text"
BLOCK_CREDITS: Final = "credits"
BLOCK_TEAM: Final = "team"
BLOCK_HIDDEN: Final = "hidden"
BLOCK_ALSO: Final = "also"
BLOCK_NOTE: Final = "note"
BLOCK_NAMED: Final = "named"
FIELD: Final = "value"
NAMED_VALUE: Final = "named"
TEAM_VALUE: Final = "team"
NOTE_MAX: Final = 500
ALSO_MAX: Final = 500
GROUPS_MAX: Final = 6
"""Sixty ticks; whatever else was found stays hidden without one."""


MISSING_MAX: Final = 5
MISSING_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the modal carries: no words, only where they came from and what was last previewed.

    seen: fingerprint of the preview the person looked at. offered: keys with a tick, so that a
    missing tick can be told from a word that was not there before.
    """

    source: Source | None = None
    seen: str = ""
    offered: tuple[str, ...] = ()

    def dump(self) -> str:
        """As private_metadata."""
        source = [self.source.channel, self.source.ts] if self.source else None
        return json.dumps(
            {"s": source, "p": self.seen, "o": "".join(self.offered)},
            separators=(",", ":"),
        )

    @staticmethod
    def load(raw: str) -> "Metadata":
        """From private_metadata; a forged or broken one counts as none."""
        try:
            data = json.loads(raw or "{}")
            source = Source(*map(str, data["s"])) if data.get("s") else None
            keys = str(data.get("o", ""))
            return Metadata(source, str(data.get("p", "")), _split_keys(keys))
        except (ValueError, TypeError, AttributeError):
            return Metadata()


@dataclass(frozen=True, slots=True)
class Form:
    """What a person has typed and ticked so far."""

    text: str = ""
    credits: tuple[str, ...] = ()
    also_hide: str = ""
    note: str = ""
    named: bool = True
    whole_team: bool = False


def reading(source: Source | None) -> b.Block:
    """The modal in its first moment."""
    return b.modal(
        words.MODAL_TITLE,
        [b.section(words.READING)],
        callback=CALLBACK,
        close=words.CLOSE,
        metadata=Metadata(source).dump(),
    )


def review(
    form: Form,
    redaction: Redaction | None,
    note: Redaction | None,
    metadata: Metadata,
    *,
    notice: str | None = None,
    missing: Sequence[str] = (),
) -> b.Block:
    """The modal. Block and action ids never change, so that what is typed survives."""
    hidden = [*(redaction.hidden if redaction else ()), *(note.hidden if note else ())]
    content = [
        *([b.section(f":point_right: {notice}")] if notice else []),
        _text_field(form),
        *_preview(redaction, note),
        *_missing(missing),
        _credits_field(form),
        _team_field(form),
        b.divider(),
        *_hidden(hidden),
        *_rest(form),
    ]
    return b.modal(
        words.MODAL_TITLE,
        content,
        callback=CALLBACK,
        close=words.CLOSE,
        submit=words.SUBMIT,
        metadata=metadata.dump(),
    )


def shared(kudos_id: str, channel: str, source_channel: str | None) -> b.Block:
    """The last thing the sharer sees."""
    return b.modal(
        words.MODAL_TITLE,
        [
            b.section(words.on_its_way(channel, source_channel)),
            b.actions(take_back_button(kudos_id)),
        ],
        callback="share_done",
        close=words.DONE,
    )


def closing(sentence: str, title: str = words.MODAL_TITLE) -> b.Block:
    """A modal that only says something, under the title of the one it follows."""
    return b.modal(title, [b.section(sentence)], callback="share_done", close=words.DONE)


def take_back_button(kudos_id: str) -> b.Element:
    """Take it back, after a question."""
    return b.button(
        words.TAKE_BACK,
        ACTION_TAKE_BACK,
        value=kudos_id,
        confirm=b.confirm(
            words.TAKE_BACK_CONFIRM_TITLE,
            words.TAKE_BACK_CONFIRM,
            words.TAKE_BACK_YES,
            words.TAKE_BACK_NO,
        ),
    )


def tickable(hidden: Sequence[Hidden]) -> list[Hidden]:
    """What gets a tick: everything that may be shown again, as far as the groups reach."""
    return [item for item in hidden if not item.locked][: GROUPS_MAX * b.CHECKBOXES_MAX]


def _split_keys(keys: str) -> tuple[str, ...]:
    return tuple(keys[start : start + 16] for start in range(0, len(keys), 16))


def _text_field(form: Form) -> b.Block:
    element = b.text_input(
        FIELD,
        initial=form.text,
        placeholder=words.TEXT_PLACEHOLDER,
        multiline=True,
        max_length=TEXT_MAX,
    )
    return b.field(words.TEXT_LABEL, element, BLOCK_TEXT)


def _preview(redaction: Redaction | None, note: Redaction | None) -> list[b.Block]:
    heading = b.section(
        words.PREVIEW_HEADING,
        accessory=b.button(words.UPDATE_PREVIEW, ACTION_PREVIEW),
        block_id="preview",
    )
    if redaction is None:
        return [heading, b.context(words.PREVIEW_EMPTY)]
    count = len([item for item in redaction.hidden if not item.shown])
    return [
        heading,
        *(b.section(piece) for piece in b.quoted(escape(redaction.text.text))),
        *_note_lines(note.text if note else None),
        b.context(words.count_of_hidden(count)),
    ]


def _missing(asked: Sequence[str]) -> list[b.Block]:
    shown = [escape(one[:MISSING_LENGTH]) for one in asked[:MISSING_MAX]]
    return [b.context(words.not_found(shown))] if shown else []


def _note_lines(note: Redacted | None) -> list[b.Block]:
    return [b.section(f"_{words.NOTE_LABEL}:_ {escape(note.text)}")] if note else []


def _credits_field(form: Form) -> b.Block:
    element = b.users_select(FIELD, placeholder=words.CREDITS_PLACEHOLDER, initial=form.credits)
    return b.field(words.CREDITS_LABEL, element, BLOCK_CREDITS, optional=True)


def _team_field(form: Form) -> b.Block:
    option = b.option(words.TEAM_OPTION, TEAM_VALUE)
    ticks = b.checkboxes(FIELD, [option], [option] if form.whole_team else [])
    return b.field(words.TEAM_LABEL, ticks, BLOCK_TEAM, optional=True)


def _hidden(hidden: Sequence[Hidden]) -> list[b.Block]:
    locked = [item for item in hidden if item.locked]
    ticks = tickable(hidden)
    made: list[b.Block] = []
    if ticks:
        made.append(b.section(words.HIDDEN_LABEL))
    for number, start in enumerate(range(0, len(ticks), b.CHECKBOXES_MAX)):
        made.append(_tick_group(number, ticks[start : start + b.CHECKBOXES_MAX]))
    if locked:
        shown = ", ".join(dict.fromkeys(words.NOUNS[item.entity] for item in locked))
        made.append(b.context(f"{words.LOCKED_LABEL} {shown}"))
    return made


def _tick_group(number: int, group: Sequence[Hidden]) -> b.Block:
    options = [_tick(item) for item in group]
    ticked = [made for made, item in zip(options, group, strict=True) if not item.shown]
    # A tick's place must not carry over to another word, so the block is named after its words.
    name = f"{BLOCK_HIDDEN}:{number}:{group[0].key[:8]}:{len(group)}"
    return b.actions(b.checkboxes(ACTION_HIDDEN, options, ticked), block_id=name)


def _tick(item: Hidden) -> b.Element:
    return b.option(
        f"{item.surface} ({words.NOUNS[item.entity]})",
        item.key,
        words.WHYS[item.why],
    )


def _rest(form: Form) -> list[b.Block]:
    also = b.text_input(FIELD, initial=form.also_hide, max_length=ALSO_MAX, on_enter=True)
    note = b.text_input(FIELD, initial=form.note, multiline=True, max_length=NOTE_MAX)
    named_option = b.option(words.NAMED_OPTION, NAMED_VALUE)
    named = b.checkboxes(FIELD, [named_option], [named_option] if form.named else [])
    also["action_id"] = ACTION_ALSO
    return [
        b.field(
            words.ALSO_HIDE_LABEL,
            also,
            BLOCK_ALSO,
            optional=True,
            hint=words.ALSO_HIDE_HINT,
            dispatch=True,
        ),
        b.field(words.NOTE_LABEL, note, BLOCK_NOTE, optional=True, hint=words.NOTE_HINT),
        b.field(words.NAMED_LABEL, named, BLOCK_NAMED, optional=True),
    ]
