"""What is known about a person, and what was removed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff_settings import HandoffSettings, problems
from bot.domain.refusals import Reason, RefusedError
from bot.domain.retention import Purged
from bot.domain.workspace import WorkspaceSettings

Cell = str | int | bool | None | list[str]

PURGE_OVERDUE_H: Final = 36
"""Hours after which a purge job that runs daily counts as standing still."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A row in which a person stands. columns: where; cells: what they may be given of it."""

    table: str
    columns: tuple[str, ...]
    cells: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PurgeRun:
    """What the purge job did last for one class of data."""

    kind: Purged
    ran_at: datetime
    removed: int


def roles_of(
    user: str, sharing: WorkspaceSettings, handoffs: HandoffSettings, digests: DigestSettings
) -> tuple[str, ...]:
    """The parts a person has in a workspace's settings."""
    held = {
        "lead": user in sharing.leads,
        "admin": user in sharing.admins,
        "handoff_lead": user in handoffs.leads,
        "backup": user == handoffs.backup,
        "deputy": any(user == deputy for _, deputy in handoffs.deputies),
        "aftercare": user == handoffs.aftercare_person,
        "editor": user == digests.editor,
        "report_deputy": user == digests.deputy,
    }
    return tuple(role for role, holds in held.items() if holds)


def sharing_without(settings: WorkspaceSettings, user: str) -> WorkspaceSettings:
    """The same settings with nobody under this id."""
    return replace(settings, leads=settings.leads - {user}, admins=settings.admins - {user})


def handoffs_without(settings: HandoffSettings, user: str) -> HandoffSettings:
    """The same with the deputy in this person's place.

    Raises RefusedError(STILL_NEEDED) where handoffs would be left without a lead or a backup.
    """
    deputy = settings.deputy_of(user)
    people = [deputy if lead == user else lead for lead in settings.leads]
    after = replace(
        settings,
        leads=tuple(dict.fromkeys(lead for lead in people if lead)),
        backup=deputy if settings.backup == user else settings.backup,
        deputies=tuple(pair for pair in settings.deputies if user not in pair),
        aftercare_person=None if settings.aftercare_person == user else settings.aftercare_person,
    )
    if settings.enabled and problems(after) and not problems(settings):
        raise RefusedError(Reason.STILL_NEEDED)
    return after


def digests_without(settings: DigestSettings, user: str) -> DigestSettings:
    """The same with the deputy as editor where this person was it."""
    deputy = None if settings.deputy == user else settings.deputy
    if settings.editor == user:
        return replace(settings, editor=deputy, deputy=None)
    return replace(settings, deputy=deputy)
