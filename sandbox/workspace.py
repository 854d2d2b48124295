"""Everything the simulated workspace holds, and how to find it."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox import fixture
from sandbox.errors import ControlError, SlackError
from sandbox.ids import Ids
from sandbox.people_shapes import BOT_USER
from sandbox.records import (
    Channel,
    ChannelKind,
    Message,
    Person,
    ResponseUrl,
    Trigger,
    UserGroup,
    View,
)


class Workspace:
    """People, channels, messages, views: the state behind the Web API and the page."""

    def __init__(self) -> None:
        self.ids = Ids()
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.messages: dict[str, list[Message]] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.fill(fixture.people(), fixture.channels(), fixture.groups())

    def fill(
        self, people: Iterable[Person], channels: Iterable[Channel], groups: Iterable[UserGroup]
    ) -> None:
        """Forget everything and start with these."""
        self.ids = Ids()
        self.people = {person.id: person for person in people}
        self.channels = {channel.id: channel for channel in channels}
        self.groups = {group.id: group for group in groups}
        for held in (self.messages, self.stacks, self.homes, self.triggers, self.response_urls):
            held.clear()

    def person(self, user: str) -> Person:
        """Return a person, or raise Slack's ``user_not_found``."""
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def channel(self, channel: str) -> Channel:
        """Return a conversation, or raise Slack's ``channel_not_found``."""
        if channel not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel]

    def channel_for_bot(self, channel: str) -> Channel:
        """Return a conversation the bot may see; private ones it is not in do not exist."""
        found = self.channel(channel)
        if found.kind is not ChannelKind.PUBLIC and BOT_USER not in found.members:
            raise SlackError("channel_not_found")
        return found

    def joined_channel(self, channel: str) -> Channel:
        """Return a conversation the bot is a member of, or raise ``not_in_channel``."""
        found = self.channel_for_bot(channel)
        if BOT_USER not in found.members:
            raise SlackError("not_in_channel")
        return found

    def direct_channel(self, user: str) -> Channel:
        """Return the direct conversation between ``user`` and the bot, opening it if need be."""
        person = self.person(user)
        for channel in self.channels.values():
            if channel.user == user:
                return channel
        opened = Channel(
            id=f"D{person.id[1:]}",
            name="directmessage",
            kind=ChannelKind.DIRECT,
            members=[user, BOT_USER],
            user=user,
        )
        self.channels[opened.id] = opened
        return opened

    def find_channel(self, name_or_id: str) -> Channel:
        """Return a channel by id or by name, for the control API."""
        bare = name_or_id.removeprefix("#")
        for channel in self.channels.values():
            if bare in (channel.id, channel.name) and bare != "directmessage":
                return channel
        raise ControlError(f"no such channel: {name_or_id}", status=404)

    def find_person(self, name_or_id: str) -> Person:
        """Return a person by id, handle or display name, for the control API."""
        bare = name_or_id.removeprefix("@").casefold()
        for person in self.people.values():
            if bare in (person.id.casefold(), person.name.casefold()):
                return person
            if person.display_name and bare == person.display_name.casefold():
                return person
        raise ControlError(f"no such person: {name_or_id}", status=404)

    def add_message(self, message: Message) -> Message:
        """Keep a message; each channel stays ordered by timestamp."""
        held = self.messages.setdefault(message.channel, [])
        held.append(message)
        held.sort(key=lambda one: one.ts)
        return message

    def find_message(self, channel: str, ts: str) -> Message | None:
        """Return the message with exactly this timestamp, ephemeral ones included."""
        return next((m for m in self.messages.get(channel, []) if m.ts == ts), None)

    def visible_message(self, channel: str, ts: str) -> Message:
        """Return a message the Web API can see, or raise ``message_not_found``."""
        found = self.find_message(channel, ts)
        if found is None or found.only_for is not None:
            raise SlackError("message_not_found")
        return found

    def remove_message(self, message: Message) -> None:
        """Delete a message; a parent with replies leaves Slack's tombstone."""
        if message.only_for is None and self.replies(message):
            message.subtype = "tombstone"
            message.user, message.bot_id, message.app_id = "USLACKBOT", None, None
            message.text = "This message was deleted."
            message.blocks, message.attachments, message.metadata = [], [], None
            message.reactions, message.files = {}, []
            return
        self.messages[message.channel].remove(message)

    def replies(self, parent: Message) -> list[Message]:
        """Return the visible replies below ``parent``, oldest first."""
        return [
            message
            for message in self.messages.get(parent.channel, [])
            if message.is_reply and message.thread_ts == parent.ts and message.only_for is None
        ]

    def view_by_id(self, view_id: str) -> View | None:
        """Return an open modal or a Home tab by its id."""
        return next((view for view in self.all_views() if view.id == view_id), None)

    def view_by_external_id(self, external_id: str) -> View | None:
        """Return an open view by the id the app gave it."""
        for view in self.all_views():
            if external_id and view.definition.get("external_id") == external_id:
                return view
        return None

    def all_views(self) -> list[View]:
        """Return every open modal and every Home tab."""
        modals = [view for stack in self.stacks.values() for view in stack]
        return [*modals, *self.homes.values()]
