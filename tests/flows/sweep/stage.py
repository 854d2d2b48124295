"""The stage of a sweep: simulated Slack, clock and people here, the bot in a process of its own."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

from sandbox.delivery import Delivery
from sandbox.people_shapes import BOT_USER
from sandbox.records import Message
from tests.flows.shapes import Nursery, Wire, as_json
from tests.simulation.falling_due import FallingDue
from tests.simulation.town import Town
from tests.simulation.troubles import Fault, KilledError

Json = dict[str, Any]
KILLED = -9
DOWN_S = 20
"""Until somebody, or systemd, has started it again."""
PATIENCE = 6
STARTS_AGAIN_S = 30


@dataclass
class Plain:
    """A database that nothing happens to but the bot's death; nobody knows what falls due in it."""

    url: str
    due: FallingDue = field(default_factory=lambda: FallingDue(tuple, away=True))

    def attach(self, engine: object) -> None:
        """Nothing stands between."""

    def begin(self, fault: Fault) -> None:
        """No trouble here."""

    def end(self) -> None:
        """No trouble here."""

    def hang_up(self) -> None:
        """The kernel closed what the dead process had open."""


@dataclass
class Remote:
    """A process of the bot, as the town sees one."""

    town: "Stage"
    child: int
    wire: Wire
    is_gone: bool = False
    acked: Json | None = None

    def hear(self, body: Json) -> tuple[bool, Json | None]:
        """Give it a payload; what was acknowledged counts, even if it died afterwards."""
        self.acked = None
        try:
            self.order("hear", body=body)
        except KilledError:
            self.is_gone = True
        if self.acked is None:
            return False, None
        said = str(self.acked["ack"])
        return True, json.loads(said) if said.startswith("{") else None

    def tick(self) -> None:
        self.order("tick")

    def order(self, do: str, **more: object) -> Json:
        """Have something done; raises KilledError when it killed itself on the way."""
        self.tell(do=do, **more)
        return self.listen()

    def tell(self, **words: object) -> None:
        line = json.dumps({**words, "now": self.town.clock.true.isoformat()})
        try:
            self.wire.orders.write(line + "\n")
            self.wire.orders.flush()
        except BrokenPipeError:
            self.mourn()

    def listen(self) -> Json:
        """Answer its calls until what was ordered is done."""
        while line := self._line():
            said: Json = json.loads(line)
            self.town.clock.true = datetime.fromisoformat(said.pop("now"))
            if "done" in said:
                done: Json = said["done"]
                return done
            if "ack" in said:
                self.acked = said
            else:
                self.tell(**self._answered(said))
        self.mourn()
        raise AssertionError

    def end(self) -> None:
        """Hang up: it ends by itself."""
        self.wire.orders.close()
        self.wire.answers.close()

    def _line(self) -> str:
        try:
            return self.wire.answers.readline()
        except ConnectionResetError:
            return ""

    def mourn(self) -> None:
        with suppress(BrokenPipeError):
            self.end()
        code = self.town.nursery.end_of(self.child)
        assert code == KILLED, f"it ended by itself: {code}"
        raise KilledError

    def _answered(self, call: Json) -> Json:
        request = Request(call["call"], call["body"].encode(), call["headers"])
        try:
            with self.town.wire.answer(request) as answer:
                return {"status": answer.status, "body": answer.read().decode()}
        except HTTPError as refusal:
            return {"status": refusal.status, "body": refusal.read().decode()}


@dataclass
class Stage(Town):
    """A town whose bot dies at one boundary and is started again.

    at: the boundary; None where it lives on. doings: how often people did something; tries: how
    often they had to do it again.
    """

    nursery: Nursery = field(kw_only=True)
    at: int | None = None
    was_killed: bool = False
    doings: int = 0
    tries: int = 0
    passed: list[str] = field(default_factory=list)
    is_armed: bool = False

    def begin(self) -> None:
        """A new process; it may die while it starts."""
        self.start_at = None
        child, wire = self.nursery.bear("swept", settings=as_json(self.settings))
        life = Remote(self, child, wire)
        is_armed = self.is_armed and not self.was_killed
        try:
            life.tell(at=self.at, is_armed=is_armed)
            life.listen()
        except KilledError:
            self.bury()
        else:
            self.process = life  # type: ignore[assignment] # it hears and ticks, no more is asked

    def arm(self) -> None:
        """From here on the bot may die."""
        self.is_armed = True
        if self.process:
            self.order("arm", at=self.at)

    def disarm(self) -> None:
        """From here on it may not; whether it did shows how many boundaries there are."""
        done = self.order("disarm")
        self.passed = done["passed"] if done else []
        self.is_armed = False
        self.pass_by(STARTS_AGAIN_S)

    def order(self, do: str, **more: object) -> Json | None:
        """Something only the bot's own process can do; None where it died of it, or is dead."""
        life: Any = self.process
        if life is None:
            return None
        try:
            done: Json = life.order(do, **more)
        except KilledError:
            self.bury()
            return None
        return done

    def hand_over(self, delivery: Delivery) -> None:
        super().hand_over(delivery)
        life: Any = self.process
        if life and life.is_gone:
            self.bury()

    def bury(self) -> None:
        self.was_killed, self.process = True, None
        self.start_at = self.clock.true + timedelta(seconds=DOWN_S)

    def close(self) -> None:
        """The end of a run."""
        if self.process:
            life: Any = self.process
            life.end()
            assert self.nursery.end_of(life.child) == 0
        self.units.sessions.kw["bind"].dispose()

    def wait_for(self, seen: Callable[[], object], what: str) -> None:
        """Let time go by until something is seen that nobody does anything for."""
        for _ in range(PATIENCE):
            if seen():
                return
            self.pass_by(STARTS_AGAIN_S)
        raise AssertionError(f"not seen: {what}")

    # What people do: again, until they see that it worked.

    def until(self, do: Callable[[], Json | None], seen: Callable[[], object], what: str) -> None:
        """Do it; where Slack shows a failure, or nothing is to be seen, do it again."""
        self.doings += 1
        for _ in range(PATIENCE):
            answer = do()
            if answer is None or answer.get("acked") is False:
                self.pass_by(STARTS_AGAIN_S)
                self.tries += 1
                if answer is None and seen():
                    return
                continue
            self.pass_by(3, 1)
            if seen():
                return
            self.pass_by(90)
            if seen():
                return
            self.tries += 1
        raise AssertionError(f"not seen: {what}")

    # What people see.

    def posts(self, channel: str, viewer: str = "") -> list[Message]:
        """What the bot shows in a channel to everybody, or to one person alone."""
        held = self.world.workspace.messages.get(channel, [])
        return [one for one in held if one.user == BOT_USER and (one.only_for or "") == viewer]

    def post(self, channel: str, words: str, viewer: str = "") -> Message | None:
        """The last one with these words."""
        found = [one for one in self.posts(channel, viewer) if words in shown(one)]
        return found[-1] if found else None

    def modal(self, user: str) -> str:
        stack = self.world.workspace.stacks.get(user)
        return shown(stack[-1].definition) if stack else ""

    def home(self, user: str) -> str:
        view = self.world.workspace.homes.get(user)
        return shown(view.definition) if view else ""


def shown(thing: object) -> str:
    """A message or a view as text to look into."""
    if isinstance(thing, Message):
        return json.dumps([thing.text, thing.blocks], ensure_ascii=False)
    return json.dumps(thing, ensure_ascii=False)
