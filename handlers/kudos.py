"""Buttons of a posted kudos and of the letters around it. They translate only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.redacted import RedactionUnavailableError
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Desk, StorageAwayError
from bot.services.home_sharing import SharingSections
from bot.services.posted import Posted
from bot.views import hide as hide_ids
from bot.views import notices as letter_ids
from bot.views import share as view_ids
from bot.wording import refusals as refusal_words
from bot.wording import sharing as words
from handlers import payloads
from handlers.answers import Answers
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KudosDoors:
    """Taking back, hiding more, one's own name, being asked, muting."""

    posted: Posted
    personal: SharingSections
    desk: Desk
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(view_ids.ACTION_TAKE_BACK)(self.take_back)
        app.action(letter_ids.ACTION_UNNAME)(self.unname)
        app.action(letter_ids.ACTION_AGREE)(self.agree)
        app.action(letter_ids.ACTION_DECLINE)(self.decline)
        app.action(letter_ids.ACTION_MUTE)(self.mute)
        app.action(hide_ids.ACTION_OPEN)(self.open_hide)
        app.action(hide_ids.ACTION_WORDS)(self.preview_hide)
        app.view(hide_ids.CALLBACK)(self.submit_hide)

    def take_back(self, ack: Ack, body: Body) -> None:
        """*Take it back*, under the post, in the last modal or in App Home."""
        self._do(body, lambda: self.posted.take_back(payloads.press(body)))
        ack()

    def unname(self, ack: Ack, body: Body) -> None:
        """*Remove my name*."""
        self._do(body, lambda: self.posted.unname(payloads.press(body)))
        ack()

    def agree(self, ack: Ack, body: Body) -> None:
        """*Say my name*."""
        self._do(body, lambda: self.posted.agree(payloads.press(body)))
        ack()

    def decline(self, ack: Ack, body: Body) -> None:
        """*Rather not*."""
        self._do(body, lambda: self.posted.decline(payloads.press(body)))
        ack()

    def mute(self, ack: Ack, body: Body) -> None:
        """*Don't tell me any more*."""
        team, user = payloads.team_of(body), payloads.user_of(body)
        self._do(body, lambda: self.personal.mute(team, user))
        ack()

    def open_hide(self, ack: Ack, body: Body) -> None:
        """*Hide more*."""
        ack()
        with told(self.answers.to(body)):
            self.posted.open_hide(payloads.press(body), str(body["trigger_id"]))

    def preview_hide(self, ack: Ack, body: Body) -> None:
        """Enter in the field: what everybody would see."""
        ack()
        # A refusal is said at the submit, under the field; the picture stays as it is.
        with told(lambda _sentence: None):
            press, typed = payloads.hide_press(body), payloads.hide_words(body)
            shown = self.posted.preview_hide(press, typed)
            self.desk.redraw_modal(payloads.team_of(body), payloads.pressed_view(body), shown)

    def submit_hide(self, ack: Ack, body: Body) -> None:
        """*Hide*: acknowledged only once it is kept."""
        problem = self._hide(body)
        if problem:
            sentence = refusal_words.sentence(problem)
            ack(response_action="errors", errors={hide_ids.BLOCK_WORDS: sentence})
            return
        ack(response_action="update", view=dict(_closing(words.HIDDEN_NOW, words.HIDE_TITLE)))
        self.kept()

    def _hide(self, body: Body) -> Reason | None:
        try:
            self.posted.hide(payloads.hide_press(body), payloads.hide_words(body))
        except RefusedError as refused:
            return refused.reason
        except RedactionUnavailableError:
            return Reason.REDACTION_UNAVAILABLE
        except StorageAwayError:
            return Reason.STORAGE_AWAY
        return None

    def _do(self, body: Body, work: Callable[[], str]) -> None:
        """Do it before the acknowledgement, then say what became of it."""
        tell = self.answers.to(body)
        with told(tell):
            sentence = work()
            self.kept()
            tell(sentence)


def _closing(sentence: str, title: str) -> Mapping[str, Any]:
    return view_ids.closing(sentence, title)
