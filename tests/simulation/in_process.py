"""The simulated Slack without a network: the sandbox's own methods and state, called from here."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from sandbox.app_config import BOT_TOKEN, AppConfig
from sandbox.clock import SandboxTime
from sandbox.messages import message_object
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.methods import run
from sandbox.world import World
from tests.fakes import ManualClock
from tests.simulation.posts import Post, post_of

NEVER = 10**9
Json = dict[str, Any]


class KilledError(BaseException):
    """The process died here; nothing may catch it."""


class ToldTime(SandboxTime):
    """The simulated Slack's time is what the test says."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self.clock = clock

    def now(self) -> float:
        return self.clock.now().timestamp()


@dataclass
class InProcessSlack:
    """A workspace of the sandbox; may be away, lose an answer, or kill who calls it."""

    clock: ManualClock
    random: Random
    away: bool = False
    kill_in: int = NEVER
    world: World = field(init=False)

    def __post_init__(self) -> None:
        # No event is subscribed to: nobody listens, and there is no loop to send them on.
        self.world = World(AppConfig(events=frozenset()), time=ToldTime(self.clock))

    def client(self, _team: str) -> WebClient:
        """bot.slack_gateway.ClientFor."""
        return InProcessClient(self)

    def call(self, method: str, values: Json) -> Json:
        """One call as a process makes it; raises KilledError or what the network raises."""
        if self.away:
            raise URLError(ConnectionRefusedError())
        if not method.startswith("chat."):
            return self._carry_out(method, values)
        self._die()
        chance = self.random.random()
        if chance < 0.04:
            raise ConnectionResetError
        answer = self._carry_out(method, values)
        self._die()
        if chance < 0.08:
            raise ConnectionResetError
        return answer

    def posts(self, channel: str, zone: str) -> list[Post]:
        """What the channel shows."""
        held = self.world.workspace.messages.get(channel, [])
        return [post_of(message_object(each, metadata=True), zone) for each in held]

    def _carry_out(self, method: str, values: Json) -> Json:
        told = json.loads(json.dumps(values))
        answer: Json = json.loads(json.dumps(run(self.world, method, Arguments(told), BOT_TOKEN)))
        return answer

    def _die(self) -> None:
        self.kill_in -= 1
        if self.kill_in == 0:
            raise KilledError


class InProcessClient(WebClient):
    """slack_sdk's own client down to where it would open a connection."""

    def __init__(self, slack: InProcessSlack) -> None:
        super().__init__(token=BOT_TOKEN, retry_handlers=[])
        self.slack = slack

    def api_call(self, api_method: str, **sent: Any) -> SlackResponse:  # type: ignore[override]
        """Answer, or raise SlackApiError as slack_sdk does."""
        values = {**(sent.get("params") or {}), **(sent.get("json") or {})}
        response = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=self.slack.call(api_method, values),
            headers={},
            status_code=HTTPStatus.OK,
        )
        return response.validate()
