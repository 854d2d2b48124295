"""The two buttons of a candidate. They translate only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.kudos import Source
from bot.services.importing import Candidates
from bot.services.sharing import OpenReview, Sharing
from bot.views import candidates as view
from bot.wording import candidates as words
from handlers import payloads
from handlers.answers import Answers
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CandidateDoors:
    """*Review & share* and *Not this one*. kept: called when there may be something to post."""

    candidates: Candidates
    sharing: Sharing
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(view.ACTION_REVIEW)(self.review)
        app.action(view.ACTION_DISMISS)(self.dismiss)

    def review(self, ack: Ack, body: Body) -> None:
        """*Review & share*: the card carries its words."""
        ack()
        with told(self.answers.to(body)):
            self.sharing.open_review(
                OpenReview(
                    team=payloads.team_of(body),
                    user=payloads.user_of(body),
                    trigger=str(body["trigger_id"]),
                    text=view.words_of(body["message"].get("blocks") or ()),
                    source=card_of(body),
                ),
            )
            self.kept()

    def dismiss(self, ack: Ack, body: Body) -> None:
        """*Not this one*: gone for everybody."""
        tell = self.answers.to(body)
        with told(tell):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.candidates.dismiss(team, user, card_of(body))
            self.kept()
            tell(words.GONE)
        ack()


def card_of(body: Body) -> Source:
    """Where the card stands."""
    return Source(str(body["channel"]["id"]), str(body["message"]["ts"]))
