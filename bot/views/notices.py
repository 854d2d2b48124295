"""Direct messages and whispers around a kudos."""

from typing import Final

from bot.domain.kudos import Kudos, Source
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.wording import share as share_words
from bot.wording import sharing as words

Body = dict[str, object]

ACTION_REVIEW: Final = "offer_review"
ACTION_DISMISS: Final = "offer_dismiss"
ACTION_AGREE: Final = "credit_agree"
ACTION_DECLINE: Final = "credit_decline"
ACTION_UNNAME: Final = "kudos_unname"
ACTION_MUTE: Final = "notices_mute"
QUOTE_MAX: Final = 600
"""A notice shows the start of the words; all of them stand in the channel."""


def source_value(source: Source) -> str:
    """A message as a button's value: ids only."""
    return f"{source.channel}:{source.ts}"


def source_of(value: str) -> Source | None:
    """The message a button's value names; None for a forged or broken one."""
    channel, _, ts = value.partition(":")
    return Source(channel, ts) if channel and ts else None


def offer(source: Source) -> Body:
    """To the one person who may know whether it is a good word."""
    return {
        "text": words.OFFER_FALLBACK,
        "blocks": [b.section(words.OFFER), b.actions(*_offer_buttons(source))],
    }


def thread_offer(source: Source) -> Body:
    """Under a helpdesk's post: one reply for everybody."""
    review = b.button(words.REVIEW_AND_SHARE, ACTION_REVIEW, value=source_value(source))
    return {
        "text": words.OFFER_FALLBACK,
        "blocks": [b.section(words.OFFER_THREAD), b.actions(review)],
    }


def waiting(source: Source) -> list[b.Block]:
    """One line of *Waiting for review*."""
    return [
        b.section(words.waiting(source.channel, source.ts)),
        b.actions(*_offer_buttons(source), block_id=f"waiting:{source_value(source)}"),
    ]


def credited(kudos: Kudos) -> Body:
    """To somebody whose name stands in a post."""
    sentence = words.credited(_sharer(kudos), kudos.channel)
    buttons = [remove_name_button(kudos.id), b.button(words.MUTE, ACTION_MUTE)]
    return _letter(kudos, sentence, buttons)


def ask(kudos: Kudos) -> Body:
    """To somebody who wants to be asked before being named."""
    sentence = words.may_we_name_you(_sharer(kudos), kudos.channel)
    buttons = [
        b.button(words.SAY_MY_NAME, ACTION_AGREE, value=kudos.id),
        b.button(words.RATHER_NOT, ACTION_DECLINE, value=kudos.id),
    ]
    return _letter(kudos, sentence, buttons)


def shared_outside(channel: str) -> Body:
    """To an admin."""
    sentence = words.shared_outside(channel)
    return {"text": sentence, "blocks": [b.section(sentence)]}


def with_button(sentence: str, button: b.Element) -> Body:
    """A sentence and what can be done about it."""
    return {"text": sentence, "blocks": [b.section(sentence), b.actions(button)]}


def remove_name_button(kudos_id: str) -> b.Element:
    """One's own name out of a post, after a question."""
    return b.button(
        share_words.REMOVE_NAME,
        ACTION_UNNAME,
        value=kudos_id,
        confirm=b.confirm(words.REMOVE_TITLE, words.REMOVE_TEXT, words.REMOVE_YES, words.REMOVE_NO),
    )


def _offer_buttons(source: Source) -> list[b.Element]:
    value = source_value(source)
    return [
        b.button(words.REVIEW_AND_SHARE, ACTION_REVIEW, value=value),
        b.button(words.NOT_THIS_ONE, ACTION_DISMISS, value=value),
    ]


def _sharer(kudos: Kudos) -> str | None:
    return f"<@{kudos.sharer}>" if kudos.sharer_named and kudos.sharer else None


def _letter(kudos: Kudos, sentence: str, buttons: list[b.Element]) -> Body:
    quote = escape(b.clip(kudos.text.text, QUOTE_MAX))
    return {
        "text": sentence,
        "blocks": [
            b.section(sentence),
            *(b.section(piece) for piece in b.quoted(quote)),
            b.actions(*buttons),
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }
