"""Where an answer goes: through the payload's response_url, into the open modal, or App Home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.ports import Desk
from bot.services.home import Home
from bot.views import share as share_view
from handlers import payloads

Body = Mapping[str, Any]
Tell = Callable[[str], None]


def say(desk: Desk, body: Body) -> Tell:
    """Tell the person alone, where they typed or pressed."""
    return lambda sentence: desk.respond(str(body["response_url"]), {"text": sentence})


def unheard(_sentence: str) -> None:
    """Nobody waits for an answer: what they see does not change."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers where the button was."""

    desk: Desk
    home: Home

    def take_away(self, body: Body) -> None:
        """What was asked is answered: an ephemeral message goes, App Home is shown anew."""
        if payloads.is_ephemeral(body):
            self.desk.dismiss(str(body["response_url"]))
        elif (body.get("view") or {}).get("type") == "home":
            self.home.show(payloads.team_of(body), payloads.user_of(body))

    def to(self, body: Body) -> Tell:
        """In the open modal, on top of App Home, or to the person alone."""
        view = body.get("view")
        if not view:
            return say(self.desk, body)
        if view.get("type") == "home":
            return lambda sentence: self.home.show(
                payloads.team_of(body), payloads.user_of(body), sentence
            )

        def show(sentence: str) -> None:
            closing = share_view.closing(sentence)
            self.desk.update_modal(
                payloads.team_of(body), str(view["id"]), closing, view.get("hash")
            )

        return show
