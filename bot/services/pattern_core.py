"""What everything about patterns asks first: who is a lead, and who belongs to the team."""

from dataclasses import dataclass

from bot.domain.refusals import Reason, RefusedError
from bot.ports import Clock, Directory
from bot.ports_patterns import OpenPatternUnitOfWork, People


@dataclass(frozen=True, slots=True)
class PatternCore:
    """The ports, and the roles. A role is read anew for every action, at most 30 s old."""

    open_uow: OpenPatternUnitOfWork
    directory: Directory
    people: People
    clock: Clock

    def is_lead(self, team: str, user: str) -> bool:
        """Whether the workspace's settings name this person a lead, and they are still here."""
        if user not in self.directory.settings(team).leads:
            return False
        member = self.directory.member(team, user)
        return member.is_active and not member.is_guest and not member.is_bot

    def require_lead(self, team: str, user: str) -> None:
        """Raise RefusedError(NOT_A_LEAD) for everybody else."""
        if not self.is_lead(team, user):
            raise RefusedError(Reason.NOT_A_LEAD)

    def require_admin(self, team: str, user: str) -> None:
        """Raise RefusedError(NOT_AN_ADMIN) for everybody else."""
        if not self.directory.is_admin(team, user):
            raise RefusedError(Reason.NOT_AN_ADMIN)

    def everyone(self, team: str, siblings: tuple[str, ...]) -> frozenset[str]:
        """Support group and sibling teams; raises RefusedError(SLACK_AWAY) rather than guess."""
        support = self.directory.settings(team).support_group
        return self.people(team, [group for group in (support, *siblings) if group])
