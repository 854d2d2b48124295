"""Handler × role: who may do what, driven through the simulated Slack.

Each feature has a file `<feature>_rows.py` beside this one with `ROWS: tuple[Row, ...]`. A row
names a handler as `Class.method`, says which roles it serves, and drives it as one person;
`drive` answers whether the thing happened. `test_matrix.py` finds the files by itself and fails
for a handler that is registered without a row.
"""

import enum
import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient

from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.domain.redacted import Redacted
from bot.views import blocks as b
from bot.views import kudos as kudos_view
from tests.flows.doors.conftest import Town
from tests.sandbox_client import BOT_TOKEN, TEAM, SandboxServer


class Role(enum.StrEnum):
    """Who may stand at a door; the value is a person of the simulated workspace."""

    AGENT = "U0PRIYA"
    RECEIVER = "U0SAM"
    LEAD = "U0LENA"
    ADMIN = "U0ADA"
    GUEST = "U0GUEST"
    OUTSIDER = "U0OUTSIDE"


MEMBERS = frozenset({Role.AGENT, Role.RECEIVER, Role.LEAD, Role.ADMIN})
EVERYBODY = frozenset(Role)
DEED_S = 3
"""How long a deed may still be under way after its answer; hardly ever reached."""
NOBODY: frozenset[Role] = frozenset()
OUTSIDE = {
    Role.GUEST: {"is_restricted": True},
    Role.OUTSIDER: {"is_stranger": True, "team_id": "T0ELSEWHERE"},
}
_INSIDE = {"is_restricted": False, "is_stranger": False, "team_id": TEAM}


@dataclass
class Stage:
    """Sets a scene, lets somebody act, and looks at what became of it."""

    town: Town
    slack: SandboxServer
    counter: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def web(self) -> WebClient:
        """The bot's own hands: surfaces are put up without waiting for a channel's turn."""
        return WebClient(token=BOT_TOKEN, base_url=self.slack.api_url)

    def kudos(self, **changes: Any) -> Kudos:  # noqa: ANN401 - fields by name
        """A kudos by somebody without a role, kept and shown in #kudos; answers it."""
        values: dict[str, Any] = {
            "id": f"{next(self.counter):032x}",
            "team": TEAM,
            "request": f"matrix:{next(self.counter)}",
            "sharer": "U0TOMASZ",
            "sharer_named": True,
            "text": Redacted("You saved our wedding, thank you."),
            "note": None,
            "credits": Credits(),
            "source": None,
            "channel": "C0KUDOS",
            "state": KudosState.SHARED,
            "created_at": self.town.units.clock.now(),
        }
        kudos = Kudos(**(values | changes))
        with self.town.units() as uow:
            uow.kudos.add(kudos)
            uow.commit()
        return kudos

    def stored(self, kudos: Kudos) -> Kudos:
        """The kudos as it is kept now."""
        with self.town.units() as uow:
            return uow.kudos.get(TEAM, kudos.id) or kudos

    def show_kudos(self, kudos: Kudos) -> str:
        """Put a kudos' post up; answers its ts."""
        return self.show(kudos_view.post(kudos))

    def show(self, body: Mapping[str, Any], channel: str = "C0KUDOS") -> str:
        """Put a message of the bot up; answers its ts."""
        return str(self.web.chat_postMessage(channel=channel, **body)["ts"])

    def show_home(self, user: str, blocks: list[dict[str, Any]]) -> None:
        """Put an App Home up, whether or not the bot would show it to this person."""
        self.web.views_publish(user_id=user, view=b.home(blocks))

    def message(self, channel: str = "praise-inbox", **more: object) -> Source:
        """A customer's words, posted by somebody without a role; never offered to them."""
        self.town.configure(intake_channels=())
        posted = self.slack.message(channel, "You saved our wedding.", user="U0TOMASZ", **more)
        return Source(str(posted["channel"]), str(posted["ts"]))

    @contextmanager
    def as_member(self, role: Role) -> Iterator[None]:
        """For as long as this lasts the person is a member: to open what they then submit."""
        if role not in OUTSIDE:
            yield
            return
        self._become(role, _INSIDE)
        yield
        self._become(role, _INSIDE | OUTSIDE[role])

    def _become(self, role: Role, standing: Mapping[str, object]) -> None:
        self.slack.person(role.value, **standing)
        self.slack.wait_for(self.town.is_idle, "the change to be heard")
        self.town.bot.each("forget_people")

    def happened(self, user: str, act: Callable[[], object], done: Callable[[], object]) -> bool:
        """Act, then wait for either the thing itself or an answer that says why not."""
        before = self._answers(user)
        act()
        self.slack.wait_for(
            lambda: done() or self._answers(user) != before, f"{user} to be served or refused"
        )
        # Another feature's letter may have come in between, or the answer before its deed.
        end = time.monotonic() + DEED_S
        while not done() and not self.town.is_quiet() and time.monotonic() < end:
            time.sleep(0.02)
        return bool(done())

    def after_events(self, act: Callable[[], object], done: Callable[[], object]) -> bool:
        """Let Slack tell of something, wait until it was acted on, then look."""
        before = self.town.count("inbox")
        act()
        self.slack.wait_for(
            lambda: self.town.count("inbox") > before and self.town.is_idle(), "the event"
        )
        return bool(done())

    def has_modal(self, user: str, containing: str = "") -> bool:
        """Whether this person has a modal open that contains some words."""
        stack = self.slack.modals(user)
        return bool(stack) and containing in json.dumps(stack[-1], ensure_ascii=False)

    def _answers(self, user: str) -> tuple[int, str, int]:
        """What the bot has told this person so far, wherever."""
        whispers = sum(
            1
            for channel in ("kudos", "praise-inbox", "general")
            for message in self.slack.messages(channel, user)
            if message["ephemeral"]
        )
        home = json.dumps(self.slack.home(user), sort_keys=True)
        return whispers, home, len(self.slack.messages("dm", user))


@dataclass(frozen=True)
class Row:
    """A handler, the roles it serves, and how to drive it as one person."""

    handler: str
    allowed: frozenset[Role]
    drive: Callable[[Stage, Role], bool]
