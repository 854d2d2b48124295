"""Messages in the shapes that history, events and payloads give them."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.json_types import Json
from sandbox.people_shapes import APP_ID, BOT_ID, BOT_USER, SLACKBOT, TEAM_ID
from sandbox.records import Message


def message_object(
    message: Message, replies: Sequence[Message] = (), *, metadata: bool = False
) -> Json:
    """Return a message as ``conversations.history`` gives it.

    ``metadata`` says whether the caller asked for all metadata; without it Slack
    leaves the key out.
    """
    shape: Json = {"type": "message", "ts": message.ts, **_author(message), "text": message.text}
    if message.subtype:
        shape["subtype"] = message.subtype
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.attachments:
        shape["attachments"] = message.attachments
    if message.files:
        shape["files"] = message.files
    if message.edited_ts:
        shape["edited"] = {"user": message.edited_by, "ts": message.edited_ts}
    if message.metadata and metadata:
        shape["metadata"] = message.metadata
    if message.reactions:
        shape["reactions"] = _reactions(message)
    return {**shape, **_thread(message, replies)}


def _author(message: Message) -> Json:
    if message.bot_id is None:
        return {"user": message.user, "team": TEAM_ID}
    shape: Json = {"bot_id": message.bot_id}
    if message.app_id:
        shape["app_id"] = message.app_id
    if message.user:
        shape |= {"user": message.user, "team": TEAM_ID, "bot_profile": _bot_profile(message)}
    if message.username:
        shape["username"] = message.username
    return shape


def _bot_profile(message: Message) -> Json:
    own = message.bot_id == BOT_ID
    return {
        "id": message.bot_id,
        "app_id": message.app_id,
        "user_id": message.user,
        "name": "Goodword" if own else message.username or "Integration",
        "icons": {},
        "deleted": False,
        "updated": 1_700_000_000,
        "team_id": TEAM_ID,
    }


def _reactions(message: Message) -> list[Json]:
    return [
        {"name": name, "users": list(users), "count": len(users)}
        for name, users in message.reactions.items()
    ]


def _thread(message: Message, replies: Sequence[Message]) -> Json:
    if message.is_reply:
        parent = {"thread_ts": message.thread_ts}
        return {**parent, "subtype": "thread_broadcast"} if message.broadcast else parent
    if not replies:
        return {}
    authors = list(dict.fromkeys(r.user or r.bot_id for r in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(authors),
        "latest_reply": replies[-1].ts,
        "reply_users": authors,
        "is_locked": False,
        "subscribed": False,
    }


def app_message(ts: str, channel: str) -> Message:
    """Return an empty message written by the app under test."""
    return Message(ts=ts, channel=channel, user=BOT_USER, bot_id=BOT_ID, app_id=APP_ID)


def slackbot_note(ts: str, channel: str, person: str, text: str) -> Message:
    """Return an ephemeral note from Slack itself, such as a failed command."""
    return Message(ts=ts, channel=channel, user=SLACKBOT, text=text, only_for=person)
