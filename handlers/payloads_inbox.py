"""Slack events → stored events: ids only, and only what something is done about."""

from collections.abc import Mapping
from typing import Any, Final

from bot.domain.inbox import Happening, StoredEvent

Body = Mapping[str, Any]
_TOLD_BY: Final = frozenset({None, "bot_message", "file_share", "me_message"})
"""Subtypes of a message that somebody wrote; the others are edits, joins, topics …"""


def stored_event(body: Body) -> StoredEvent | None:
    """The event as ids, or None where nothing is done about it."""
    event: Mapping[str, Any] = body.get("event") or {}
    found = _of_removal(body, event) or _ids(event, _own_user(body))
    if found is None:
        return None
    kind, ids = found
    # A post is known by its place, so that the one read back from history is the same one.
    posted = f"posted:{ids.get('channel')}:{ids.get('ts')}" if kind is Happening.POSTED else ""
    return StoredEvent(
        team=str(body.get("team_id") or ""),
        event_id=posted or str(body.get("event_id") or ""),
        kind=kind,
        **{name: str(value or "") for name, value in ids.items()},
    )


def posted_event(team: str, channel: str, message: Body, *, own: str) -> StoredEvent | None:
    """A message that stands in a channel, as the event that tells of it."""
    event = {**message, "type": "message", "channel": channel}
    return stored_event(
        {"team_id": team, "event": event, "authorizations": [{"user_id": own}]},
    )


def _own_user(body: Body) -> str:
    """Our bot's user: Slack names the installation an event is for."""
    authorizations = body.get("authorizations") or [{}]
    return str(authorizations[0].get("user_id") or "")


def _ids(event: Body, own: str) -> tuple[Happening, dict[str, Any]] | None:
    match event.get("type"):
        case "message":
            return _of_message(event, own)
        case "reaction_added":
            return _of_reaction(event, own)
        case "app_home_opened":
            home = event.get("tab") == "home"
            return (Happening.HOME_OPENED, {"user": event.get("user")}) if home else None
        case other:
            return _of_change(str(other), event)


def _of_removal(body: Body, event: Body) -> tuple[Happening, dict[str, Any]] | None:
    """The app was uninstalled, or the bot's token revoked; people's tokens we never have."""
    tokens = event.get("tokens")
    bots = tokens.get("bot") if isinstance(tokens, Mapping) else None
    kind = event.get("type")
    if kind == "app_uninstalled" or (kind == "tokens_revoked" and bots):
        return Happening.REMOVED, {"subject": body.get("event_time")}
    return None


def _of_change(kind: str, event: Body) -> tuple[Happening, dict[str, Any]] | None:
    changes: dict[str, tuple[Happening, dict[str, Any]]] = {
        "user_change": (Happening.PERSON_CHANGED, {"user": _id_in(event, "user")}),
        "subteam_members_changed": (
            Happening.GROUP_CHANGED,
            {"subject": event.get("subteam_id")},
        ),
        "subteam_updated": (Happening.GROUP_CHANGED, {"subject": _id_in(event, "subteam")}),
        "channel_shared": (Happening.CHANNEL_SHARED, {"channel": event.get("channel")}),
    }
    return changes.get(kind)


def _id_in(event: Body, name: str) -> Any:  # noqa: ANN401 - whatever Slack sends
    inner = event.get(name)
    return inner.get("id") if isinstance(inner, Mapping) else None


def _of_message(event: Body, own: str) -> tuple[Happening, dict[str, Any]] | None:
    place = {"channel": event.get("channel")}
    if event.get("channel_type") == "im":
        return None
    if event.get("subtype") == "message_deleted":
        return Happening.DELETED, place | {"ts": event.get("deleted_ts")}
    reply = event.get("thread_ts") not in {None, event.get("ts")}
    ours = bool(own) and event.get("user") == own
    if event.get("subtype") not in _TOLD_BY or reply or ours or event.get("hidden"):
        return None
    who = {"user": event.get("user"), "subject": event.get("bot_id")}
    return Happening.POSTED, place | {"ts": event.get("ts")} | who


def _of_reaction(event: Body, own: str) -> tuple[Happening, dict[str, Any]] | None:
    item = event.get("item") or {}
    ours = bool(own) and own in {event.get("user"), event.get("item_user")}
    if item.get("type") != "message" or ours:
        return None
    return Happening.REACTED, {
        "channel": item.get("channel"),
        "ts": item.get("ts"),
        "user": event.get("user"),
        "subject": str(event.get("reaction") or "")[:255],
    }
