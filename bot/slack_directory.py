"""Who the teammates are: the support group's members, read in bulk and kept for a day."""

import threading
import urllib.error
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.refusals import Reason, RefusedError
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Clock, Member
from bot.slack_gateway import ClientFor

log = structlog.get_logger()

KEPT_FOR: Final = timedelta(hours=24)
ROSTER_MAX: Final = 200
"""A larger roster of first names would leave nearly every customer readable."""


@dataclass(slots=True)
class _Kept:
    members: dict[str, tuple[datetime, Member]] = field(default_factory=dict)
    roster: tuple[datetime, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class SlackDirectory:
    """bot.ports.Directory over slack_sdk; settings come from the environment for now."""

    client_for: ClientFor
    clock: Clock
    settings_of: Callable[[str], WorkspaceSettings]
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def settings(self, team: str) -> WorkspaceSettings:
        """What the admin has set."""
        return self.settings_of(team)

    def roster(self, team: str) -> tuple[str, ...]:
        """First and full names of the support group's members; empty when Slack won't say.

        An empty roster hides teammates too: the safe side.
        """
        kept = self._of(team)
        now = self.clock.now()
        if kept.roster and now - kept.roster[0] < KEPT_FOR:
            return kept.roster[1]
        try:
            names = self._read_roster(team)
        except RefusedError:
            log.warning("roster_unreadable", team=team)
            return kept.roster[1] if kept.roster else ()
        kept.roster = (now, names)
        return names

    def member(self, team: str, user: str) -> Member:
        """A person, as Slack knows them; raises RefusedError(SLACK_AWAY)."""
        kept = self._of(team)
        now = self.clock.now()
        known = kept.members.get(user)
        if known and now - known[0] < KEPT_FOR:
            return known[1]
        found = self._ask(team, "users.info", {"user": user})["user"]
        member = read_member(team, found)
        kept.members[user] = (now, member)
        return member

    def name_of(self, team: str, user: str) -> str:
        """How a person is called, for previews; their id when unknown."""
        try:
            member = self.member(team, user)
        except RefusedError:
            return user
        return member.display_name or member.real_name or user

    def _read_roster(self, team: str) -> tuple[str, ...]:
        group = self.settings_of(team).support_group
        if group is None:
            return ()
        users = self._ask(team, "usergroups.users.list", {"usergroup": group}).get("users", [])
        names: list[str] = []
        for user in users[:ROSTER_MAX]:
            names.extend(names_of(self.member(team, str(user))))
        return tuple(dict.fromkeys(names))

    def _of(self, team: str) -> _Kept:
        with self._lock:
            return self._kept.setdefault(team, _Kept())

    def _ask(self, team: str, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        try:
            data = self.client_for(team).api_call(method, params=dict(arguments)).data
        except (SlackApiError, SlackClientError, urllib.error.URLError, OSError):
            raise RefusedError(Reason.SLACK_AWAY) from None
        return data if isinstance(data, dict) else {}


def names_of(member: Member) -> tuple[str, ...]:
    """The names a customer may call a teammate: first name, full name, nickname."""
    if member.is_bot or not member.is_active:
        return ()
    first = member.real_name.split(" ")[0]
    return tuple(
        name for name in dict.fromkeys((first, member.real_name, member.display_name)) if name
    )


def read_member(team: str, user: Mapping[str, Any]) -> Member:
    """A Slack user object as `Member`; whoever is not plainly a member counts as a guest."""
    profile = user.get("profile") or {}
    outside = user.get("is_stranger") or user.get("team_id", team) != team
    guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    return Member(
        id=str(user.get("id", "")),
        real_name=str(user.get("real_name") or profile.get("real_name") or ""),
        display_name=str(profile.get("display_name") or user.get("name") or ""),
        is_guest=bool(outside or guest),
        is_bot=bool(user.get("is_bot")),
        is_active=not user.get("deleted"),
    )
