"""What people do, through the control API."""

from __future__ import annotations

from sandbox.blocks.composition import offered_options
from sandbox.control.requests import Asked
from sandbox.delivery import Delivery
from sandbox.doings import asking, entering, interacting, posting, suggesting
from sandbox.doings.posting import Told
from sandbox.errors import ControlError
from sandbox.json_types import Json, object_of, objects_of, text_of
from sandbox.messages import app_message, message_object
from sandbox.people_shapes import TEAM_ID
from sandbox.records import Message
from sandbox.rich_text import typed_blocks
from sandbox.world import World

NOT_TOLD: Json = {"acked": None, "problem": None, "response": None, "ms": None}
"""The answer when the app was not told of what happened."""


async def message(world: World, body: Json) -> Json:
    """Post as a person, or as an integration when ``bot`` names one."""
    asked = Asked(world, body)
    channel = asked.channel()
    posted = Message(
        ts=world.timestamp(),
        channel=channel.id,
        text=asked.text("text"),
        thread_ts=asked.text("thread_ts") or None,
        attachments=objects_of(body.get("attachments")),
        files=objects_of(body.get("files")),
    )
    if asked.text("bot"):
        posted.bot_id, posted.username = "B0HELPDESK", asked.text("bot")
        posted.subtype, posted.blocks = "bot_message", objects_of(body.get("blocks"))
    else:
        posted.user = asked.person().id
        posted.blocks = objects_of(body.get("blocks")) or typed_blocks(posted.text)
    told = posting.publish(world, posted)
    return {"channel": channel.id, "ts": posted.ts, **await _told(told)}


async def edit(world: World, body: Json) -> Json:
    """Change the text of a message."""
    asked = Asked(world, body)
    found = asked.message()
    before = message_object(found)
    found.text = asked.text("text")
    found.blocks = typed_blocks(found.text) if found.bot_id is None else found.blocks
    posting.mark_edited(world, found, found.user or TEAM_ID)
    return await _told(posting.announce_change(world, found, before))


async def delete(world: World, body: Json) -> Json:
    """Delete a message."""
    return await _told(posting.withdraw(world, Asked(world, body).message()))


async def reaction(world: World, body: Json) -> Json:
    """Add or remove a reaction."""
    asked = Asked(world, body)
    emoji = asked.required("emoji").strip(":")
    person = asked.person()
    return await _told(
        posting.react(world, asked.message(), person.id, emoji, remove=asked.flag("remove"))
    )


async def command(world: World, body: Json) -> Json:
    """Use a slash command; ``command`` may hold the text as well."""
    asked = Asked(world, body)
    name, _, rest = asked.required("command").partition(" ")
    text = asked.text("text") or rest
    channel = asked.channel() if "channel" in body else world.workspace.find_channel("general")
    delivery = await asking.command(world, asked.person(), channel, name, text)
    return delivery.outcome()


async def shortcut(world: World, body: Json) -> Json:
    """Use a shortcut: on a message when ``ts`` is given, else a global one."""
    asked = Asked(world, body)
    kind = "message" if asked.text("ts") else "global"
    known = [s.callback_id for s in world.config.shortcuts if s.kind == kind]
    callback_id = asked.text("callback_id") or next(iter(known), "")
    if callback_id not in known:
        raise ControlError(f"no such {kind} shortcut: {callback_id}", status=404)
    if kind == "global":
        delivery = await asking.global_shortcut(world, asked.person(), callback_id)
    else:
        delivery = await asking.message_shortcut(
            world, asked.person(), asked.message(), callback_id
        )
    return delivery.outcome()


async def interact(world: World, body: Json) -> Json:
    """Press a button or choose in a menu."""
    asked = Asked(world, body)
    delivery = await interacting.act(world, asked.person(), asked.spot(), body.get("value"))
    return delivery.outcome()


async def type_in(world: World, body: Json) -> Json:
    """Set a value in a modal or Home tab; the app is told only where Slack would tell it."""
    asked = Asked(world, body)
    spot = asked.spot()
    if entering.dispatches(spot):
        delivery = await interacting.act(world, asked.person(), spot, body.get("value"))
        return delivery.outcome()
    entering.enter(spot, body.get("value"))
    if not asked.flag("quiet"):
        world.live.tell(f"view:{asked.person().id}")
    return NOT_TOLD


async def suggest(world: World, body: Json) -> Json:
    """Open a select whose options the app looks up, or type in it; answers what it offers."""
    asked = Asked(world, body)
    spot = asked.spot()
    delivery = await suggesting.suggest(world, asked.person(), spot, asked.text("value"))
    outcome = NOT_TOLD if delivery is None else delivery.outcome()
    return {**outcome, "options": offered_options(spot.offering)}


async def submit(world: World, body: Json) -> Json:
    """Press the submit button of the top modal, after entering ``values``."""
    asked = Asked(world, body)
    view = asked.view()
    entering.enter_all(view, object_of(body.get("values")))
    delivery = await interacting.submit(world, asked.person(), view)
    outcome = NOT_TOLD if delivery is None else delivery.outcome()
    return {**outcome, "errors": view.errors, "notice": view.notice}


async def close(world: World, body: Json) -> Json:
    """Close the top modal, or every modal with ``all``."""
    asked = Asked(world, body)
    told = await interacting.close(world, asked.person(), everything=asked.flag("all"))
    return told[0].outcome() if told else NOT_TOLD


async def home(world: World, body: Json) -> Json:
    """Open the App Home."""
    asked = Asked(world, body)
    return _outcome(await asking.open_home(world, asked.person(), asked.text("tab", "home")))


async def event(world: World, body: Json) -> Json:
    """Send any event to the app as it stands in ``event``."""
    given = object_of(body.get("event"))
    if not given.get("type"):
        raise ControlError("missing field: event.type")
    stamp = {"event_ts": world.timestamp()}
    return await _told(world.emit({**stamp, **given}))


async def past(world: World, body: Json) -> Json:
    """Put messages where they stood before the app came; the app hears of none of them."""
    for given in objects_of(body.get("messages")):
        channel = world.workspace.find_channel(text_of(given.get("channel")))
        ts = text_of(given.get("ts"))
        user = text_of(given.get("user"))
        message = (
            Message(ts=ts, channel=channel.id, user=user) if user else app_message(ts, channel.id)
        )
        message.text = text_of(given.get("text"))
        message.blocks = objects_of(given.get("blocks"))
        world.workspace.add_message(message)
        world.workspace.ids.taken(ts)
    world.live.tell("reset")
    return {"ok": True}


async def _told(told: Told) -> Json:
    return _outcome(await told if told else None)


def _outcome(delivery: Delivery | None) -> Json:
    return NOT_TOLD if delivery is None else delivery.outcome()
