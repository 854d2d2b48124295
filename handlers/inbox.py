"""Events are stored before anything else happens to them, then acknowledged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltResponse

from bot.domain.inbox import StoredEvent
from handlers.payloads_inbox import stored_event


@dataclass(frozen=True, slots=True)
class EventDoor:
    """A middleware that stands before authorization.

    Bolt's own authorization would answer a failing Slack with a 200 and so acknowledge an event
    nobody has stored. wanted: whether anything would be done about it. keep: stores it; what it
    raises becomes a 500, which is no acknowledgement, so that Slack sends the event again.
    """

    wanted: Callable[[StoredEvent], bool]
    keep: Callable[[StoredEvent], None]

    def __call__(self, body: Mapping[str, Any], next: Callable[[], None]) -> BoltResponse | None:  # noqa: A002 - Bolt passes arguments by name
        """Keep an event and answer 200; let commands and interactions pass."""
        if body.get("type") != "event_callback":
            next()
            return None
        event = stored_event(body)
        if event is not None and self.wanted(event):
            self.keep(event)
        return BoltResponse(status=200, body="")
