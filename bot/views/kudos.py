"""A kudos as the channel shows it."""

from bot.domain.kudos import Kudos
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.views.share import take_back_button
from bot.wording import share as words


def post(kudos: Kudos) -> dict[str, object]:
    """The body for chat.postMessage: redacted text in blocks and in the fallback."""
    content = [b.section(piece) for piece in b.quoted(escape(kudos.text.text))]
    if kudos.note:
        content.append(b.section(escape(kudos.note.text)))
    content.append(b.context(_credit_line(kudos)))
    content.append(b.actions(take_back_button(kudos.id)))
    return {
        "text": b.clip(words.fallback(escape(kudos.text.text)), b.MESSAGE_TEXT_MAX),
        "blocks": content,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _credit_line(kudos: Kudos) -> str:
    people = ", ".join(f"<@{user}>" for user in kudos.credits.users)
    credited = words.WHOLE_TEAM if kudos.credits.whole_team else people
    return words.credit_line(credited or None, f"<@{kudos.sharer}>" if kudos.sharer_named else None)
