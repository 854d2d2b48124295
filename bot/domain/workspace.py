"""What an admin sets for a workspace."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """How Goodword behaves in one workspace.

    kudos_channel: channel id, or None while none is chosen. support_group: the user group whose
    members are the roster. leads: user ids. kept_terms: brand and product names that stay readable.
    """

    kudos_channel: str | None = None
    support_group: str | None = None
    leads: frozenset[str] = frozenset()
    kept_terms: tuple[str, ...] = ()
