"""What is known about a person, and what was removed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff_settings import HandoffSettings
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
