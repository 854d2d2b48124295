"""Looks at a set-up from outside and says, for each part, whether it is well or what to do next."""

import urllib.error
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files
from typing import Any, Final

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.app_start import MODEL_DIR, StartError, open_database, open_keyring, workspace_settings
from bot.doctor_database import Finding, chain, chosen_channels, dead_letters, journal, purge
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Clock
from bot.redaction.classifier import ModelDamagedError, TokenClassifier
from bot.settings import Settings
from bot.slack_directory import ROSTER_MAX
from bot.slack_gateway import durable_client
from bot.wording import doctor as words
from storage.installations import SqlInstallations
from storage.session import hang_up
from storage.settings import SqlSettings

SKEW_MAX_S: Final = 60
"""Slack refuses signatures older than five minutes; a minute is early enough to say so."""


@dataclass(frozen=True, slots=True)
class Doctor:
    """Examines one set-up. Changes nothing but a database that was never there."""

    settings: Settings
    clock: Clock

    def examine(self) -> list[Finding]:
        """Every finding, in the order a person would mend them."""
        slack = self._many() if self.settings.serves_many else self._slack()
        return [*self._machine(), *slack]

    def _machine(self) -> Iterator[Finding]:
        yield self._model()
        try:
            keyring = open_keyring(self.settings)
        except StartError as error:
            yield Finding(words.FIX, words.KEY, str(error))
            return
        yield Finding(words.OK, words.KEY, words.KEY_OK)
        try:
            sessions = open_database(self.settings, keyring)
        except StartError as error:
            yield Finding(words.FIX, words.DATABASE, str(error))
        else:
            yield Finding(words.OK, words.DATABASE, words.DATABASE_OK)
            yield journal(sessions)
            hang_up(sessions)

    def _model(self) -> Finding:
        try:
            TokenClassifier(MODEL_DIR)
        except ModelDamagedError:
            return Finding(words.FIX, words.MODEL, words.MODEL_BROKEN)
        return Finding(words.OK, words.MODEL, words.MODEL_OK)

    def _many(self) -> Iterator[Finding]:
        """The app's own secrets, and whether anybody has installed it."""
        if not self.settings.slack_client_secret.get_secret_value():
            yield Finding(words.FIX, words.WORKSPACES, words.CLIENT_SECRET_MISSING)
        if not self.settings.slack_signing_secret.get_secret_value():
            yield Finding(words.FIX, words.WORKSPACES, words.SIGNING_SECRET_MISSING)
        try:
            keyring = open_keyring(self.settings)
            sessions = open_database(self.settings, keyring)
        except StartError:
            return
        with sessions() as session:
            count = len(SqlInstallations(session, keyring).teams())
        hang_up(sessions)
        if count:
            yield Finding(words.OK, words.WORKSPACES, words.workspaces(count))
        else:
            yield Finding(words.HINT, words.WORKSPACES, words.NO_WORKSPACES)

    def _slack(self) -> Iterator[Finding]:
        yield from self._app_token()
        token = self.settings.slack_bot_token.get_secret_value()
        if not token:
            yield Finding(words.FIX, words.BOT_TOKEN, words.BOT_TOKEN_MISSING)
            return
        client = durable_client(self.settings.slack_api_url, token)
        try:
            answer = client.auth_test()
        except SlackApiError as error:
            yield Finding(words.FIX, words.BOT_TOKEN, words.refused(_code(error)))
            return
        except (urllib.error.URLError, SlackClientError, OSError):
            yield Finding(words.FIX, words.BOT_TOKEN, words.SLACK_AWAY)
            return
        yield Finding(words.OK, words.BOT_TOKEN, words.signed_in(str(answer.get("team") or "")))
        headers = {str(name).lower(): value for name, value in (answer.headers or {}).items()}
        yield _scopes(headers)
        yield from _time(headers, self.clock.now())
        yield from self._workspace(client, str(answer["team_id"]))

    def _app_token(self) -> Iterator[Finding]:
        token = self.settings.slack_app_token.get_secret_value()
        if not token:
            yield Finding(words.FIX, words.APP_TOKEN, words.APP_TOKEN_MISSING)
            return
        client = durable_client(self.settings.slack_api_url, token)
        try:
            client.apps_connections_open(app_token=token)
        except SlackApiError as error:
            yield Finding(words.FIX, words.APP_TOKEN, words.app_refused(_code(error)))
        except (urllib.error.URLError, SlackClientError, OSError):
            yield Finding(words.FIX, words.APP_TOKEN, words.SLACK_AWAY)
        else:
            yield Finding(words.OK, words.APP_TOKEN, words.APP_TOKEN_OK)

    def _workspace(self, client: WebClient, team: str) -> Iterator[Finding]:
        wanted = self._wanted(team)
        yield _channel(client, wanted.kudos_channel)
        for channel in wanted.intake_channels:
            finding = _channel(client, channel)
            if finding.level != words.OK:
                yield Finding(finding.level, words.INTAKE, finding.says)
        yield _roster(client, wanted.support_group)
        count = len(wanted.leads) + bool(wanted.leads_group)
        level, says = (words.OK, words.counted(count)) if count else (words.FIX, words.LEADS_NONE)
        yield Finding(level, words.LEADS, says)
        yield from self._people_and_letters(client, team)

    def _people_and_letters(self, client: WebClient, team: str) -> Iterator[Finding]:
        """What only the database knows; where it is away that was said already."""
        try:
            keyring = open_keyring(self.settings)
            sessions = open_database(self.settings, keyring)
        except StartError:
            return
        with sessions() as session:
            now = self.clock.now()
            yield from chain(session, keyring, team, now, lambda user: _is_here(client, user))
            yield dead_letters(session, keyring, team)
            yield purge(session, team, now)
            chosen = chosen_channels(session, team)
        hang_up(sessions)
        for part, channel in chosen.items():
            finding = _channel(client, channel)
            if finding.level != words.OK:
                yield Finding(finding.level, part, finding.says)

    def _wanted(self, team: str) -> WorkspaceSettings:
        """The settings in force: those in the database, or the environment's before any."""
        try:
            sessions = open_database(self.settings, open_keyring(self.settings))
        except StartError:
            return workspace_settings(self.settings)
        with sessions() as session:
            found = SqlSettings(session).get(team) or workspace_settings(self.settings)
        hang_up(sessions)
        return found


def _is_here(client: WebClient, user: str) -> bool:
    """Whether this person can be asked; where Slack will not say, they are taken to be here."""
    try:
        return not client.users_info(user=user)["user"].get("deleted")
    except SlackApiError as error:
        return _code(error) != "user_not_found"
    except (urllib.error.URLError, SlackClientError, OSError):
        return True


def _scopes(headers: Mapping[str, Any]) -> Finding:
    given = str(headers.get("x-oauth-scopes") or "")
    if not given:
        return Finding(words.HINT, words.SCOPES, words.SCOPES_UNKNOWN)
    manifest = yaml.safe_load((files("bot") / "manifest.yaml").read_text(encoding="utf-8"))
    asked = set(manifest["oauth_config"]["scopes"]["bot"])
    missing = sorted(asked - {scope.strip() for scope in given.split(",")})
    if missing:
        return Finding(words.FIX, words.SCOPES, words.missing_scopes(", ".join(missing)))
    return Finding(words.OK, words.SCOPES, words.SCOPES_OK)


def _time(headers: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    if not headers.get("date"):
        return
    off = round(abs((now - parsedate_to_datetime(str(headers["date"]))).total_seconds()))
    if off > SKEW_MAX_S:
        yield Finding(words.FIX, words.TIME, words.clock_off(off))
    else:
        yield Finding(words.OK, words.TIME, words.clock_ok(SKEW_MAX_S))


def _channel(client: WebClient, channel: str | None) -> Finding:
    part = words.KUDOS_CHANNEL
    if channel is None:
        return Finding(words.FIX, part, words.KUDOS_UNSET)
    try:
        info = client.conversations_info(channel=channel)["channel"]
    except SlackApiError:
        return Finding(words.FIX, part, words.channel_unknown(channel))
    except (urllib.error.URLError, SlackClientError, OSError):
        return Finding(words.FIX, part, words.SLACK_AWAY)
    problem = _problem_of(info, str(info.get("name") or channel))
    return Finding(words.FIX if problem else words.OK, part, problem or words.KUDOS_OK)


def _problem_of(info: Mapping[str, Any], name: str) -> str | None:
    if info.get("is_archived"):
        return words.channel_archived(name)
    if info.get("is_ext_shared") or info.get("is_pending_ext_shared"):
        return words.channel_outside(name)
    return None if info.get("is_member") else words.not_in_channel(name)


def _roster(client: WebClient, group: str | None) -> Finding:
    part = words.ROSTER
    if group is None:
        return Finding(words.HINT, part, words.ROSTER_UNSET)
    try:
        count = len(client.usergroups_users_list(usergroup=group).get("users") or [])
    except SlackApiError as error:
        return Finding(words.FIX, part, words.group_unreadable(group, _code(error)))
    except (urllib.error.URLError, SlackClientError, OSError):
        return Finding(words.FIX, part, words.SLACK_AWAY)
    if count > ROSTER_MAX:
        return Finding(words.HINT, part, words.group_large(count, ROSTER_MAX))
    return Finding(words.OK, part, words.members(count))


def _code(error: SlackApiError) -> str:
    data = error.response.data
    return str(data.get("error") or "no reason") if isinstance(data, dict) else "no reason"
