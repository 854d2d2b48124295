"""The doors into handing over. They translate only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import Ack, App

from bot.domain.refusals import Reason, RefusedError
from bot.ports import Desk, StorageAwayError
from bot.services.handoffs import Handoffs, NotRequested, Outcome, Requested
from bot.views import handoff as form_ids
from bot.views import handoff_end as end_view
from bot.views import handoff_home as home_ids
from bot.wording import handoff as words
from bot.wording import refusals as refusal_words
from handlers import payloads
from handlers import payloads_handoff as read
from handlers.answers import Answers, say, unheard
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HandoffDoors:
    """`/handoff`, the message shortcut, the form, and what a requester can still change.

    kept: called after a commit that may have put something in the outbox.
    """

    handoffs: Handoffs
    desk: Desk
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.command("/handoff")(self.command)
        app.shortcut("handoff_message")(self.from_message)
        app.action(home_ids.ACTION_HAND_OVER)(self.from_home)
        app.action(home_ids.ACTION_PRACTISE)(self.practise)
        for action in (form_ids.ACTION_GROUND, form_ids.ACTION_MORE, form_ids.ACTION_ROUTE):
            app.action(action)(self.refresh)
        app.view(form_ids.CALLBACK)(self.submit)
        app.action(home_ids.ACTION_WITHDRAW)(self.withdraw)
        app.action(home_ids.ACTION_REROUTE)(self.open_reroute)
        app.view(end_view.CALLBACK_REROUTE)(self.reroute)

    def command(self, ack: Ack, body: Body) -> None:
        """`/handoff`, `/handoff 4711`, `/handoff help`."""
        ack()
        if payloads.asks_for_help(body):
            say(self.desk, body)(words.HELP)
            return
        with told(say(self.desk, body)):
            self.handoffs.open_form(read.open_form(body))

    def from_message(self, ack: Ack, body: Body) -> None:
        """*Hand over* on a message."""
        ack()
        with told(say(self.desk, body)):
            self.handoffs.open_form(read.open_from_message(body))

    def from_home(self, ack: Ack, body: Body) -> None:
        """The button in App Home."""
        ack()
        with told(self.answers.to(body)):
            self.handoffs.open_form(read.open_form(body))

    def practise(self, ack: Ack, body: Body) -> None:
        """A lead's *Start a practice*."""
        ack()
        with told(self.answers.to(body)):
            self.handoffs.open_form(replace(read.open_form(body), practice=True))

    def refresh(self, ack: Ack, body: Body) -> None:
        """Another reason or recipient, or *More choices*."""
        ack()
        if body["view"].get("callback_id") == end_view.CALLBACK_REROUTE:
            self._refresh_reroute(body)
            return
        submitted = read.submitted(body)
        more = submitted.state.more or _pressed(body) == form_ids.ACTION_MORE
        submitted = replace(submitted, state=replace(submitted.state, more=more))
        with told(unheard):
            self.handoffs.refresh(submitted, payloads.pressed_view(body))

    def submit(self, ack: Ack, body: Body) -> None:
        """*Hand over*: acknowledged only once it is kept."""
        match self._outcome(body):
            case Requested(view):
                ack(response_action="update", view=dict(view))
                self.kept()
            case NotRequested(block, sentence):
                shown = block if block in read.values_of(body) else form_ids.BLOCK_REFERENCE
                ack(response_action="errors", errors={shown: sentence})

    def withdraw(self, ack: Ack, body: Body) -> None:
        """*Withdraw*, in App Home."""
        tell = self.answers.to(body)
        with told(tell):
            team, user = payloads.team_of(body), payloads.user_of(body)
            sentence = self.handoffs.withdraw(team, user, payloads.button_value(body))
            self.kept()
            tell(sentence)
        ack()

    def open_reroute(self, ack: Ack, body: Body) -> None:
        """*Change who is asked*, in App Home."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            handoff = self.handoffs.own(team, user, payloads.button_value(body))
            self.desk.open_modal(team, str(body["trigger_id"]), end_view.reroute(handoff))

    def reroute(self, ack: Ack, body: Body) -> None:
        """*Save* under whom to ask."""
        team, user = payloads.team_of(body), payloads.user_of(body)
        values = read.values_of(body)
        named = read.person(values, form_ids.BLOCK_NAMED)
        try:
            sentence = self.handoffs.reroute(
                team,
                user,
                read.metadata(body),
                read.route(values),
                named,
            )
        except RefusedError as refused:
            errors = {form_ids.BLOCK_ROUTE: refusal_words.sentence(refused.reason)}
            ack(response_action="errors", errors=errors)
            return
        except StorageAwayError:
            sentence = refusal_words.sentence(Reason.HANDOFF_STORAGE_AWAY)
            ack(response_action="errors", errors={form_ids.BLOCK_ROUTE: sentence})
            return
        ack()
        self.kept()
        with told(unheard):
            self.answers.home.show(team, user, sentence)

    def _refresh_reroute(self, body: Body) -> None:
        team, user = payloads.team_of(body), payloads.user_of(body)
        with told(unheard):
            handoff = self.handoffs.own(team, user, read.metadata(body))
            wish = replace(handoff.wish, route=read.route(read.values_of(body)))
            shown = end_view.reroute(replace(handoff, wish=wish))
            self.desk.redraw_modal(team, payloads.pressed_view(body), shown)

    def _outcome(self, body: Body) -> Outcome:
        try:
            return self.handoffs.request(read.submitted(body))
        except StorageAwayError:
            sentence = refusal_words.sentence(Reason.HANDOFF_STORAGE_AWAY)
            return NotRequested(form_ids.BLOCK_REFERENCE, sentence)


def _pressed(body: Body) -> str:
    return str(body["actions"][0].get("action_id") or "")
