"""Looks at one workspace: what Slack says of it, what is chosen, and who would be asked."""

import urllib.error
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files
from typing import Any, Final

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.doctor_database import Stored, chain
from bot.domain.findings import Finding
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Clock
from bot.slack_directory import ROSTER_MAX
from bot.wording import doctor as words
from storage.crypto import Keyring
from storage.unit_of_work import SqlUnitsOfWork

SKEW_MAX_S: Final = 60
"""Slack refuses signatures older than five minutes; a minute is early enough to say so."""


@dataclass(frozen=True, slots=True)
class WorkspaceDoctor:
    """Examines a workspace from inside the running bot."""

    client_for: Callable[[str], WebClient]
    units: SqlUnitsOfWork
    keyring: Keyring
    clock: Clock

    def examine(self, team: str) -> Sequence[Finding]:
        """Every finding, in the order a person would mend them; raises StorageAwayError."""
        try:
            client = self.client_for(team)
            answer = client.auth_test()
        except SlackApiError as error:
            return [Finding(words.FIX, words.BOT_TOKEN, words.refused(code_of(error)))]
        except (urllib.error.URLError, SlackClientError, OSError):
            return [Finding(words.FIX, words.BOT_TOKEN, words.SLACK_AWAY)]
        now = self.clock.now()
        with self.units.sessions() as session:
            kept = Stored.read(session, self.keyring, team, now)
        wanted = kept.wanted or WorkspaceSettings()
        return [*said_by(answer, now), *chosen(client, wanted), *stored(kept, now, client)]


def said_by(answer: SlackResponse, now: datetime) -> Iterator[Finding]:
    """What stands around an answer of auth.test: the workspace, scopes, Slack's time."""
    yield Finding(words.OK, words.BOT_TOKEN, words.signed_in(str(answer.get("team") or "")))
    headers = {str(name).lower(): value for name, value in (answer.headers or {}).items()}
    yield _scopes(headers)
    yield from _time(headers, now)


def chosen(client: WebClient, wanted: WorkspaceSettings) -> Iterator[Finding]:
    """What sharing needs: channels, whose names stay readable, leads."""
    yield _channel(client, wanted.kudos_channel)
    for channel in wanted.intake_channels:
        finding = _channel(client, channel)
        if finding.level != words.OK:
            yield Finding(finding.level, words.INTAKE, finding.says)
    yield _roster(client, wanted.support_group)
    count = len(wanted.leads) + bool(wanted.leads_group)
    level, says = (words.OK, words.counted(count)) if count else (words.FIX, words.LEADS_NONE)
    yield Finding(level, words.LEADS, says)


def stored(kept: Stored, now: datetime, client: WebClient) -> Iterator[Finding]:
    """What the database led to: who takes handoffs, what waits, what was removed."""
    yield from chain(kept, now, lambda user: _is_here(client, user))
    yield from kept.findings
    for part, channel in kept.channels.items():
        finding = _channel(client, channel)
        if finding.level != words.OK:
            yield Finding(finding.level, part, finding.says)


def _is_here(client: WebClient, user: str) -> bool:
    """Whether this person can be asked; where Slack will not say, they are taken to be here."""
    try:
        return not client.users_info(user=user)["user"].get("deleted")
    except SlackApiError as error:
        return code_of(error) != "user_not_found"
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
        return Finding(words.FIX, part, words.group_unreadable(group, code_of(error)))
    except (urllib.error.URLError, SlackClientError, OSError):
        return Finding(words.FIX, part, words.SLACK_AWAY)
    if count > ROSTER_MAX:
        return Finding(words.HINT, part, words.group_large(count, ROSTER_MAX))
    return Finding(words.OK, part, words.members(count))


def code_of(error: SlackApiError) -> str:
    """Slack's own word for why it refused."""
    data = error.response.data
    return str(data.get("error") or "no reason") if isinstance(data, dict) else "no reason"
