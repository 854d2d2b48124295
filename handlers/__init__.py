"""The way in: every door is listed here."""

from collections.abc import Callable

from slack_bolt import App

from bot.ports import Desk
from bot.services.sharing import Sharing
from handlers import refusals
from handlers.share import ShareDoors


def register(app: App, *, sharing: Sharing, desk: Desk, kept: Callable[[], None]) -> None:
    """Hang every door into its frame."""
    ShareDoors(sharing, desk, kept).register(app)
    app.error(refusals.on_error)
