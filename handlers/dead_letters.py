"""The doors of what was not delivered: send again, drop, and whether to be told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.services.dead_letters import DeadLetters
from bot.views import dead_letters as ids
from handlers import payloads
from handlers.answers import Answers
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DeadLetterDoors:
    """What admins press. The role is checked behind each door.

    kept: called after a commit that may have put something in the outbox.
    """

    letters: DeadLetters
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(ids.ACTION_AGAIN)(self.again)
        app.action(ids.ACTION_DROP)(self.drop)
        app.action(ids.ACTION_CALL_AGAIN)(self.call_again)
        app.action(ids.ACTION_CALL_DROP)(self.call_drop)
        app.action(ids.ACTION_MUTE)(self.mute)
        app.action(ids.ACTION_UNMUTE)(self.unmute)

    def again(self, ack: Ack, body: Body) -> None:
        """*Send again*."""
        self._decide(ack, body, self.letters.again)

    def drop(self, ack: Ack, body: Body) -> None:
        """*Drop*."""
        self._decide(ack, body, self.letters.drop)

    def call_again(self, ack: Ack, body: Body) -> None:
        """*Send again*, for a call to the on-call tool."""
        self._decide(ack, body, self.letters.calls.again)

    def call_drop(self, ack: Ack, body: Body) -> None:
        """*Drop*, for a call to the on-call tool."""
        self._decide(ack, body, self.letters.calls.drop)

    def mute(self, ack: Ack, body: Body) -> None:
        """*Don't tell me any more*, under the notice or in App Home."""
        self._tell(ack, body, muted=True)

    def unmute(self, ack: Ack, body: Body) -> None:
        """*Tell me again*."""
        self._tell(ack, body, muted=False)

    def _decide(self, ack: Ack, body: Body, decide: Callable[[str, str, int], str]) -> None:
        tell = self.answers.to(body)
        with told(tell):
            team, user = payloads.team_of(body), payloads.user_of(body)
            tell(decide(team, user, payloads.number(body)))
            self.kept()
        ack()

    def _tell(self, ack: Ack, body: Body, *, muted: bool) -> None:
        tell = self.answers.to(body)
        with told(tell):
            team, user = payloads.team_of(body), payloads.user_of(body)
            tell(self.letters.tell(team, user, muted=muted))
        ack()
