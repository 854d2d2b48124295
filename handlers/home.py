"""App Home's own buttons, and the settings behind one of them. They translate only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.refusals import Reason, RefusedError
from bot.ports import StorageAwayError
from bot.services.home import Home
from bot.services.home_sharing import SharingSections
from bot.services.workspace import Errors, WorkspaceAdmin
from bot.views import home as home_ids
from bot.views import workspace as settings_ids
from bot.wording import refusals as refusal_words
from bot.wording import workspace as words
from handlers import payloads
from handlers.answers import Answers, unheard
from handlers.payloads_workspace import settings_form
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HomeDoors:
    """Personal settings, and the workspace's for admins."""

    home: Home
    personal: SharingSections
    admin: WorkspaceAdmin
    answers: Answers

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(home_ids.ACTION_PREFERENCES)(self.prefer)
        app.action(home_ids.ACTION_SETTINGS)(self.open_settings)
        app.options(settings_ids.ACTION_GROUP)(self.suggest_groups)
        app.view(settings_ids.CALLBACK)(self.save_settings)

    def prefer(self, ack: Ack, body: Body) -> None:
        """The ticks under *For me*."""
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.personal.prefer(team, user, payloads.preferences(body))
        ack()

    def open_settings(self, ack: Ack, body: Body) -> None:
        """*Open settings*."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.admin.open(team, user, str(body["trigger_id"]))

    def suggest_groups(self, ack: Ack, body: Body) -> None:
        """Typing in a field for a user group; whoever may not see them is offered nothing."""
        team, user = payloads.team_of(body), payloads.user_of(body)
        try:
            found = self.admin.suggest(team, user, str(body.get("value") or ""))
        except (RefusedError, StorageAwayError):
            found = []
        ack(options=found)

    def save_settings(self, ack: Ack, body: Body) -> None:
        """*Save*: acknowledged only once it is kept."""
        errors = self._save(body)
        if errors:
            ack(response_action="errors", errors=dict(errors))
            return
        ack()
        with told(unheard):
            self.home.show(payloads.team_of(body), payloads.user_of(body), words.SAVED)

    def _save(self, body: Body) -> Errors:
        team, user = payloads.team_of(body), payloads.user_of(body)
        try:
            return self.admin.save(team, user, settings_form(body))
        except RefusedError as refused:
            return {settings_ids.ZONE: refusal_words.sentence(refused.reason)}
        except StorageAwayError:
            return {settings_ids.ZONE: refusal_words.sentence(Reason.STORAGE_AWAY)}
