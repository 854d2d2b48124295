"""The doors of takers and leads: the cards' buttons and the small forms behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.domain.refusals import Reason, RefusedError
from bot.ports import Desk, StorageAwayError
from bot.services.handoff_lead import Leading
from bot.services.handoff_taking import Taking
from bot.views import handoff_cards as card_ids
from bot.views import handoff_end as end_view
from bot.views import handoff_home as home_ids
from bot.views import parting as parting_ids
from bot.views.handoff_end import EndForm
from bot.wording import handoff as words
from bot.wording import refusals as refusal_words
from handlers import payloads
from handlers import payloads_handoff as read
from handlers.answers import Answers, unheard
from handlers.refusals import told

Body = Mapping[str, Any]
Press = Callable[[str, str, str], None]
_END_FIELDS = {
    Reason.CHECKLIST: end_view.BLOCK_CHECKS,
    Reason.SECOND_PERSON: end_view.BLOCK_SECOND,
    Reason.REVIEW_DATE: end_view.BLOCK_REVIEW,
}


@dataclass(frozen=True, slots=True)
class TakingDoors:
    """Take it, not today, it's with me, give it back, it ended; reassign and close.

    kept: called after a commit that may have put something in the outbox.
    """

    taking: Taking
    leading: Leading
    desk: Desk
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        presses: dict[str, Press] = {
            card_ids.ACTION_TAKE: self.taking.take,
            card_ids.ACTION_NOT_TODAY: self.taking.not_today,
            card_ids.ACTION_CONFIRM: self.taking.confirm,
            card_ids.ACTION_GIVE_BACK: self.taking.give_back,
            home_ids.ACTION_LEAD_TAKE: self.taking.take,
            parting_ids.ACTION_AGREED: self.taking.agree,
            parting_ids.ACTION_NOT_YET: self.taking.not_yet,
        }
        for action, press in presses.items():
            app.action(action)(partial(self.press, press=press))
        app.action(card_ids.ACTION_ENDED)(self.open_end)
        app.action(home_ids.ACTION_CLOSE)(self.open_end)
        app.action(end_view.ACTION_ENDING)(self.refresh_end)
        app.view(end_view.CALLBACK_END)(self.end)
        app.action(home_ids.ACTION_REASSIGN)(self.open_reassign)
        app.view(end_view.CALLBACK_REASSIGN)(self.reassign)
        app.action(card_ids.ACTION_TO_A_LEAD)(self.bring_to_lead)
        app.action(card_ids.ACTION_AFTERCARE)(self.aftercare)
        app.action(card_ids.ACTION_TALK)(self.talk)
        app.action(card_ids.ACTION_LATER)(self.not_now)

    def press(self, ack: Ack, body: Body, press: Press) -> None:
        """One button, one command: the card itself is the answer."""
        with told(self.answers.to(body)):
            press(*_who(body), payloads.button_value(body))
            self.kept()
            if (body.get("view") or {}).get("type") == "home":
                self.answers.home.show(*_who(body))
        ack()

    def open_end(self, ack: Ack, body: Body) -> None:
        """*It ended*, or a lead's *Close*."""
        ack()
        with told(self.answers.to(body)):
            team, user = _who(body)
            handoff = self.taking.held(team, user, payloads.button_value(body))
            self.desk.open_modal(
                team,
                str(body["trigger_id"]),
                end_view.ending(handoff.id, EndForm()),
            )

    def refresh_end(self, ack: Ack, body: Body) -> None:
        """*Parted ways* brings its list."""
        ack()
        shown = end_view.ending(read.metadata(body), read.end_form(body))
        with told(unheard):
            self.desk.redraw_modal(payloads.team_of(body), payloads.pressed_view(body), shown)

    def end(self, ack: Ack, body: Body) -> None:
        """*Save*: acknowledged only once it is kept."""
        form = read.end_form(body)
        handoff = read.metadata(body)
        try:
            self.taking.resolve(*_who(body), handoff, form.ending, read.parted(form))
        except RefusedError as refused:
            shown = _END_FIELDS.get(refused.reason, end_view.BLOCK_ENDING)
            block = shown if shown in read.values_of(body) else end_view.BLOCK_ENDING
            errors = {block: refusal_words.sentence(refused.reason)}
            ack(response_action="errors", errors=errors)
            return
        except StorageAwayError:
            sentence = refusal_words.sentence(Reason.STORAGE_AWAY)
            ack(response_action="errors", errors={end_view.BLOCK_ENDING: sentence})
            return
        ack()
        self.kept()

    def open_reassign(self, ack: Ack, body: Body) -> None:
        """A lead's *Reassign*."""
        ack()
        with told(self.answers.to(body)):
            team, user = _who(body)
            self.leading.require_lead(team, user)
            view = end_view.reassign(payloads.button_value(body))
            self.desk.open_modal(team, str(body["trigger_id"]), view)

    def reassign(self, ack: Ack, body: Body) -> None:
        """*Save* under who has it."""
        team, user = _who(body)
        taker = read.person(read.values_of(body), end_view.BLOCK_TAKER)
        try:
            self.leading.reassign(team, user, read.metadata(body), taker)
        except RefusedError as refused:
            errors = {end_view.BLOCK_TAKER: refusal_words.sentence(refused.reason)}
            ack(response_action="errors", errors=errors)
            return
        except StorageAwayError:
            sentence = refusal_words.sentence(Reason.HANDOFF_STORAGE_AWAY)
            ack(response_action="errors", errors={end_view.BLOCK_TAKER: sentence})
            return
        ack()
        self.kept()
        with told(unheard):
            self.answers.home.show(team, user, words.SAVED)

    def bring_to_lead(self, ack: Ack, body: Body) -> None:
        """*Bring it to a lead*."""
        self._answer(body, self.taking.bring_to_lead)
        ack()

    def aftercare(self, ack: Ack, body: Body) -> None:
        """*Take them now*."""
        self._answer(body, self.taking.aftercare)
        ack()

    def talk(self, ack: Ack, body: Body) -> None:
        """*Somebody to talk to*."""
        self._answer(body, self.taking.talk)
        ack()

    def not_now(self, ack: Ack, body: Body) -> None:
        """*Not now*: nothing is kept of it."""
        ack()
        with told(unheard):
            self.answers.to(body)(words.AFTERCARE_LEFT)

    def _answer(self, body: Body, command: Callable[[str, str, str], str]) -> None:
        tell = self.answers.to(body)
        with told(tell):
            sentence = command(*_who(body), payloads.button_value(body))
            self.kept()
            tell(sentence)


def _who(body: Body) -> tuple[str, str]:
    return payloads.team_of(body), payloads.user_of(body)
