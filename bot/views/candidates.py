"""A customer's comment from elsewhere, for somebody to choose."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.domain.redacted import Redacted
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.wording import candidates as words
from bot.wording import sharing as sharing_words

ACTION_REVIEW: Final = "candidate_review"
ACTION_DISMISS: Final = "candidate_dismiss"
BLOCK_WORDS: Final = "words:"
_QUOTE: Final = "> "


def card(text: Redacted) -> dict[str, Any]:
    """The post; the buttons carry nothing, the words stand in blocks that can be read back."""
    pieces = b.quoted(escape(text.text))
    return {
        "text": words.CARD_FALLBACK,
        "blocks": [
            b.section(words.CARD),
            *(b.section(one, block_id=f"{BLOCK_WORDS}{n}") for n, one in enumerate(pieces)),
            b.actions(
                b.button(sharing_words.REVIEW_AND_SHARE, ACTION_REVIEW, style="primary"),
                b.button(sharing_words.NOT_THIS_ONE, ACTION_DISMISS),
            ),
            b.context(words.CARD_WHY),
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def words_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The words of a card, escaped as Slack gives them back."""
    pieces = [
        str((block.get("text") or {}).get("text") or "")
        for block in blocks
        if str(block.get("block_id") or "").startswith(BLOCK_WORDS)
    ]
    lines = "\n".join(pieces).split("\n")
    return "\n".join(line.removeprefix("&gt; ").removeprefix(_QUOTE) for line in lines)
