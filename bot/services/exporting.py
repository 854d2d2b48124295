"""*Export what is about me*: every row in which a person stands, and nothing of anybody else."""

from dataclasses import dataclass

from bot.domain.privacy import roles_of
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Clock, Desk, View
from bot.ports_privacy import OpenPrivacy
from bot.services.gate import Gate
from bot.views import export as view


@dataclass(frozen=True, slots=True)
class Exporting:
    """Gives a person what is theirs. What is left out is named with its reason."""

    open_uow: OpenPrivacy
    gate: Gate
    desk: Desk
    clock: Clock

    def open(self, team: str, user: str, trigger: str) -> None:
        """Show it as Markdown; raises RefusedError."""
        self.desk.open_modal(team, trigger, self.part(team, user, 0, as_json=False))

    def part(self, team: str, user: str, part: int, *, as_json: bool) -> View:
        """One part of it, counted from 0; raises RefusedError(GUEST)."""
        self.gate.require_member(team, user)
        return view.about_me(self.text(team, user, as_json=as_json), part, as_json=as_json)

    def text(self, team: str, user: str, *, as_json: bool) -> str:
        """The whole of it."""
        with self.open_uow() as uow:
            rows = uow.about.rows(team, user)
            sharing = uow.settings.get(team) or WorkspaceSettings()
            roles = roles_of(
                user, sharing, uow.handoff_setup.settings(team), uow.digests.settings(team)
            )
        head = {
            "person": user,
            "workspace": team,
            "made_at": self.clock.now().isoformat(timespec="seconds"),
        }
        write = view.as_json if as_json else view.as_markdown
        return write(rows, roles, head)
