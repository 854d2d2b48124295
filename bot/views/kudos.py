"""A kudos as the channel shows it."""

from bot.domain.kudos import Kudos
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.views.hide import hide_button
from bot.views.notices import remove_name_button
from bot.views.share import take_back_button
from bot.wording import share as words


def post(kudos: Kudos) -> dict[str, object]:
    """The body for chat.postMessage: redacted text in blocks and in the fallback."""
    return changed_post(kudos) | {"unfurl_links": False, "unfurl_media": False}


def changed_post(kudos: Kudos) -> dict[str, object]:
    """The body for chat.update."""
    content = [b.section(piece) for piece in b.quoted(escape(kudos.text.text))]
    if kudos.note:
        content.append(b.section(escape(kudos.note.text)))
    content.append(b.context(_credit_line(kudos)))
    content.append(b.actions(*_buttons(kudos)))
    return {
        "text": b.clip(words.fallback(escape(kudos.text.text)), b.MESSAGE_TEXT_MAX),
        "blocks": content,
    }


def _buttons(kudos: Kudos) -> list[b.Element]:
    named = [remove_name_button(kudos.id)] if kudos.credits.users or kudos.sharer_named else []
    return [hide_button(kudos.id), *named, take_back_button(kudos.id)]


def _credit_line(kudos: Kudos) -> str:
    people = [f"<@{user}>" for user in kudos.credits.users]
    people += [words.A_TEAMMATE] if kudos.credits.erased else []
    credited = ", ".join([*people, *([words.WHOLE_TEAM] if kudos.credits.whole_team else [])])
    return words.credit_line(credited or None, f"<@{kudos.sharer}>" if kudos.sharer_named else None)
