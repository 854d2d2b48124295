"""Frozen windows as JSON and back: bands by their lower edge, nothing else of a count."""

from typing import Any

from bot.domain.patterns import BANDS, Band, Frozen, Group, Wait, Window
from storage.models import FrozenWindowRow


def shown_values(frozen: Frozen) -> dict[str, Any]:
    """All that is kept of a window."""
    return {
        "big_enough": frozen.big_enough,
        "total": _low(frozen.total),
        "groups": {group.value: _low(found) for group, found in frozen.groups},
        "wait": frozen.wait.value if frozen.wait else None,
        "steps": frozen.steps,
        "returned": _low(frozen.returned),
    }


def frozen_of(row: FrozenWindowRow) -> Frozen:
    """A row as the domain's value."""
    shown = row.shown
    return Frozen(
        window=Window(row.window_start),
        big_enough=shown["big_enough"],
        total=_band(shown["total"]),
        groups=tuple((group, _band(shown["groups"].get(group.value))) for group in Group),
        wait=Wait(shown["wait"]) if shown["wait"] else None,
        steps=shown["steps"],
        returned=_band(shown["returned"]),
    )


def _low(found: Band | None) -> int | None:
    return found.low if found else None


def _band(low: int | None) -> Band | None:
    return next((found for found in BANDS if found.low == low), None)
