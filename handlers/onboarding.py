"""The door of *Check set-up*. It translates only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.services.onboarding import CheckingUp
from bot.views import onboarding as ids
from handlers import payloads
from handlers.answers import Answers
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OnboardingDoors:
    """Under the first letter, and in App Home."""

    checking: CheckingUp
    answers: Answers

    def register(self, app: App) -> None:
        """Hang the door."""
        app.action(ids.ACTION_CHECK)(self.check)

    def check(self, ack: Ack, body: Body) -> None:
        """*Check set-up*: acknowledged first, for it takes seconds."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.checking.check(team, user, str(body["trigger_id"]))
