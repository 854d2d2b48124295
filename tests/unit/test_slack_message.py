"""A message's words, wherever its sender put them."""

from typing import Any

import pytest

from bot.domain.inbox import Happening, StoredEvent
from bot.domain.slack_message import words_of
from handlers.payloads_inbox import stored_event

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "So kind."}}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "So "},
                {"type": "link", "url": "https://example.com", "text": "kind"},
                {"type": "emoji", "name": "heart"},
            ],
        },
        {
            "type": "rich_text_list",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "quick"}]},
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "patient"}]},
            ],
        },
    ],
}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"text": "So kind.", "blocks": [RICH]}, "So kind."),
        ({"bot_id": "B1", "text": "So kind."}, "So kind."),
        ({"bot_id": "B1", "text": "fallback", "blocks": [SECTION]}, "So kind."),
        ({"bot_id": "B1", "blocks": [RICH]}, "So <https://example.com|kind>:heart:\nquick\npatient"),
        (
            {"bot_id": "B1", "text": "Rating", "attachments": [{"text": "So kind."}]},
            "Rating\nSo kind.",
        ),
        ({"bot_id": "B1", "attachments": [{"fallback": "So kind."}]}, "So kind."),
        (
            {"bot_id": "B1", "attachments": [{"fields": [{"title": "Says", "value": "So kind."}]}]},
            "Says\nSo kind.",
        ),
        ({"bot_id": "B1", "attachments": [{"blocks": [SECTION]}]}, "So kind."),
        ({"files": [{"id": "F1"}]}, ""),
        ({"bot_id": "B1", "blocks": [{"type": "image"}, {"type": "divider"}]}, ""),
        ({"text": None, "blocks": None, "attachments": None}, ""),
    ],
)  # fmt: skip
def test_words_are_found(message: dict[str, Any], words: str) -> None:
    """What a reader sees is what is reviewed."""
    assert words_of(message) == words


def told(event: dict[str, Any]) -> StoredEvent | None:
    return stored_event(
        {
            "team_id": "T1",
            "event_id": "Ev1",
            "authorizations": [{"user_id": "UBOT"}],
            "event": event,
        },
    )


POSTED = {"type": "message", "channel": "C1", "ts": "1.1", "user": "U1", "channel_type": "channel"}


@pytest.mark.parametrize(
    "event",
    [
        POSTED | {"thread_ts": "0.9"},
        POSTED | {"subtype": "thread_broadcast", "thread_ts": "0.9"},
        POSTED | {"subtype": "message_changed", "hidden": True},
        POSTED | {"subtype": "channel_join"},
        POSTED | {"user": "UBOT"},
        POSTED | {"channel_type": "im"},
        {"type": "reaction_added", "user": "U1", "item_user": "UBOT", "item": {"type": "message"}},
        {"type": "reaction_added", "user": "U1", "item": {"type": "file"}},
        {"type": "app_home_opened", "tab": "messages", "user": "U1"},
        {"type": "pin_added"},
        {},
    ],
)
def test_what_is_no_door_is_not_even_stored(event: dict[str, Any]) -> None:
    """Replies, edits, joins, our own posts, files."""
    assert told(event) is None


def test_an_event_is_stored_as_ids_and_never_with_words() -> None:
    """The payload carries the customer's words; the row must not. Read back, it is the same row."""
    event = told(POSTED | {"text": "Ngozi says thanks", "bot_id": "B1", "blocks": [SECTION]})
    assert event == StoredEvent("T1", "posted:C1:1.1", Happening.POSTED, "C1", "1.1", "U1", "B1")
    assert "Ngozi" not in repr(event)
