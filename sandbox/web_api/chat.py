"""chat.*: posting, changing and deleting messages."""

from __future__ import annotations

from sandbox.blocks.surfaces import message_problems
from sandbox.blocks.values import initial_values, with_ids
from sandbox.doings import posting
from sandbox.errors import SlackError
from sandbox.json_types import Json, object_of, objects_of
from sandbox.messages import app_message, message_object
from sandbox.people_shapes import BOT_ID, BOT_USER
from sandbox.records import Channel, Message
from sandbox.web_api.arguments import Arguments, describe
from sandbox.world import World

LONGEST_TEXT = 40_000
"""Characters after which Slack cuts a message off (docs.slack.dev, chat.postMessage)."""
LONGEST_UPDATE = 4_000
"""Characters chat.update and chat.postEphemeral take (docs.slack.dev, msg_too_long)."""
MOST_ATTACHMENTS = 100


def post_message(world: World, args: Arguments) -> Json:
    """chat.postMessage."""
    channel = _target(world, args.text("channel"))
    message = app_message(world.timestamp(), channel.id)
    warnings = _fill(world, message, args)
    message.metadata = _metadata(args)
    message.broadcast = args.flag("reply_broadcast")
    message.unfurl_links = args.flag("unfurl_links", default=True)
    message.unfurl_media = args.flag("unfurl_media", default=True)
    posting.publish(world, message)
    answer: Json = {
        "channel": channel.id,
        "ts": message.ts,
        "message": message_object(message, metadata=True),
    }
    return {**answer, "response_metadata": {"warnings": warnings}} if warnings else answer


def post_ephemeral(world: World, args: Arguments) -> Json:
    """chat.postEphemeral."""
    channel = world.workspace.joined_channel(args.text("channel"))
    _not_archived(channel)
    user = args.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    if len(args.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    message = app_message(world.timestamp(), channel.id)
    message.only_for = user
    _fill(world, message, args)
    posting.publish(world, message)
    return {"message_ts": message.ts}


def update(world: World, args: Arguments) -> Json:
    """chat.update: blocks go unless they are sent again, unless no text is sent either."""
    message = _own_message(world, args, "cant_update_message")
    if len(args.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    _require_content(args)
    checked_blocks(args)
    before = message_object(message)
    if args.has("text"):
        message.text = args.text("text")
        message.blocks, message.attachments = [], []
    _take_blocks(message, args)
    if args.has("metadata"):
        message.metadata = _metadata(args)
    if args.has("text") and not args.has("blocks"):
        posting.mark_edited(world, message, BOT_USER)
    posting.announce_change(world, message, before)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": message_object(message, metadata=True),
    }


def delete(world: World, args: Arguments) -> Json:
    """chat.delete."""
    message = _own_message(world, args, "cant_delete_message")
    posting.withdraw(world, message)
    return {"channel": message.channel, "ts": args.text("ts")}


def get_permalink(world: World, args: Arguments) -> Json:
    """chat.getPermalink."""
    channel = world.workspace.channel_for_bot(args.text("channel"))
    message = world.workspace.visible_message(channel.id, args.text("message_ts"))
    return {"channel": channel.id, "permalink": world.permalink(message)}


def checked_blocks(args: Arguments) -> list[Json]:
    """Return the blocks of a call with ids filled in, or raise ``invalid_blocks``."""
    blocks = args.structure("blocks") if args.has("blocks") else []
    problems = message_problems(blocks)
    if problems:
        raise SlackError("invalid_blocks", [f"[ERROR] {problem}" for problem in problems])
    return with_ids(objects_of(blocks))


def _target(world: World, channel_id: str) -> Channel:
    if channel_id in world.workspace.people:
        return world.workspace.direct_channel(channel_id)
    channel = world.workspace.joined_channel(channel_id)
    _not_archived(channel)
    return channel


def _not_archived(channel: Channel) -> None:
    if channel.is_archived:
        raise SlackError("is_archived")


def _fill(world: World, message: Message, args: Arguments) -> list[str]:
    """Take text, blocks and thread into ``message``; return Slack's warnings."""
    _require_content(args)
    text = args.text("text")
    message.text = text[:LONGEST_TEXT]
    _take_blocks(message, args)
    thread_ts = args.text("thread_ts")
    if thread_ts:
        parent = world.workspace.find_message(message.channel, thread_ts)
        if parent is None or parent.is_reply:
            raise SlackError("thread_not_found")
        message.thread_ts = thread_ts
    return ["message_truncated"] if len(text) > LONGEST_TEXT else []


def _require_content(args: Arguments) -> None:
    if not any(args.values.get(name) for name in ("text", "blocks", "attachments")):
        raise SlackError("no_text")


def _take_blocks(message: Message, args: Arguments) -> None:
    if args.has("blocks"):
        message.blocks = checked_blocks(args)
        message.values = initial_values(message.blocks)
    if args.has("attachments"):
        message.attachments = objects_of(args.structure("attachments"))
        if len(message.attachments) > MOST_ATTACHMENTS:
            raise SlackError("too_many_attachments")


def _metadata(args: Arguments) -> Json | None:
    if not args.has("metadata"):
        return None
    metadata = object_of(args.structure("metadata"))
    payload = metadata.get("event_payload")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format")
    return metadata


def _own_message(world: World, args: Arguments, refusal: str) -> Message:
    channel = world.workspace.channel_for_bot(args.text("channel"))
    message = world.workspace.visible_message(channel.id, args.text("ts"))
    if message.bot_id != BOT_ID:
        raise SlackError(refusal)
    return message


_CONTENT = "text blocks attachments"
CHAT = (
    describe(
        "chat.postMessage",
        post_message,
        "channel",
        f"{_CONTENT} thread_ts reply_broadcast metadata unfurl_links unfurl_media mrkdwn parse "
        "link_names",
        "chat:write",
    ),
    describe(
        "chat.postEphemeral",
        post_ephemeral,
        "channel user",
        f"{_CONTENT} thread_ts parse link_names",
        "chat:write",
    ),
    describe(
        "chat.update",
        update,
        "channel ts",
        f"{_CONTENT} metadata parse link_names reply_broadcast file_ids",
        "chat:write",
    ),
    describe("chat.delete", delete, "channel ts", "as_user", "chat:write"),
    describe("chat.getPermalink", get_permalink, "channel message_ts"),
)
