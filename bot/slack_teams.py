"""Which workspaces are served, and with which token: one from the environment, or many."""

import threading
import urllib.error
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.installation import Installation
from bot.ports import Clock, StorageAwayError
from bot.slack_gateway import durable_client

log = structlog.get_logger()

KEPT_FOR: Final = timedelta(seconds=5)
"""After this time other processes have heard of a new token, or that there is none any more."""


class NotServedError(SlackClientError):
    """There is no token for a workspace, or none can be read; nothing was asked of Slack."""


_REVOKED: Final = frozenset({"account_inactive", "token_revoked", "invalid_auth"})


class Teams(Protocol):
    """The workspaces that are served."""

    def client_for(self, team: str) -> WebClient:
        """A client with the workspace's token; raises NotServedError, a SlackClientError."""

    def authorize(self, team: str | None) -> AuthorizeResult | None:
        """For Bolt; None where it is not served. Raises StorageAwayError."""

    def url_of(self, team: str) -> str:
        """The workspace's address; empty when unknown."""

    def own_user(self, team: str) -> str:
        """The bot's own user id there; empty when unknown."""

    def served(self) -> Sequence[str]:
        """All of them; raises StorageAwayError."""

    def is_served(self, team: str) -> bool:
        """Whether events of it are acted on; raises StorageAwayError."""

    def forget(self, team: str) -> None:
        """Its installation changed: read it anew."""


@dataclass(frozen=True, slots=True)
class WebTokenCheck:
    """bot.ports_tenancy.TokenCheck over slack_sdk."""

    client_for: Callable[[str], WebClient]

    def is_revoked(self, team: str) -> bool:
        """Ask auth.test; whatever else goes wrong says nothing about the token."""
        try:
            self.client_for(team).auth_test()
        except SlackApiError as error:
            return str(error.response.get("error")) in _REVOKED
        except (urllib.error.URLError, SlackClientError, OSError):
            pass
        return False


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in Slack."""

    team: str
    name: str
    bot_id: str
    bot_user: str
    url: str


@dataclass(frozen=True, slots=True)
class OneTeam:
    """The token of the environment serves its own workspace and no other.

    A database may hold what another workspace has left: with this token it is never posted.
    """

    identity: Identity
    client: WebClient

    def client_for(self, team: str) -> WebClient:
        """The one client."""
        if team != self.identity.team:
            raise NotServedError("another workspace")
        return self.client

    def authorize(self, team: str | None) -> AuthorizeResult | None:
        """Slack sends what is for the one app there is."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team,
            bot_token=self.client.token,
            bot_id=self.identity.bot_id,
            bot_user_id=self.identity.bot_user,
        )

    def url_of(self, team: str) -> str:
        """As auth.test gave it."""
        return self.identity.url if team == self.identity.team else ""

    def own_user(self, team: str) -> str:  # noqa: ARG002 - there is one
        """As auth.test gave it."""
        return self.identity.bot_user

    def served(self) -> Sequence[str]:
        """The one."""
        return (self.identity.team,)

    def is_served(self, team: str) -> bool:  # noqa: ARG002 - Slack knows for whom it sends
        """Whatever Slack sends with our secret."""
        return True

    def forget(self, team: str) -> None:
        """Nothing is kept."""


@dataclass(frozen=True, slots=True)
class _Known:
    at: datetime
    installation: Installation | None
    client: WebClient | None


@dataclass(frozen=True, slots=True)
class ManyTeams:
    """Every installed workspace, each with its own token.

    read: the installation as stored now; all: every installed workspace. Both raise
    StorageAwayError. What was read is good for seconds, and for longer where the database is away.
    """

    read: Callable[[str], Installation | None]
    all: Callable[[], Sequence[str]]
    clock: Clock
    base_url: str
    _known: dict[str, _Known] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def client_for(self, team: str) -> WebClient:
        """The workspace's own client, the same one as long as its token is the same."""
        try:
            client = self._look(team).client
        except StorageAwayError:
            log.warning("installation_unreadable", team=team)
            raise NotServedError("the database is away") from None
        if client is None:
            raise NotServedError("not installed")
        return client

    def authorize(self, team: str | None) -> AuthorizeResult | None:
        """From our own row; asks Slack nothing."""
        found = self._look(team).installation if team else None
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team,
            bot_token=found.token,
            bot_id=found.bot,
            bot_user_id=found.bot_user,
            bot_scopes=list(found.scopes),
        )

    def url_of(self, team: str) -> str:
        """As auth.test gave it at the installation."""
        found = self._look(team).installation
        return found.url if found else ""

    def own_user(self, team: str) -> str:
        """As Slack gave it at the installation."""
        found = self._look(team).installation
        return found.bot_user if found else ""

    def served(self) -> Sequence[str]:
        """Every installed workspace."""
        return self.all()

    def is_served(self, team: str) -> bool:
        """Whether it is installed."""
        return self._look(team).installation is not None

    def forget(self, team: str) -> None:
        """Read it anew the next time, in this process."""
        with self._lock:
            self._known.pop(team, None)

    def _look(self, team: str) -> _Known:
        now = self.clock.now()
        known = self._known.get(team)
        if known and now - known.at < KEPT_FOR:
            return known
        try:
            found = self.read(team)
        except StorageAwayError:
            if known and known.installation:
                return known
            raise
        fresh = _Known(now, found, self._client(known, found))
        with self._lock:
            self._known[team] = fresh
        return fresh

    def _client(self, known: _Known | None, found: Installation | None) -> WebClient | None:
        if found is None:
            return None
        if known and known.client and known.client.token == found.token:
            return known.client
        return durable_client(self.base_url, found.token)
