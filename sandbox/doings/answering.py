"""What the app answers: to a command's acknowledgement or at a response URL."""

from __future__ import annotations

from sandbox.blocks.surfaces import message_problems
from sandbox.blocks.values import initial_values, with_ids
from sandbox.doings import posting
from sandbox.errors import SlackError
from sandbox.json_types import Json, objects_of, text_of
from sandbox.messages import app_message, message_object
from sandbox.records import Message, ResponseUrl
from sandbox.world import World

USES = 5
LIFE_SECONDS = 30 * 60
"""A response_url takes five answers in thirty minutes (docs.slack.dev, Handling interactivity)."""
KNOWN = frozenset(
    {
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "unfurl_links",
        "unfurl_media",
        "metadata",
        "mrkdwn",
    }
)


def at_response_url(world: World, token: str, body: Json) -> None:
    """Carry out what the app sent to a response URL, or raise why not."""
    address = world.workspace.response_urls.get(token)
    if address is None:
        raise SlackError("invalid_url")
    if world.time.now() - address.issued_at > LIFE_SECONDS:
        raise SlackError("expired_url")
    if address.uses >= USES:
        raise SlackError("used_url")
    address.uses += 1
    carry_out(world, address, body)


def carry_out(world: World, address: ResponseUrl, body: Json) -> None:
    """Post, replace or delete as the body says."""
    unknown = sorted(set(body) - KNOWN)
    if unknown:
        world.journal.violation("unknown_argument", "response_url", arguments=unknown)
    original = _original(world, address)
    if body.get("delete_original") is True:
        if original is None:
            raise SlackError("message_not_found")
        posting.withdraw(world, original)
        return
    problems = message_problems(body.get("blocks") or [])
    if problems:
        raise SlackError("invalid_blocks", [f"[ERROR] {problem}" for problem in problems])
    if not any(body.get(name) for name in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    if body.get("replace_original") is True and original is not None:
        _replace(world, original, body)
    else:
        _post(world, address, body)


def _original(world: World, address: ResponseUrl) -> Message | None:
    if address.message_ts is None:
        return None
    return world.workspace.find_message(address.channel, address.message_ts)


def _replace(world: World, message: Message, body: Json) -> None:
    before = message_object(message)
    _fill(message, body)
    posting.announce_change(world, message, before)


def _post(world: World, address: ResponseUrl, body: Json) -> None:
    message = app_message(world.timestamp(), address.channel)
    if body.get("response_type") != "in_channel":
        message.only_for = address.user
    message.thread_ts = text_of(body.get("thread_ts")) or address.thread_ts
    _fill(message, body)
    posting.publish(world, message)


def _fill(message: Message, body: Json) -> None:
    message.text = text_of(body.get("text"))
    message.blocks = with_ids(objects_of(body.get("blocks")))
    message.values = initial_values(message.blocks)
    message.attachments = objects_of(body.get("attachments"))
