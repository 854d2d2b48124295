"""Who the teammates, leads and admins are: read in bulk, kept, and looked at again on change."""

import threading
import urllib.error
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.refusals import Reason, RefusedError
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Clock, Member
from bot.ports_sharing import UserGroup
from bot.slack_gateway import ClientFor

log = structlog.get_logger()

KEPT_FOR: Final = timedelta(hours=24)
SETTINGS_KEPT_FOR: Final = timedelta(seconds=30)
"""Other processes hear of new settings, leads and admins within this time."""
HALF_KEPT_FOR: Final = timedelta(minutes=1)
"""A roster of which a part could not be read is read again soon."""
GROUPS_KEPT_FOR: Final = timedelta(minutes=1)
"""Slack: usergroups.list promises 20 calls a minute (tier 2); a name has more letters than that."""
ROSTER_MAX: Final = 200
"""A larger roster of first names would leave nearly every customer readable."""
ONE_BY_ONE: Final = 40
"""More unknown people than this are read by pages of users.list (tier 2) instead of users.info."""
PAGE: Final = 999
"""Slack: conversations.members takes a limit below 1,000."""


@dataclass(slots=True)
class _Roster:
    read_at: datetime
    epoch: int
    users: frozenset[str]
    names: tuple[str, ...]
    whole: bool


@dataclass(slots=True)
class _Kept:
    """What is known of one workspace; replaced whole, so that readers need no lock."""

    members: dict[str, tuple[datetime, Member]] = field(default_factory=dict)
    roster: _Roster | None = None
    settings: tuple[datetime, WorkspaceSettings] | None = None
    stored: tuple[datetime, WorkspaceSettings] | None = None
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    listed: tuple[datetime, tuple[UserGroup, ...]] | None = None
    changes: int = 0


@dataclass(frozen=True, slots=True)
class SlackDirectory:
    """bot.ports.Directory over slack_sdk. read_settings: as stored, from the database."""

    client_for: ClientFor
    clock: Clock
    read_settings: Callable[[str], WorkspaceSettings]
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def settings(self, team: str) -> WorkspaceSettings:
        """What the admin has set, groups of leads and admins resolved; at most 30 s old."""
        kept = self._of(team)
        now = self.clock.now()
        if kept.settings and now - kept.settings[0] < SETTINGS_KEPT_FOR:
            return kept.settings[1]
        # Not `stored`: two ages would add up.
        stored = self.stored_now(team)
        settings = replace(
            stored,
            leads=stored.leads | self._group(team, stored.leads_group),
            admins=stored.admins | self._group(team, stored.admins_group),
        )
        kept.settings = (now, settings)
        return settings

    def stored(self, team: str) -> WorkspaceSettings:
        """What the admin has set, without asking Slack who is in a group; at most 30 s old."""
        kept = self._of(team)
        now = self.clock.now()
        if kept.stored and now - kept.stored[0] < SETTINGS_KEPT_FOR:
            return kept.stored[1]
        return self.stored_now(team)

    def stored_now(self, team: str) -> WorkspaceSettings:
        """What the admin has set, read anew: a term hidden just now hides in every process."""
        stored = self.read_settings(team)
        self._of(team).stored = (self.clock.now(), stored)
        return stored

    def settings_changed(self, team: str) -> None:
        """Read the settings anew the next time, and the roster with them."""
        kept = self._of(team)
        kept.settings = kept.stored = kept.roster = None

    def is_admin(self, team: str, user: str) -> bool:
        """Named by the settings; Slack's own admins while nobody named is still here."""
        admins = self.settings(team).admins
        if user in admins:
            return True
        member = self.member(team, user)
        if not member.is_workspace_admin or member.is_guest or not member.is_active:
            return False
        return not any(self._is_here(team, admin) for admin in admins)

    def workspace_admins(self, team: str) -> list[str]:
        """Slack's own admins among the first thousand people, the primary owner first.

        Raises RefusedError(SLACK_AWAY).
        """
        people = self._ask(team, "users.list", {"limit": PAGE}).get("members", [])
        ranks = ("is_primary_owner", "is_owner", "is_admin")
        found = [
            (next(at for at, rank in enumerate(ranks) if one.get(rank)), str(one["id"]))
            for one in people
            if any(one.get(rank) for rank in ranks) and not one.get("deleted")
        ]
        return [user for _, user in sorted(found)]

    def roster(self, team: str) -> tuple[str, ...]:
        """Names of the support group's and the intake channels' members.

        Empty when Slack won't say: an empty roster hides teammates too, the safe side.
        """
        found = self._roster(team)
        return found.names if found else ()

    def names(self, team: str, users: Sequence[str]) -> tuple[str, ...]:
        """First names, full names and nicknames of these people."""
        names: list[str] = []
        for user in users:
            try:
                names.extend(names_of(self.member(team, user)))
            except RefusedError:
                log.warning("member_unreadable", team=team)
        return tuple(dict.fromkeys(names))

    def member(self, team: str, user: str) -> Member:
        """A person, as Slack knows them; raises RefusedError(SLACK_AWAY)."""
        kept = self._of(team)
        now = self.clock.now()
        known = kept.members.get(user)
        if known and now - known[0] < KEPT_FOR:
            return known[1]
        changes = kept.changes
        found = self._ask(team, "users.info", {"user": user})["user"]
        member = read_member(team, found)
        # An answer from before a change must not outlive it by a day.
        if kept.changes == changes:
            kept.members[user] = (now, member)
        return member

    def name_of(self, team: str, user: str) -> str:
        """How a person is called, for previews; their id when unknown."""
        try:
            member = self.member(team, user)
        except RefusedError:
            return user
        return member.display_name or member.real_name or user

    def person_changed(self, team: str, user: str) -> bool:
        """Look at a person again; True when the roster is no longer what it was.

        Slack says so for every change of a status line, so only a changed name counts.
        """
        kept = self._of(team)
        known_roster = kept.roster is not None
        kept.changes += 1
        before = kept.members.pop(user, None)
        roster = self._roster(team)
        same = before is not None and self.member(team, user) == before[1]
        if (same and known_roster) or roster is None or user not in roster.users:
            return False
        kept.roster = None
        return True

    def group_changed(self, team: str, group: str) -> bool:
        """Look at a group again; True when the settings name it."""
        kept = self._of(team)
        kept.settings = kept.stored = None
        settings = self.stored(team)
        if group not in {settings.support_group, settings.leads_group, settings.admins_group}:
            return False
        kept.roster = None
        return True

    def all(self, team: str) -> tuple[UserGroup, ...]:
        """Enabled user groups by handle; raises RefusedError(SLACK_AWAY)."""
        found = self._ask(team, "usergroups.list", {}).get("usergroups", [])
        groups = [UserGroup(str(g["id"]), str(g["handle"]), str(g["name"])) for g in found]
        listed = tuple(sorted(groups, key=lambda group: group.handle))
        self._of(team).listed = (self.clock.now(), listed)
        return listed

    def known(self, team: str) -> tuple[UserGroup, ...]:
        """The same, at most a minute old; raises RefusedError(SLACK_AWAY)."""
        listed = self._of(team).listed
        if listed and self.clock.now() - listed[0] < GROUPS_KEPT_FOR:
            return listed[1]
        return self.all(team)

    def people(self, team: str, groups: Sequence[str]) -> frozenset[str]:
        """Active human members of any of these groups; raises RefusedError(SLACK_AWAY)."""
        users: list[str] = []
        for group in groups:
            found = self._ask(team, "usergroups.users.list", {"usergroup": group})
            users += map(str, found.get("users", []))
        members = self._members(team, list(dict.fromkeys(users)))
        return frozenset(
            one.id for one in members if one.is_active and not one.is_bot and not one.is_guest
        )

    def _roster(self, team: str) -> _Roster | None:
        kept = self._of(team)
        settings = self.settings(team)
        now = self.clock.now()
        known = kept.roster
        if known and known.epoch != settings.people_epoch:
            kept.members.clear()
        elif known and now - known.read_at < (KEPT_FOR if known.whole else HALF_KEPT_FOR):
            return known
        try:
            kept.roster = self._read_roster(team, settings, now)
        except RefusedError:
            log.warning("roster_unreadable", team=team)
            return known
        return kept.roster

    def _read_roster(self, team: str, settings: WorkspaceSettings, now: datetime) -> _Roster:
        users, whole = self._roster_users(team, settings)
        members = self._members(team, users)
        people = [one for one in members if names_of(one) and not one.is_guest][:ROSTER_MAX]
        names = [name for one in people for name in names_of(one)]
        return _Roster(
            read_at=now,
            epoch=settings.people_epoch,
            users=frozenset(users),
            names=tuple(dict.fromkeys(names)),
            whole=whole,
        )

    def _roster_users(self, team: str, settings: WorkspaceSettings) -> tuple[list[str], bool]:
        """Whose names stay readable, and whether every source of them could be read."""
        users: list[str] = []
        whole = True
        sources: list[tuple[str, dict[str, Any], str]] = []
        if settings.support_group:
            group = {"usergroup": settings.support_group}
            sources.append(("usergroups.users.list", group, "users"))
        sources += [
            ("conversations.members", {"channel": channel, "limit": PAGE}, "members")
            for channel in settings.intake_channels
        ]
        for method, arguments, name in sources:
            try:
                users += map(str, self._ask(team, method, arguments).get(name, []))
            except RefusedError:
                log.warning("roster_part_unreadable", team=team, method=method)
                whole = False
        return list(dict.fromkeys(users)), whole

    def _members(self, team: str, users: list[str]) -> list[Member]:
        """Each one's member, by pages of everybody where that takes fewer calls."""
        unknown = [user for user in users if user not in self._of(team).members]
        if len(unknown) > ONE_BY_ONE:
            self._read_everybody(team, frozenset(unknown))
        return [self.member(team, user) for user in users[: 2 * ROSTER_MAX]]

    def _read_everybody(self, team: str, wanted: frozenset[str]) -> None:
        kept = self._of(team)
        now = self.clock.now()
        left = set(wanted)
        for page in self._pages(team, "users.list"):
            for found in page.get("members", []):
                if found.get("id") in left:
                    kept.members[str(found["id"])] = (now, read_member(team, found))
                    left.discard(str(found["id"]))
            if not left:
                return

    def _group(self, team: str, group: str | None) -> frozenset[str]:
        """A group's members; as last known when Slack won't say."""
        if group is None:
            return frozenset()
        known = self._of(team).groups
        try:
            found = self._ask(team, "usergroups.users.list", {"usergroup": group})
            known[group] = frozenset(map(str, found.get("users", [])))
        except RefusedError:
            log.warning("group_unreadable", team=team)
        return known.get(group, frozenset())

    def _is_here(self, team: str, user: str) -> bool:
        try:
            return self.member(team, user).is_active
        except RefusedError:
            return True

    def _pages(self, team: str, method: str) -> Iterator[dict[str, Any]]:
        page = self._ask(team, method, {"limit": PAGE})
        yield page
        while cursor := str((page.get("response_metadata") or {}).get("next_cursor") or ""):
            page = self._ask(team, method, {"limit": PAGE, "cursor": cursor})
            yield page

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
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        is_active=not user.get("deleted"),
        is_workspace_admin=bool(user.get("is_admin") or user.get("is_owner")),
        time_zone=str(user.get("tz") or ""),
    )
