"""Reading the body of a control request."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.doings import surfaces
from sandbox.errors import ControlError
from sandbox.json_types import Json, text_of
from sandbox.records import Channel, Message, Person, View
from sandbox.world import World


@dataclass(frozen=True)
class Asked:
    """A control request's body, with the lookups every request needs."""

    world: World
    body: Json

    def text(self, name: str, default: str = "") -> str:
        """Return a string field."""
        return text_of(self.body.get(name)) or default

    def required(self, name: str) -> str:
        """Return a string field that must be there."""
        value = self.text(name)
        if not value:
            raise ControlError(f"missing field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean field."""
        return self.body.get(name) is True

    def person(self) -> Person:
        """Return the person who acts, from ``user``."""
        return self.world.workspace.find_person(self.required("user"))

    def channel(self) -> Channel:
        """Return the channel from ``channel``; ``dm`` is the person's own with the app."""
        name = self.required("channel")
        if name == "dm":
            return self.world.workspace.direct_channel(self.person().id)
        return self.world.workspace.find_channel(name)

    def message(self) -> Message:
        """Return the message from ``channel`` and ``ts``."""
        return self.message_in(self.channel(), self.required("ts"))

    def message_in(self, channel: Channel, ts: str) -> Message:
        """Return the message with this ``ts``, if the acting person can see it."""
        person = self.person() if "user" in self.body else None
        for message in surfaces.visible_messages(self.world, person, channel.id):
            if message.ts == ts:
                return message
        raise ControlError(f"no message {ts} in {channel.name}", status=404)

    def view(self) -> View:
        """Return the person's Home tab if ``surface`` says so, else the top modal."""
        if self.text("surface") == "home":
            return surfaces.home(self.world, self.person())
        return surfaces.top_modal(self.world, self.person())

    def spot(self) -> surfaces.Spot:
        """Return the element named by ``action`` (and ``block_id``, ``button_value``)."""
        wanted = self.text("action") or self.required("action_id")
        block_id, value = self.text("block_id"), self.text("button_value")
        if "channel" not in self.body:
            return surfaces.require(self.view(), wanted, block_id, value)
        channel = self.channel()
        if self.text("ts"):
            message = self.message_in(channel, self.text("ts"))
            return surfaces.require(message, wanted, block_id, value)
        return self._latest_spot(channel, wanted, block_id, value)

    def _latest_spot(
        self, channel: Channel, wanted: str, block_id: str, value: str
    ) -> surfaces.Spot:
        visible = surfaces.visible_messages(self.world, self.person(), channel.id)
        for message in reversed(visible):
            spot = surfaces.find(message, wanted, block_id, value)
            if spot is not None:
                return spot
        raise ControlError(f"no message in {channel.name} offers {wanted!r}", status=404)
