"""*Something's in my way*: a section of App Home, a modal, and the letter."""

from typing import Any, Final

from bot.domain.redacted import TEXT_MAX, Redacted
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.wording import voice as words

CALLBACK: Final = "voice"
ACTION_OPEN: Final = "voice_open"
BLOCK_WHO: Final = "who"
BLOCK_NOTE: Final = "note"
FIELD: Final = "value"


def section() -> list[b.Block]:
    """The way there."""
    return [
        b.section(f"*{words.HEADING}*\n{words.INTRO}"),
        b.actions(b.button(words.OPEN, ACTION_OPEN), block_id=ACTION_OPEN),
    ]


def modal(preview: Redacted | None = None, seen: str = "") -> b.Block:
    """The form; what is typed survives by its block id. seen: fingerprint of the preview."""
    who = b.user_select(FIELD, placeholder=words.CHOOSE)
    note = b.text_input(FIELD, multiline=True, max_length=TEXT_MAX)
    return b.modal(
        words.TITLE,
        [
            *_preview(preview),
            b.section(words.MODAL_INTRO),
            b.field(words.WHO, who, BLOCK_WHO),
            b.field(words.NOTE, note, BLOCK_NOTE),
        ],
        callback=CALLBACK,
        close=words.CANCEL,
        submit=words.SEND,
        metadata=seen,
    )


def letter(sender: str, note: Redacted) -> dict[str, Any]:
    """What the chosen person gets; the notification shows nothing of the note."""
    first = words.letter(sender)
    pieces = b.quoted(escape(note.text))
    return {
        "text": first,
        "blocks": [
            b.section(first),
            *(b.section(piece) for piece in pieces),
            b.context(words.answer(sender)),
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _preview(preview: Redacted | None) -> list[b.Block]:
    if preview is None:
        return []
    pieces = b.quoted(escape(preview.text))
    return [
        b.section(words.LOOK_AGAIN),
        b.section(words.PREVIEW),
        *(b.section(piece) for piece in pieces),
    ]
