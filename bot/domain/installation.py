"""A workspace in which Goodword is installed, and for how long it is kept after it was removed."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Self

ERASED_AFTER: Final = timedelta(days=13)
"""Fourteen days are promised; the last one is the job's own, with room for a day of downtime."""
STATE_LIFE: Final = timedelta(minutes=10)
"""How long a person may take between *Add to Slack* and *Allow*."""
REFRESHED_BEFORE: Final = timedelta(hours=2)
"""Slack's rotated tokens live 12 hours (docs.slack.dev, Token rotation)."""
REFRESH_LEASE: Final = timedelta(minutes=5)
"""How long a token is left to one process that refreshes it: a refresh token works once."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What Slack gave us for one workspace; its tokens are in no `repr` and no log.

    url: the workspace's address as auth.test gives it. installed_at: whole seconds, as Slack's
    `event_time` is, so that an uninstall within the second of an install is not taken for older.
    refresh_token, expires_at: only where token rotation is on.
    """

    team: str
    name: str
    url: str
    app: str
    token: str = field(repr=False)
    bot: str
    bot_user: str
    scopes: tuple[str, ...]
    installed_by: str
    installed_at: datetime
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None

    def renewed(self, token: str, refresh_token: str, expires_at: datetime) -> Self:
        """The same with fresh tokens."""
        return replace(self, token=token, refresh_token=refresh_token, expires_at=expires_at)


def whole_second(moment: datetime) -> datetime:
    """The moment as Slack's events have it."""
    return moment.replace(microsecond=0)
