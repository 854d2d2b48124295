"""Slack and its people, as far as looking back needs them; the same interfaces as the ports."""

from dataclasses import dataclass, field, replace

from bot.domain.kudos import Credits, Kudos, KudosState
from bot.domain.redacted import Redacted
from bot.domain.refusals import Reason, RefusedError
from bot.domain.workspace import WorkspaceSettings
from bot.ports import ChannelInfo, Member, UnitOfWork
from tests.fakes import START

TEAM = "T1"


@dataclass
class FakeSlack:
    """Channels that are fine, away, or gone; people who are here, away, or left."""

    settings_now: WorkspaceSettings = field(
        default_factory=lambda: WorkspaceSettings(
            kudos_channel="C0KUDOS", time_zone="Europe/Paris", admins=frozenset({"U0ADA"})
        ),
    )
    channel_now: ChannelInfo | None = field(
        default_factory=lambda: ChannelInfo("C0KUDOS", "kudos", False, False, True)  # noqa: FBT003
    )
    left: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)

    def channel(self, _team: str, _channel: str) -> ChannelInfo:
        if self.channel_now is None:
            raise RefusedError(Reason.KUDOS_CHANNEL_GONE)
        return self.channel_now

    def break_channel(self, **changes: bool) -> None:
        assert self.channel_now
        self.channel_now = replace(self.channel_now, **changes)

    def settings(self, _team: str) -> WorkspaceSettings:
        return self.settings_now

    def name_of(self, _team: str, user: str) -> str:
        return user.removeprefix("U0").capitalize()

    def member(self, _team: str, user: str) -> Member:
        return Member(
            user, user, user, is_guest=False, is_bot=False, is_active=user not in self.left
        )

    def is_away(self, _team: str, user: str) -> bool:
        return user in self.away or user in self.left


def kudos(number: int, **more: object) -> Kudos:
    values: dict[str, object] = {
        "id": f"{number:032}",
        "team": TEAM,
        "request": f"r{number}",
        "sharer": "U0SAM",
        "sharer_named": True,
        "text": Redacted(f"Good word {number}"),
        "note": None,
        "credits": Credits(("U0PRIYA",)),
        "source": None,
        "channel": "C0KUDOS",
        "state": KudosState.SHARED,
        "created_at": START,
    }
    return Kudos(**(values | more))  # type: ignore[arg-type]


def keep(uow: UnitOfWork, *items: Kudos) -> None:
    for item in items:
        uow.kudos.add(item)
    uow.commit()
