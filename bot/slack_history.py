"""Slack's memory of a channel, as the events that told or should have told of it."""

import urllib.error
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.inbox import StoredEvent
from bot.domain.refusals import Reason, RefusedError
from bot.slack_gateway import ClientFor

PAGE: Final = 200
PAGES_MAX: Final = 5
_NOT_OURS_TO_READ: Final = frozenset({"not_in_channel", "channel_not_found", "missing_scope"})

AsEvent = Callable[[str, str, Mapping[str, Any]], StoredEvent | None]
"""(team, channel, message) → the event that tells of it, or None."""


@dataclass(frozen=True, slots=True)
class WebHistory:
    """bot.ports_sharing.History over slack_sdk."""

    client_for: ClientFor
    as_event: AsEvent

    def since(self, team: str, channel: str, moment: datetime) -> Sequence[StoredEvent]:
        """Oldest first; nothing where we may not read; raises RefusedError(SLACK_AWAY)."""
        try:
            found = list(_messages(self.client_for(team), channel, moment))
        except SlackApiError as error:
            data = error.response.data
            if isinstance(data, dict) and data.get("error") in _NOT_OURS_TO_READ:
                return []
            raise RefusedError(Reason.SLACK_AWAY) from None
        except (urllib.error.URLError, SlackClientError, OSError):
            raise RefusedError(Reason.SLACK_AWAY) from None
        events = [self.as_event(team, channel, message) for message in reversed(found)]
        return [event for event in events if event is not None]


def _messages(client: WebClient, channel: str, moment: datetime) -> Iterator[Mapping[str, Any]]:
    """Newest first, as Slack pages them."""
    cursor = ""
    for _page in range(PAGES_MAX):
        answer = client.conversations_history(
            channel=channel,
            oldest=f"{moment.timestamp():.6f}",
            limit=PAGE,
            cursor=cursor or None,
        )
        yield from answer.get("messages", [])
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
