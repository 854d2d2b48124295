"""Hiding more of a posted kudos."""

from typing import Final

from bot.domain.kudos import Kudos
from bot.domain.redacted import Redacted
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.wording import share as share_words
from bot.wording import sharing as words

CALLBACK: Final = "kudos_hide"
ACTION_OPEN: Final = "kudos_hide_more"
ACTION_WORDS: Final = "kudos_hide_words"
BLOCK_WORDS: Final = "words"
WORDS_MAX: Final = 500


def hide_button(kudos_id: str) -> b.Element:
    """Opens the modal."""
    return b.button(share_words.HIDE_MORE, ACTION_OPEN, value=kudos_id)


def modal(kudos: Kudos, preview: Redacted | None = None, note: Redacted | None = None) -> b.Block:
    """What everybody sees, and what they would see."""
    text = preview or kudos.text
    shown_note = note if preview else kudos.note
    element = b.text_input(ACTION_WORDS, max_length=WORDS_MAX, on_enter=True)
    return b.modal(
        words.HIDE_TITLE,
        [
            b.section(words.HIDE_PREVIEW if preview else words.HIDE_INTRO),
            *(b.section(piece) for piece in b.quoted(escape(text.text))),
            *([b.section(escape(shown_note.text))] if shown_note else []),
            b.field(
                words.HIDE_LABEL,
                element,
                BLOCK_WORDS,
                hint=words.HIDE_HINT,
                dispatch=True,
            ),
        ],
        callback=CALLBACK,
        close=share_words.CLOSE,
        submit=words.HIDE_SUBMIT,
        metadata=kudos.id,
    )
