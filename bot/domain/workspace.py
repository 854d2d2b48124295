"""What an admin sets for a workspace."""

import enum
from dataclasses import dataclass
from typing import Final

DEFAULT_REACTION: Final = "love_letter"
DEFAULT_ZONE: Final = "UTC"


class Mode(enum.StrEnum):
    """What happens to a message somebody points at."""

    REVIEW = "review"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """How Goodword behaves in one workspace.

    kudos_channel: channel id, or None while none is chosen. intake_channels: where each
    top-level message is a good word. reaction: emoji name without colons, None for no such door.
    support_group: the user group whose members are the roster. leads, admins: user ids; as
    `Directory.settings` answers them, the members of leads_group and admins_group are among them.
    time_zone: IANA name. kept_terms: brand and product names that stay readable. hidden_terms:
    keyed hashes of normalised words that never do. people_epoch: grows when the roster changed.
    """

    kudos_channel: str | None = None
    support_group: str | None = None
    leads: frozenset[str] = frozenset()
    kept_terms: tuple[str, ...] = ()
    intake_channels: tuple[str, ...] = ()
    mode: Mode = Mode.REVIEW
    reaction: str | None = DEFAULT_REACTION
    leads_group: str | None = None
    admins: frozenset[str] = frozenset()
    admins_group: str | None = None
    time_zone: str = DEFAULT_ZONE
    hidden_terms: frozenset[str] = frozenset()
    people_epoch: int = 0
