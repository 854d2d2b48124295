"""Installing the app by OAuth: codes, tokens of each workspace, refreshing, revoking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from sandbox.clock import SandboxTime
from sandbox.errors import SlackError
from sandbox.ids import secret
from sandbox.json_types import Json
from sandbox.people_shapes import APP_ID, BOT_USER, TEAM_NAME

CLIENT_ID = "1234567890.0987654321"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105  (the simulator's public test secret)
CODE_LIVES_S = 600
TOKEN_LIVES_S = 43_200
"""docs.slack.dev, Token rotation: twelve hours."""
INSTALLER = "U0ADA"


@dataclass(frozen=True)
class Grant:
    """A bot token, or a code that becomes one; ``until`` is a moment or None."""

    team: str
    scopes: frozenset[str]
    until: float | None = None
    redirect_uri: str = ""


ORGANISATION: Json = {
    "team": None,
    "enterprise": {"id": "E0ORG", "name": "The whole company"},
    "is_enterprise_install": True,
}
"""How the answer differs when an organisation's admin installs it everywhere at once."""


@dataclass
class OAuth:
    """What the app's registration and all installations share."""

    time: SandboxTime
    redirect_urls: list[str] = field(default_factory=list)
    rotating: bool = False
    refusing: str = ""
    whole_organisation: bool = False
    codes: dict[str, Grant] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    tokens: dict[str, Grant] = field(default_factory=dict)
    refreshes: dict[str, Grant] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)

    def allow(self, team: str, scopes: Iterable[str], redirect_uri: str, state: str) -> str:
        """Where the browser is led after a person allowed it, or refused."""
        where = redirect_uri or next(iter(self.redirect_urls), "")
        if not any(where.startswith(url) for url in self.redirect_urls):
            raise SlackError("bad_redirect_uri")
        if self.refusing:
            return f"{where}?{urlencode({'error': self.refusing, 'state': state})}"
        code = f"{secret()}.{secret()}"
        until = self.time.now() + CODE_LIVES_S
        self.codes[code] = Grant(team, frozenset(scopes), until, redirect_uri)
        return f"{where}?{urlencode({'code': code, 'state': state})}"

    def exchange(self, code: str, redirect_uri: str) -> Json:
        """An installation for a code, once."""
        if code in self.used:
            raise SlackError("code_already_used")
        found = self.codes.get(code)
        if found is None or (found.until or 0) < self.time.now():
            raise SlackError("invalid_code")
        if found.redirect_uri and redirect_uri != found.redirect_uri:
            raise SlackError("bad_redirect_uri")
        self.used.add(code)
        return {
            **self._issue(replace(found, until=None, redirect_uri="")),
            "authed_user": {"id": INSTALLER},
        }

    def refresh(self, token: str) -> Json:
        """Fresh tokens for a refresh token, once; the old token lives on until it runs out."""
        found = self.refreshes.pop(token, None)
        if found is None:
            raise SlackError("invalid_refresh_token")
        return self._issue(found)

    def bearer(self, token: str) -> Grant | None:
        """Whose token it is; raises what Slack says of one that is no good any more."""
        if token in self.revoked:
            raise SlackError("token_revoked")
        found = self.tokens.get(token)
        if found and found.until is not None and found.until < self.time.now():
            raise SlackError("token_expired")
        return found

    def revoke(self, team: str) -> None:
        """No token of the workspace works any more."""
        gone = [token for token, grant in self.tokens.items() if grant.team == team]
        self.revoked.update(gone)
        for token in [token for token, grant in self.refreshes.items() if grant.team == team]:
            del self.refreshes[token]

    def _issue(self, grant: Grant) -> Json:
        until = self.time.now() + TOKEN_LIVES_S if self.rotating else None
        token = f"xoxe.xoxb-1-{secret()}" if self.rotating else f"xoxb-{secret()}"
        self.tokens[token] = replace(grant, until=until)
        rotation: Json = {}
        if self.rotating:
            rotation = {"refresh_token": f"xoxe-1-{secret()}", "expires_in": TOKEN_LIVES_S}
            self.refreshes[rotation["refresh_token"]] = grant
        return {
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(grant.scopes)),
            "bot_user_id": BOT_USER,
            "app_id": APP_ID,
            "team": {"id": grant.team, "name": TEAM_NAME},
            "enterprise": None,
            "is_enterprise_install": False,
            **rotation,
            **(ORGANISATION if self.whole_organisation else {}),
        }
