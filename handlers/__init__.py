"""The way in: every door is hung here."""

from collections.abc import Iterable
from typing import Protocol

from slack_bolt import App

from handlers import refusals


class Doors(Protocol):
    """A feature's doors."""

    def register(self, app: App) -> None:
        """Hang them."""


def register(app: App, doors: Iterable[Doors]) -> None:
    """Hang every door into its frame."""
    for each in doors:
        each.register(app)
    app.error(refusals.on_error)
