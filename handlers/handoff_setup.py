"""The doors of receivers' own settings, and of what admins set about handoffs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.handoff_settings import HandoffSettings
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Desk, StorageAwayError
from bot.services.handoff_admin import HandoffAdmin
from bot.services.receiving import Receiving
from bot.views import handoff_home as home_ids
from bot.views import handoff_setup as setup_view
from bot.wording import handoff_home as words
from bot.wording import refusals as refusal_words
from handlers import payloads
from handlers import payloads_handoff as read
from handlers import payloads_handoff_setup as read_setup
from handlers.answers import Answers, unheard
from handlers.payloads_handoff_setup import FieldError
from handlers.refusals import told

Body = Mapping[str, Any]
Errors = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetupDoors:
    """Opting in and out, pauses, limits; settings, times, pledge; forgetting a customer."""

    receiving: Receiving
    admin: HandoffAdmin
    desk: Desk
    answers: Answers

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(home_ids.ACTION_OPT_IN)(self.opt_in)
        app.action(home_ids.ACTION_OPT_OUT)(self.opt_out)
        for length in ("day", "week", "open"):
            app.action(f"{home_ids.ACTION_PAUSE}:{length}")(self.pause)
        app.action(home_ids.ACTION_RESUME)(self.resume)
        app.action(home_ids.ACTION_PREFERENCES)(self.open_preferences)
        app.view(setup_view.CALLBACK_PREFERENCES)(self.save_preferences)
        app.action(home_ids.ACTION_SETTINGS)(self.open_settings)
        app.view(setup_view.CALLBACK_SETTINGS)(self.save_settings)
        app.action(home_ids.ACTION_TIMES)(self.open_times)
        app.view(setup_view.CALLBACK_TIMES)(self.save_times)
        app.action(home_ids.ACTION_PLEDGE)(self.open_pledge)
        app.view(setup_view.CALLBACK_PLEDGE)(self.save_pledge)
        app.action(home_ids.ACTION_FORGET)(self.open_forget)
        app.view(setup_view.CALLBACK_FORGET)(self.forget)

    def opt_in(self, ack: Ack, body: Body) -> None:
        """*Opt in*."""
        self._press(ack, body, lambda team, user: self.receiving.opt(team, user, into=True))

    def opt_out(self, ack: Ack, body: Body) -> None:
        """*Opt out*."""
        self._press(ack, body, lambda team, user: self.receiving.opt(team, user, into=False))

    def pause(self, ack: Ack, body: Body) -> None:
        """*Pause* for a day, a week, or until resumed."""
        length = payloads.button_value(body)
        self._press(ack, body, lambda team, user: self.receiving.pause(team, user, length))

    def resume(self, ack: Ack, body: Body) -> None:
        """*Resume*."""
        self._press(ack, body, self.receiving.resume)

    def open_preferences(self, ack: Ack, body: Body) -> None:
        """*Hours and limits*."""
        self._open(ack, body, lambda t, u: setup_view.preferences(self.receiving.own(t, u)))

    def save_preferences(self, ack: Ack, body: Body) -> None:
        """*Save* under one's own limits."""

        def save(team: str, user: str) -> Errors:
            zone = self.receiving.core.settings(team).hours.zone
            self.receiving.prefer(team, user, read_setup.preferences(body, zone))
            return {}

        self._save(ack, body, save, "start")

    def open_settings(self, ack: Ack, body: Body) -> None:
        """*Handoff settings*."""
        self._open(ack, body, lambda t, u: setup_view.settings(self.admin.current(t, u)[0]))

    def save_settings(self, ack: Ack, body: Body) -> None:
        """*Save* under people and hours."""
        self._save(ack, body, self._keep(body, read_setup.settings), "leads")

    def open_times(self, ack: Ack, body: Body) -> None:
        """*Times and on-call*."""
        self._open(ack, body, lambda t, u: setup_view.times(self.admin.current(t, u)[0]))

    def save_times(self, ack: Ack, body: Body) -> None:
        """*Save* under times."""
        self._save(ack, body, self._keep(body, read_setup.times), "waits")

    def open_pledge(self, ack: Ack, body: Body) -> None:
        """*Edit the pledge*."""
        self._open(ack, body, lambda t, u: setup_view.pledge(self.admin.current(t, u)[1]))

    def save_pledge(self, ack: Ack, body: Body) -> None:
        """*Save* under the pledge."""

        def save(team: str, user: str) -> Errors:
            settings, _ = self.admin.stored(team, user)
            text = read.text(read.values_of(body), "pledge")
            return self.admin.keep(team, user, settings, text)

        self._save(ack, body, save, "pledge")

    def open_forget(self, ack: Ack, body: Body) -> None:
        """*Forget a customer*."""

        def view(team: str, user: str) -> Mapping[str, Any]:
            self.admin.require_forgetter(team, user)
            return setup_view.forget()

        self._open(ack, body, view)

    def forget(self, ack: Ack, body: Body) -> None:
        """*Save* under the customer's e-mail or id."""

        def save(team: str, user: str) -> Errors:
            self.admin.forget(team, user, read.text(read.values_of(body), "customer"))
            return {}

        self._save(ack, body, save, "customer", words.FORGOTTEN)

    def _keep(
        self,
        body: Body,
        read_form: Callable[[Body, HandoffSettings], HandoffSettings],
    ) -> Callable[[str, str], Errors]:
        def save(team: str, user: str) -> Errors:
            current, _ = self.admin.stored(team, user)
            return self.admin.keep(team, user, read_form(body, current))

        return save

    def _press(self, ack: Ack, body: Body, command: Callable[[str, str], None]) -> None:
        team, user = payloads.team_of(body), payloads.user_of(body)
        with told(self.answers.to(body)):
            command(team, user)
            self.answers.home.show(team, user)
        ack()

    def _open(
        self,
        ack: Ack,
        body: Body,
        view: Callable[[str, str], Mapping[str, Any]],
    ) -> None:
        ack()
        team, user = payloads.team_of(body), payloads.user_of(body)
        with told(self.answers.to(body)):
            self.desk.open_modal(team, str(body["trigger_id"]), view(team, user))

    def _save(
        self,
        ack: Ack,
        body: Body,
        save: Callable[[str, str], Errors],
        block: str,
        sentence: str = words.SAVED,
    ) -> None:
        """Acknowledged only once it is kept; what is wrong stands under its field."""
        team, user = payloads.team_of(body), payloads.user_of(body)
        try:
            errors = save(team, user)
        except FieldError as wrong:
            errors = {wrong.block: wrong.sentence}
        except RefusedError as refused:
            errors = {block: refusal_words.sentence(refused.reason)}
        except StorageAwayError:
            errors = {block: refusal_words.sentence(Reason.STORAGE_AWAY)}
        if errors:
            known = read.values_of(body)
            shown = {where if where in known else block: text for where, text in errors.items()}
            ack(response_action="errors", errors=shown)
            return
        ack()
        with told(unheard):
            self.answers.home.show(team, user, sentence)
