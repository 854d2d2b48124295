"""Slack payloads → commands. The only place that knows their shapes."""

from collections.abc import Mapping
from typing import Any, Final

from bot.domain import slack_message
from bot.domain.kudos import Source
from bot.domain.preferences import Preferences
from bot.domain.refusals import Reason, RefusedError
from bot.domain.slack_text import well_formed
from bot.ports import PressedView
from bot.services.posted import Press
from bot.services.sharing import OpenReview, ReviewState
from bot.views import hide as hide_ids
from bot.views import home as home_ids
from bot.views import notices
from bot.views import share as view_ids
from bot.views.share import Form, Metadata

Body = Mapping[str, Any]
NUMBER_DIGITS: Final = 19
"""A database's whole numbers end at 9,223,372,036,854,775,807."""


def team_of(body: Body) -> str:
    """The workspace a payload comes from."""
    team = body.get("team") or {}
    return str(body.get("team_id") or team.get("id") or "")


def user_of(body: Body) -> str:
    """Who pressed or typed."""
    user = body.get("user") or {}
    return str(body.get("user_id") or user.get("id") or "")


def open_from_message(body: Body) -> OpenReview:
    """A message shortcut: it carries its whole message, also where the bot is no member."""
    message = body["message"]
    return OpenReview(
        team=team_of(body),
        user=user_of(body),
        trigger=str(body["trigger_id"]),
        text=slack_message.words_of(message),
        source=Source(str(body["channel"]["id"]), str(message["ts"])),
    )


def open_from_offer(body: Body) -> OpenReview:
    """*Review & share*: the message is known, its words are fetched."""
    return OpenReview(
        team=team_of(body),
        user=user_of(body),
        trigger=str(body["trigger_id"]),
        text=None,
        source=offered_source(body),
    )


def open_from_home(body: Body) -> OpenReview:
    """*Share a good word*: nothing is known yet."""
    return OpenReview(
        team=team_of(body),
        user=user_of(body),
        trigger=str(body["trigger_id"]),
        text="",
    )


def offered_source(body: Body) -> Source:
    """The message that a button is about; raises RefusedError(SOURCE_GONE) for a forged one."""
    source = notices.source_of(button_value(body))
    if source is None:
        raise RefusedError(Reason.SOURCE_GONE)
    return source


def is_ephemeral(body: Body) -> bool:
    """Whether the button stands in a message that only this person sees."""
    return bool((body.get("container") or {}).get("is_ephemeral"))


def press(body: Body) -> Press:
    """A button that names a kudos."""
    return Press(team_of(body), user_of(body), button_value(body))


def hide_press(body: Body) -> Press:
    """The modal that hides more; it carries the kudos' id."""
    return Press(team_of(body), user_of(body), str(body["view"].get("private_metadata") or ""))


def hide_words(body: Body) -> str:
    """The words typed into the modal that hides more."""
    return _text(body["view"]["state"]["values"], hide_ids.BLOCK_WORDS, hide_ids.ACTION_WORDS)


def preferences(body: Body) -> Preferences:
    """The ticks under *For me*."""
    on = _chosen(body["actions"][0])
    return Preferences(home_ids.ASK_FIRST in on)


def open_from_command(body: Body) -> OpenReview:
    """`/kudos` with or without words."""
    return OpenReview(
        team=team_of(body),
        user=user_of(body),
        trigger=str(body["trigger_id"]),
        text=well_formed(str(body.get("text") or "")),
    )


def asks_for_help(body: Body) -> bool:
    """`/… help`."""
    return str(body.get("text") or "").strip().lower() == "help"


def review_state(body: Body) -> ReviewState:
    """The review modal as it stands: what is typed, what is ticked, what was seen."""
    view = body["view"]
    values: Mapping[str, Any] = view["state"]["values"]
    return ReviewState(
        team=team_of(body),
        user=user_of(body),
        request=str(view.get("root_view_id") or view["id"]),
        form=Form(
            text=_text(values, view_ids.BLOCK_TEXT, view_ids.FIELD),
            credits=_users(values),
            also_hide=_text(values, view_ids.BLOCK_ALSO, view_ids.ACTION_ALSO),
            note=_text(values, view_ids.BLOCK_NOTE, view_ids.FIELD),
            named=bool(_chosen(values.get(view_ids.BLOCK_NAMED, {}).get(view_ids.FIELD))),
            whole_team=bool(_chosen(values.get(view_ids.BLOCK_TEAM, {}).get(view_ids.FIELD))),
        ),
        ticked=_ticked(values),
        metadata=Metadata.load(str(view.get("private_metadata") or "")),
    )


def pressed_view(body: Body) -> PressedView:
    """The modal in which a button was pressed or something chosen."""
    view = body["view"]
    pressed = str(body["actions"][0].get("action_ts") or "")
    return PressedView(str(view["id"]), view.get("hash"), _seconds(pressed))


def _seconds(moment: str) -> float:
    try:
        return float(moment)
    except ValueError:
        return 0.0


def button_value(body: Body) -> str:
    """The value of the button that was pressed."""
    return str(body["actions"][0].get("value") or "")


def number(body: Body) -> int:
    """The number a button carries; 0, which names nothing, for a forged one."""
    value = button_value(body)
    return int(value) if value.isascii() and value.isdigit() and len(value) < NUMBER_DIGITS else 0


def _text(values: Mapping[str, Any], block: str, action: str) -> str:
    return well_formed(str(values.get(block, {}).get(action, {}).get("value") or ""))


def _users(values: Mapping[str, Any]) -> tuple[str, ...]:
    state = values.get(view_ids.BLOCK_CREDITS, {}).get(view_ids.FIELD, {})
    return tuple(str(user) for user in state.get("selected_users") or ())


def _chosen(state: Mapping[str, Any] | None) -> frozenset[str]:
    options = (state or {}).get("selected_options") or ()
    return frozenset(str(option["value"]) for option in options)


def _ticked(values: Mapping[str, Any]) -> frozenset[str]:
    groups = (state for name, state in values.items() if name.startswith(view_ids.BLOCK_HIDDEN))
    return frozenset().union(*(_chosen(group.get(view_ids.ACTION_HIDDEN)) for group in groups))
