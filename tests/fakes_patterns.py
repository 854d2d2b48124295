"""Stand-ins for what patterns ask of Slack, and handoffs to count."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.domain.handoff import Ground, Handoff, State, Step, Wish
from bot.domain.handoff_moves import Happened
from bot.domain.refusals import Reason, RefusedError
from bot.domain.workspace import WorkspaceSettings
from bot.ports import ChannelInfo, Member, OpenView
from bot.ports_handoff import HandoffUnitOfWork

TEAM = "T1"
LEADS = frozenset({"LENA", "MARA"})


@dataclass
class FakeDirectory:
    """Leads who may stop being one, an admin, a guest."""

    leads: frozenset[str] = LEADS
    away: bool = False

    def settings(self, team: str) -> WorkspaceSettings:
        del team
        return WorkspaceSettings(
            support_group="SUPPORT", leads=self.leads, admins=frozenset({"ADA"})
        )

    def member(self, team: str, user: str) -> Member:
        del team
        return Member(user, user, user, user == "GUEST", user == "BOT", user != "GONE")

    def is_admin(self, team: str, user: str) -> bool:
        return user in self.settings(team).admins


@dataclass
class FakePeople:
    """Members of user groups; Slack may be away."""

    groups: dict[str, int] = field(default_factory=lambda: {"SUPPORT": 18, "SIBLING": 5})
    away: bool = False

    def __call__(self, team: str, groups: Sequence[str]) -> frozenset[str]:
        del team
        if self.away or not set(groups) <= set(self.groups):
            raise RefusedError(Reason.SLACK_AWAY)
        return frozenset(f"{group}{n}" for group in groups for n in range(self.groups[group]))


@dataclass
class FakeDesk:
    """Keeps what was opened; knows one internal channel the bot is in."""

    opened: list[Mapping[str, Any]] = field(default_factory=list)

    def open_modal(self, team: str, trigger: str, view: Mapping[str, Any]) -> OpenView:
        del team, trigger
        self.opened.append(view)
        return OpenView("V1", "h")

    def channel(self, team: str, channel: str) -> ChannelInfo:
        del team
        if channel == "GONE":
            raise RefusedError(Reason.SLACK_AWAY)
        outside, member = channel == "OUTSIDE", channel != "ELSEWHERE"
        return ChannelInfo(channel, channel.lower(), outside, is_archived=False, is_member=member)


def record(
    uow: HandoffUnitOfWork,
    requester: str,
    at: datetime,
    *happened: tuple[Happened, float],
    ground: Ground = Ground.HARASSMENT,
    step: Step = Step.PEERS,
    drill: bool = False,
    team: str = TEAM,
) -> None:
    """One handoff as event rows: requested, then what happened after so many minutes."""
    handoff = Handoff(
        id=uuid.uuid4().hex,
        team=team,
        request=uuid.uuid4().hex,
        requester=requester,
        wish=Wish(ground, None),
        pledge_version=1,
        created_at=at,
        state=State.OPEN,
        step=step,
        armed_at=at,
        told_at=at,
        due_at=at,
        drill=drill,
    )
    uow.handoffs.record(handoff, Happened.REQUESTED, at)
    for what, minutes in happened:
        uow.handoffs.record(handoff, what, at + timedelta(minutes=minutes))
