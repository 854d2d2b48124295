"""Where an answer goes: through the payload's response_url, or into the open modal."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.ports import Desk
from bot.views import share as share_view
from handlers import payloads

Body = Mapping[str, Any]
Tell = Callable[[str], None]


def say(desk: Desk, body: Body) -> Tell:
    """Tell the person alone, where they typed or pressed."""
    return lambda sentence: desk.respond(str(body["response_url"]), {"text": sentence})


def answer_in_place(desk: Desk, body: Body) -> Tell:
    """Answer where the button was: in the open modal, or to the person alone."""
    view = body.get("view")
    if not view:
        return say(desk, body)

    def show(sentence: str) -> None:
        closing = share_view.closing(sentence)
        desk.update_modal(payloads.team_of(body), str(view["id"]), closing, view.get("hash"))

    return show
