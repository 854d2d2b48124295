"""The doors into sharing. They translate only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.refusals import Reason
from bot.ports import Desk, StorageAwayError
from bot.services.sharing import LookAgain, NotShared, Outcome, Shared, Sharing
from bot.views import share as view_ids
from bot.wording import refusals as refusal_words
from bot.wording import share as words
from handlers import payloads
from handlers.answers import answer_in_place, say
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShareDoors:
    """Message shortcut, slash command, the review modal and its buttons.

    kept: called after a commit that may have put something in the outbox.
    """

    sharing: Sharing
    desk: Desk
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.shortcut("share_kudos")(self.share_message)
        app.command("/kudos")(self.paste)
        for action in (view_ids.ACTION_PREVIEW, view_ids.ACTION_HIDDEN, view_ids.ACTION_ALSO):
            app.action(action)(self.update_preview)
        app.view(view_ids.CALLBACK)(self.submit)
        app.action(view_ids.ACTION_TAKE_BACK)(self.take_back)

    def share_message(self, ack: Ack, body: Body) -> None:
        """*Share as kudos* on a message."""
        ack()
        with told(say(self.desk, body)):
            self.sharing.open_review(payloads.open_from_message(body))

    def paste(self, ack: Ack, body: Body) -> None:
        """`/kudos`, `/kudos words`, `/kudos help`."""
        ack()
        if payloads.asks_for_help(body):
            say(self.desk, body)(words.HELP)
            return
        with told(say(self.desk, body)):
            self.sharing.open_review(payloads.open_from_command(body))

    def update_preview(self, ack: Ack, body: Body) -> None:
        """A tick, *Also hide*, or the button."""
        ack()
        view = body["view"]
        with told(lambda _sentence: None):
            self.sharing.preview(payloads.review_state(body), str(view["id"]), view.get("hash"))

    def submit(self, ack: Ack, body: Body) -> None:
        """*Share*: acknowledged only once it is kept."""
        match self._outcome(body):
            case Shared(view) | LookAgain(view):
                ack(response_action="update", view=dict(view))
                self.kept()
            case NotShared(block, sentence):
                ack(response_action="errors", errors={block: sentence})

    def take_back(self, ack: Ack, body: Body) -> None:
        """*Take it back*, under the post or in the last modal."""
        tell = answer_in_place(self.desk, body)
        with told(tell):
            sentence = self.sharing.take_back(
                payloads.team_of(body),
                payloads.user_of(body),
                payloads.button_value(body),
            )
            self.kept()
            tell(sentence)
        ack()

    def _outcome(self, body: Body) -> Outcome:
        try:
            return self.sharing.share(payloads.review_state(body))
        except StorageAwayError:
            sentence = refusal_words.sentence(Reason.STORAGE_AWAY)
            return NotShared(view_ids.BLOCK_TEXT, sentence)
