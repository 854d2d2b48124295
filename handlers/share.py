"""The doors into sharing. They translate only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.refusals import Reason
from bot.ports import Desk, StorageAwayError
from bot.services.offers import Offers
from bot.services.sharing import LookAgain, NotShared, Outcome, Shared, Sharing
from bot.views import home as home_ids
from bot.views import notices as offer_ids
from bot.views import share as view_ids
from bot.wording import refusals as refusal_words
from bot.wording import share as words
from handlers import payloads
from handlers.answers import Answers, say, unheard
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShareDoors:
    """Shortcut, slash command, offers, App Home's button, and the review modal.

    kept: called after a commit that may have put something in the outbox.
    """

    sharing: Sharing
    offers: Offers
    desk: Desk
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.shortcut("share_kudos")(self.share_message)
        app.command("/kudos")(self.paste)
        app.action(home_ids.ACTION_SHARE)(self.share_from_home)
        app.action(offer_ids.ACTION_REVIEW)(self.review_offer)
        app.action(offer_ids.ACTION_DISMISS)(self.dismiss_offer)
        for action in (view_ids.ACTION_PREVIEW, view_ids.ACTION_HIDDEN, view_ids.ACTION_ALSO):
            app.action(action)(self.update_preview)
        app.view(view_ids.CALLBACK)(self.submit)

    def share_message(self, ack: Ack, body: Body) -> None:
        """*Share as kudos* on a message."""
        ack()
        with told(say(self.desk, body)):
            self.sharing.open_review(payloads.open_from_message(body))
            self.kept()

    def paste(self, ack: Ack, body: Body) -> None:
        """`/kudos`, `/kudos words`, `/kudos help`."""
        ack()
        if payloads.asks_for_help(body):
            say(self.desk, body)(words.HELP)
            return
        with told(say(self.desk, body)):
            self.sharing.open_review(payloads.open_from_command(body))
            self.kept()

    def share_from_home(self, ack: Ack, body: Body) -> None:
        """*Share a good word* in App Home."""
        ack()
        with told(self.answers.to(body)):
            self.sharing.open_review(payloads.open_from_home(body))

    def review_offer(self, ack: Ack, body: Body) -> None:
        """*Review & share*, under an offer or in App Home."""
        ack()
        with told(self.answers.to(body)):
            self.sharing.open_review(payloads.open_from_offer(body))
            self.kept()

    def dismiss_offer(self, ack: Ack, body: Body) -> None:
        """*Not this one*."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.offers.dismiss(team, user, payloads.offered_source(body))
            self.answers.take_away(body)

    def update_preview(self, ack: Ack, body: Body) -> None:
        """A tick, *Also hide*, or the button."""
        ack()
        with told(unheard):
            self.sharing.preview(payloads.review_state(body), payloads.pressed_view(body))

    def submit(self, ack: Ack, body: Body) -> None:
        """*Share*: acknowledged only once it is kept."""
        match self._outcome(body):
            case Shared(view) | LookAgain(view):
                ack(response_action="update", view=dict(view))
                self.kept()
            case NotShared(block, sentence):
                ack(response_action="errors", errors={block: sentence})

    def _outcome(self, body: Body) -> Outcome:
        try:
            return self.sharing.share(payloads.review_state(body))
        except StorageAwayError:
            sentence = refusal_words.sentence(Reason.STORAGE_AWAY)
            return NotShared(view_ids.BLOCK_TEXT, sentence)
