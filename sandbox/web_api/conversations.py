"""conversations.* and reactions.get: reading channels and their history."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.messages import message_object
from sandbox.people_shapes import BOT_USER, SLACKBOT, channel_object
from sandbox.records import Channel, ChannelKind, Message
from sandbox.web_api import pages
from sandbox.web_api.arguments import Arguments, describe, require_scope
from sandbox.world import World

DEFAULT_PAGE = 100
HISTORY_PAGE = 999
LIST_PAGE = 999
"""Largest pages (docs.slack.dev: conversations.history, conversations.list)."""

_HISTORY = {
    ChannelKind.PUBLIC: "channels:history",
    ChannelKind.PRIVATE: "groups:history",
    ChannelKind.DIRECT: "im:history",
}
_READ = {
    ChannelKind.PUBLIC: "channels:read",
    ChannelKind.PRIVATE: "groups:read",
    ChannelKind.DIRECT: "im:read",
}
_TYPES = {
    "public_channel": ChannelKind.PUBLIC,
    "private_channel": ChannelKind.PRIVATE,
    "im": ChannelKind.DIRECT,
}


def history(world: World, args: Arguments) -> Json:
    """conversations.history: newest first, replies left out, ephemerals never."""
    channel = _readable(world, args)
    shown = [
        message
        for message in reversed(_lasting(world, channel))
        if not message.is_reply or message.broadcast
    ]
    return _slice(world, args, shown, HISTORY_PAGE) | {
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }


def replies(world: World, args: Arguments) -> Json:
    """conversations.replies: the parent first, then its replies, oldest first."""
    channel = _readable(world, args)
    found = world.workspace.find_message(channel.id, args.text("ts"))
    if found is None or found.only_for is not None:
        raise SlackError("thread_not_found")
    thread = [found] if found.is_reply else [found, *world.workspace.replies(found)]
    return _slice(world, args, thread, HISTORY_PAGE)


def info(world: World, args: Arguments) -> Json:
    """conversations.info."""
    channel = world.workspace.channel_for_bot(args.text("channel"))
    require_scope(world, _READ[channel.kind])
    count = args.flag("include_num_members")
    return {"channel": channel_object(channel, include_count=count)}


def list_conversations(world: World, args: Arguments) -> Json:
    """conversations.list."""
    kinds = _wanted_kinds(world, args.text("types") or "public_channel")
    found = [
        channel
        for channel in world.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind is ChannelKind.PUBLIC or BOT_USER in channel.members)
        and not (channel.is_archived and args.flag("exclude_archived"))
    ]
    limit = args.count("limit", DEFAULT_PAGE, LIST_PAGE)
    shown, metadata = pages.page(found, args.text("cursor"), limit)
    channels = [channel_object(channel, include_count=True) for channel in shown]
    return {"channels": channels, "response_metadata": metadata}


def members(world: World, args: Arguments) -> Json:
    """conversations.members."""
    channel = world.workspace.channel_for_bot(args.text("channel"))
    require_scope(world, _READ[channel.kind])
    limit = args.count("limit", DEFAULT_PAGE, LIST_PAGE)
    shown, metadata = pages.page(channel.members, args.text("cursor"), limit)
    return {"members": shown, "response_metadata": metadata}


def open_conversation(world: World, args: Arguments) -> Json:
    """conversations.open with one person; group conversations are not modelled."""
    users = [user for user in args.text("users").split(",") if user]
    if len(users) > 1:
        world.journal.violation("not_modelled", "conversations.open", users=users)
        raise SlackError("not_enough_users")
    user = users[0] if users else world.workspace.channel_for_bot(args.text("channel")).user
    if user is None:
        raise SlackError("users_list_not_supplied")
    _may_be_written_to(world, user)
    known = any(channel.user == user for channel in world.workspace.channels.values())
    channel = world.workspace.direct_channel(user)
    shape = channel_object(channel) if args.flag("return_im") else {"id": channel.id}
    return {"no_op": known, "already_open": known, "channel": shape}


def reactions_get(world: World, args: Arguments) -> Json:
    """reactions.get."""
    if not args.has("channel") or not args.has("timestamp"):
        raise SlackError("no_item_specified")
    channel = world.workspace.joined_channel(args.text("channel"))
    message = world.workspace.visible_message(channel.id, args.text("timestamp"))
    shape = message_object(message) | {"permalink": world.permalink(message)}
    return {"type": "message", "channel": channel.id, "message": shape}


def _readable(world: World, args: Arguments) -> Channel:
    channel = world.workspace.joined_channel(args.text("channel"))
    require_scope(world, _HISTORY[channel.kind])
    return channel


def _lasting(world: World, channel: Channel) -> list[Message]:
    held = world.workspace.messages.get(channel.id, [])
    return [message for message in held if message.only_for is None]


def _slice(world: World, args: Arguments, ordered: list[Message], most: int) -> Json:
    """Cut ``ordered`` by latest, oldest, cursor and limit."""
    inclusive = args.flag("inclusive")
    latest, oldest = args.text("latest"), args.text("oldest")
    kept = [
        message for message in ordered if _within(message.ts, oldest, latest, inclusive=inclusive)
    ]
    start = _after_cursor(kept, args.text("cursor"))
    limit = args.count("limit", DEFAULT_PAGE, most)
    shown = kept[start : start + limit]
    more = start + limit < len(kept)
    metadata = args.flag("include_all_metadata") and "metadata.message:read" in world.config.scopes
    answer: Json = {
        "messages": [
            message_object(m, world.workspace.replies(m), metadata=metadata) for m in shown
        ],
        "has_more": more,
    }
    if more:
        answer["response_metadata"] = {"next_cursor": pages.encode(shown[-1].ts)}
    return answer


def _within(ts: str, oldest: str, latest: str, *, inclusive: bool) -> bool:
    stamp = float(ts)
    if oldest and (stamp < float(oldest) or (ts == oldest and not inclusive)):
        return False
    return not (latest and (stamp > float(latest) or (ts == latest and not inclusive)))


def _after_cursor(kept: list[Message], cursor: str) -> int:
    if not cursor:
        return 0
    last = pages.decode(cursor)
    for index, message in enumerate(kept):
        if message.ts == last:
            return index + 1
    raise SlackError("invalid_cursor")


def _wanted_kinds(world: World, types: str) -> set[ChannelKind]:
    kinds = set()
    for name in types.split(","):
        if name.strip() not in _TYPES:
            raise SlackError("invalid_types")
        kind = _TYPES[name.strip()]
        require_scope(world, _READ[kind])
        kinds.add(kind)
    return kinds


def _may_be_written_to(world: World, user: str) -> None:
    person = world.workspace.person(user)
    if person.deleted:
        raise SlackError("user_disabled")
    if person.is_bot or person.id == SLACKBOT:
        raise SlackError("cannot_dm_bot")


_RANGE = "cursor inclusive latest limit oldest include_all_metadata"
CONVERSATIONS = (
    describe("conversations.history", history, "channel", _RANGE),
    describe("conversations.replies", replies, "channel ts", _RANGE),
    describe("conversations.info", info, "channel", "include_locale include_num_members"),
    describe(
        "conversations.list",
        list_conversations,
        "",
        "cursor exclude_archived limit team_id types",
    ),
    describe("conversations.members", members, "channel", "cursor limit"),
    describe(
        "conversations.open",
        open_conversation,
        "",
        "channel users return_im prevent_creation",
        "im:write",
    ),
    describe(
        "reactions.get",
        reactions_get,
        "",
        "channel timestamp full file file_comment",
        "reactions:read",
    ),
)
