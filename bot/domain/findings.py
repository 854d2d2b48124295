"""What a look at a set-up finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the set-up. `level`: ok, look (worth knowing), fix (does not work so)."""

    level: str
    part: str
    says: str
