"""*Add to Slack*: where an installation begins and ends, and fresh tokens later on.

The state in between is one-use, lives ten minutes, stands in the database as a digest so that any
web process can take it, and is bound to the browser by a cookie: whoever is sent somebody else's
link ends nowhere.
"""

import hashlib
import hmac
import re
import secrets
import urllib.error
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlencode, urljoin

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.oauth.installation_store import Installation as SdkInstallation

from bot.domain.installation import STATE_LIFE, Installation
from bot.ports import Clock, StorageAwayError
from bot.ports_tenancy import OpenTenancy
from bot.slack_gateway import durable_client
from bot.slack_installations import URL, NotOneWorkspaceError, OwnInstallationStore
from bot.slack_line import INSTALL_PATH
from bot.wording import install as words

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = structlog.get_logger()

COOKIE: Final = "goodword-install"
_TEAM: Final = re.compile(r"[TE][A-Z0-9]{1,30}")
_HEADERS: Final = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
)
_AWAY: Final = (urllib.error.URLError, SlackClientError, OSError)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page, or a way to go."""

    status: str
    says: str = ""
    link: tuple[str, str] | None = None
    location: str = ""
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class SlackApp:
    """The app as Slack knows it, by its own id and secret."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...]
    api_url: str

    def authorize_url(self, state: str, team: str | None) -> str:
        """Where a person allows it; beside the Web API's address."""
        generator = AuthorizeUrlGenerator(
            client_id=self.client_id,
            scopes=self.scopes,
            authorization_url=urljoin(self.api_url, "/oauth/v2/authorize"),
        )
        return generator.generate(state, team)

    def exchange(self, code: str, now: datetime) -> SdkInstallation:
        """An installation for a code; raises SlackApiError and what `_AWAY` names."""
        client = self._client()
        answer = client.oauth_v2_access(
            client_id=self.client_id, client_secret=self.client_secret, code=code
        )
        token = answer.get("access_token")
        team: dict[str, Any] = answer.get("team") or {}
        # The answer knows neither the bot's id nor the workspace's address.
        known: Any = client.auth_test(token=token) if token else {}
        expires_in = answer.get("expires_in")
        return SdkInstallation(
            app_id=answer.get("app_id"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=token,
            bot_id=known.get("bot_id"),
            bot_user_id=answer.get("bot_user_id"),
            bot_scopes=str(answer.get("scope") or ""),
            bot_refresh_token=answer.get("refresh_token"),
            bot_token_expires_at=_after(now, expires_in) if expires_in else None,
            user_id=str((answer.get("authed_user") or {}).get("id") or ""),
            is_enterprise_install=bool(answer.get("is_enterprise_install")),
            installed_at=now,
            custom_values={URL: str(known.get("url") or "")},
        )

    def refresh(self, installation: Installation, now: datetime) -> Installation | None:
        """bot.ports_tenancy.TokenRefresher over slack_sdk."""
        try:
            answer = self._client().oauth_v2_access(
                client_id=self.client_id,
                client_secret=self.client_secret,
                grant_type="refresh_token",
                refresh_token=installation.refresh_token,
            )
        except (SlackApiError, *_AWAY):
            return None
        expires_at = datetime.fromtimestamp(_after(now, answer["expires_in"]), UTC)
        return installation.renewed(answer["access_token"], answer["refresh_token"], expires_at)

    def _client(self) -> WebClient:
        return durable_client(self.api_url, "")


@dataclass(frozen=True, slots=True)
class InstallDoor:
    """A WSGI application for two paths. installed: called after a workspace was kept."""

    app: SlackApp
    open_uow: OpenTenancy
    store: OwnInstallationStore
    clock: Clock
    installed: Callable[[str], None]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        query = {name: given[0] for name, given in parse_qs(environ.get("QUERY_STRING")).items()}
        try:
            if environ.get("REQUEST_METHOD") != "GET":
                answer = Answer("405 Method Not Allowed")
            elif environ.get("PATH_INFO") == INSTALL_PATH:
                answer = self._begin(query)
            else:
                answer = self._finish(query, str(environ.get("HTTP_COOKIE") or ""))
        except StorageAwayError:
            log.warning("installation_unreachable")
            answer = _failed(words.AWAY, "503 Service Unavailable")
        return _send(answer, start_response)

    def _begin(self, query: dict[str, str]) -> Answer:
        state = secrets.token_urlsafe(32)
        with self.open_uow() as uow:
            uow.install_states.keep(_digest(state), self.clock.now() + STATE_LIFE)
            uow.commit()
        wished = query.get("team", "")
        return Answer(
            "302 Found",
            location=self.app.authorize_url(state, wished if _TEAM.fullmatch(wished) else None),
            cookie=_cookie(state, int(STATE_LIFE.total_seconds())),
        )

    def _finish(self, query: dict[str, str], cookies: str) -> Answer:
        state = query.get("state", "")
        if not (state and hmac.compare_digest(state.encode(), _kept_state(cookies).encode())):
            return _failed(words.OTHER_BROWSER)
        with self.open_uow() as uow:
            is_ours = uow.install_states.consume(_digest(state), self.clock.now())
            uow.commit()
        if not is_ours:
            return _failed(words.TOO_LATE)
        if "error" in query:
            return _failed(words.CANCELLED, "200 OK")
        return self._install(query.get("code", ""))

    def _install(self, code: str) -> Answer:
        try:
            made = self.app.exchange(code, self.clock.now())
            self.store.save(made)
        except SlackApiError as error:
            log.warning("installation_refused", why=str(error.response.get("error"))[:48])
            return _failed(words.REFUSED)
        except NotOneWorkspaceError:
            return _failed(words.WHOLE_ORGANISATION)
        except _AWAY:
            log.warning("installation_unreachable")
            return _failed(words.AWAY, "503 Service Unavailable")
        team = str(made.team_id)
        self.installed(team)
        log.info("workspace_installed", team=team)
        place = urlencode({"app": made.app_id or "", "team": team})
        link = urljoin(self.app.api_url, f"/app_redirect?{place}")
        return Answer("200 OK", words.DONE, (words.OPEN, link), cookie=_cookie("", 0))


def _after(now: datetime, seconds: int) -> int:
    return int((now + timedelta(seconds=int(seconds))).timestamp())


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()


def _cookie(value: str, seconds: int) -> str:
    """Lax: Slack leads the browser back from its own pages, and only then is it wanted."""
    return f"{COOKIE}={value}; Max-Age={seconds}; Path=/slack; Secure; HttpOnly; SameSite=Lax"


def _kept_state(cookies: str) -> str:
    try:
        kept = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return kept.value if kept else ""


def _failed(says: str, status: str = "400 Bad Request") -> Answer:
    return Answer(status, says, (words.AGAIN, INSTALL_PATH), cookie=_cookie("", 0))


def _send(answer: Answer, start_response: "StartResponse") -> Iterable[bytes]:
    page = _page(answer).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        *_HEADERS,
    ]
    headers += [("Location", answer.location)] if answer.location else []
    headers += [("Set-Cookie", answer.cookie)] if answer.cookie else []
    start_response(answer.status, headers)
    return [page]


def _page(answer: Answer) -> str:
    link = ""
    if answer.link:
        says, where = answer.link
        link = f'<p><a href="{escape(where)}">{escape(says)}</a></p>'
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(words.TITLE)}</title></head>"
        f"<body><p>{escape(answer.says)}</p>{link}</body></html>"
    )
