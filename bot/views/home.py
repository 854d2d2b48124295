"""Sharing's sections of App Home."""

from collections.abc import Container, Sequence
from typing import Final

from bot.domain.kudos import Kudos
from bot.domain.offers import Offer
from bot.domain.preferences import Preferences
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.views import notices
from bot.views.hide import hide_button
from bot.views.share import take_back_button
from bot.wording import dead_letters as dead_letter_words
from bot.wording import sharing as words

ACTION_SHARE: Final = "home_share"
ACTION_PREFERENCES: Final = "home_preferences"
ACTION_SETTINGS: Final = "home_settings"
ASK_FIRST: Final = "ask_first"
WAITING_MAX: Final = 10
MINE_MAX: Final = 5
QUOTE_MAX: Final = 300


def share(*, has_channel: bool, is_admin: bool) -> list[b.Block]:
    """What this is, and the button; without a channel, who chooses one."""
    lines = [b.section(words.HOME_INTRO)]
    if not has_channel and is_admin:
        choose = b.button(words.HOME_SETTINGS, ACTION_SETTINGS, style="primary")
        button = b.actions(choose, block_id=f"{ACTION_SETTINGS}:first")
        return [*lines, b.context(words.HOME_CHOOSE_CHANNEL), button]
    if not has_channel:
        return [*lines, b.context(words.HOME_NO_CHANNEL)]
    button = b.button(words.HOME_SHARE, ACTION_SHARE, style="primary")
    return [*lines, b.actions(button, block_id=ACTION_SHARE)]


def waiting(offers: Sequence[Offer]) -> list[b.Block]:
    """*Waiting for review*: where and when, never what."""
    if not offers:
        return [b.section(words.HOME_WAITING), b.context(words.HOME_NOTHING_WAITING)]
    lines = [block for offer in offers for block in notices.waiting(offer.source)]
    return [b.section(words.HOME_WAITING), *lines]


def mine(kudos: Sequence[Kudos], undelivered: Container[str] = ()) -> list[b.Block]:
    """*Shared by me*. undelivered: keys of posts that could not be made."""
    if not kudos:
        return [b.section(words.HOME_MINE), b.context(words.HOME_NOTHING_MINE)]
    lines: list[b.Block] = [b.section(words.HOME_MINE)]
    for one in kudos:
        quote = escape(b.clip(one.text.text, QUOTE_MAX))
        lines += [b.section(piece) for piece in b.quoted(quote)]
        if one.post_key in undelivered:
            lines.append(b.context(dead_letter_words.NOT_POSTED))
        buttons = b.actions(
            hide_button(one.id), take_back_button(one.id), block_id=f"mine:{one.id}"
        )
        lines.append(buttons)
    return lines


def personal(preferences: Preferences) -> list[b.Block]:
    """*For me*."""
    options = {
        ASK_FIRST: b.option(words.HOME_ASK_FIRST, ASK_FIRST),
    }
    on = {ASK_FIRST: preferences.ask_first}
    ticked = [option for name, option in options.items() if on[name]]
    ticks = b.checkboxes(ACTION_PREFERENCES, list(options.values()), ticked)
    return [b.section(words.HOME_PERSONAL), b.actions(ticks, block_id=ACTION_PREFERENCES)]


def admin() -> list[b.Block]:
    """*Settings*, for admins."""
    button = b.button(words.HOME_SETTINGS, ACTION_SETTINGS)
    return [b.section(words.HOME_ADMIN), b.actions(button, block_id=ACTION_SETTINGS)]
