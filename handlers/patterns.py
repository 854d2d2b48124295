"""The doors of patterns: decisions, the log of views, settings, the two questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.lead_views import PatternSettings
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Desk, StorageAwayError
from bot.services.lead_sections import LeadSections
from bot.services.quarterly import Quarterly
from bot.views import patterns as ids
from bot.views import quarterly as question_ids
from bot.wording import patterns as words
from bot.wording import refusals as refusal_words
from handlers import payloads
from handlers.answers import Answers, unheard
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PatternDoors:
    """What leads, admins and everyone press. The role is checked behind each door."""

    leads: LeadSections
    quarterly: Quarterly
    desk: Desk
    answers: Answers

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(ids.ACTION_DECIDED)(self.decided)
        app.action(ids.ACTION_LOG)(self.open_log)
        app.action(ids.ACTION_SETTINGS)(self.open_settings)
        app.view(ids.CALLBACK_SETTINGS)(self.save_settings)
        for action in question_ids.actions():
            app.action(action)(self.answer)
        app.action(question_ids.ACTION_STOP)(self.stop)

    def decided(self, ack: Ack, body: Body) -> None:
        """*Decided*."""
        team, user = payloads.team_of(body), payloads.user_of(body)
        with told(self.answers.to(body)):
            self.leads.decided(team, user, payloads.button_value(body))
            self.answers.home.show(team, user)
        ack()

    def open_log(self, ack: Ack, body: Body) -> None:
        """*All views*."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.leads.open_log(team, user, str(body["trigger_id"]))

    def open_settings(self, ack: Ack, body: Body) -> None:
        """*Patterns settings*."""
        ack()
        team, user = payloads.team_of(body), payloads.user_of(body)
        with told(self.answers.to(body)):
            view = self.leads.settings_view(team, user)
            self.desk.open_modal(team, str(body["trigger_id"]), view)

    def save_settings(self, ack: Ack, body: Body) -> None:
        """*Save*: acknowledged only once it is kept; what is wrong stands under its field."""
        team, user = payloads.team_of(body), payloads.user_of(body)
        try:
            errors = self.leads.keep(team, user, settings_of(body))
        except RefusedError as refused:
            errors = {ids.CHANNEL: refusal_words.sentence(refused.reason)}
        except StorageAwayError:
            errors = {ids.CHANNEL: refusal_words.sentence(Reason.STORAGE_AWAY)}
        if errors:
            ack(response_action="errors", errors=errors)
            return
        ack()
        with told(unheard):
            self.answers.home.show(team, user, words.SAVED)

    def answer(self, ack: Ack, body: Body) -> None:
        """One answer to one question."""
        tell = self.answers.to(body)
        with told(tell):
            team, user = payloads.team_of(body), payloads.user_of(body)
            tell(self.quarterly.answer(team, user, payloads.button_value(body)))
        ack()

    def stop(self, ack: Ack, body: Body) -> None:
        """*Don't ask me again*."""
        tell = self.answers.to(body)
        with told(tell):
            tell(self.quarterly.stop(payloads.team_of(body), payloads.user_of(body)))
        ack()


def settings_of(body: Body) -> PatternSettings:
    """The settings' form as typed."""
    values: Mapping[str, Any] = body["view"]["state"]["values"]
    channel = values.get(ids.CHANNEL, {}).get(ids.FIELD, {}).get("selected_conversation")
    channel = channel or values.get(ids.CHANNEL, {}).get(ids.FIELD, {}).get("selected_channel")
    typed = str(values.get(ids.SIBLINGS, {}).get(ids.FIELD, {}).get("value") or "")
    ticked = values.get(ids.QUESTIONS, {}).get(ids.FIELD, {}).get("selected_options") or ()
    return PatternSettings(
        leads_channel=str(channel) if channel else None,
        sibling_groups=tuple(part.strip() for part in typed.split(",") if part.strip()),
        questions=any(option.get("value") == ids.ON for option in ticked),
    )
