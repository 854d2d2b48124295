"""Whether a person is here: their standing and status in Slack, read anew each time."""

import urllib.error
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.refusals import Reason, RefusedError
from bot.slack_gateway import ClientFor

AWAY: Final = frozenset({":palm_tree:", ":face_with_thermometer:"})
"""What Slack suggests as a status for holidays and for being ill."""


@dataclass(frozen=True, slots=True)
class SlackWhereabouts:
    """bot.ports_digest.Whereabouts over slack_sdk."""

    client_for: ClientFor

    def is_away(self, team: str, user: str) -> bool:
        """Whether they are deactivated or say so; raises RefusedError(SLACK_AWAY)."""
        try:
            data: Any = self.client_for(team).api_call("users.info", params={"user": user}).data
        except SlackApiError as error:
            if error.response.get("error") in {"user_not_found", "user_not_visible"}:
                return True
            raise RefusedError(Reason.SLACK_AWAY) from None
        except (SlackClientError, urllib.error.URLError, OSError):
            raise RefusedError(Reason.SLACK_AWAY) from None
        found = data.get("user") or {}
        status = (found.get("profile") or {}).get("status_emoji")
        return bool(found.get("deleted")) or status in AWAY
