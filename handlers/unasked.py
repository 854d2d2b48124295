"""*What I may send you*. They translate only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.refusals import Reason, RefusedError
from bot.domain.unasked import Peace, Unasked
from bot.ports import StorageAwayError
from bot.services.home import Home
from bot.services.unasked import Choosing
from bot.views import unasked as view
from bot.wording import refusals as refusal_words
from bot.wording import unasked as words
from handlers import payloads
from handlers.answers import Answers, unheard
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnaskedDoors:
    """Opening the choices, keeping them."""

    choosing: Choosing
    home: Home
    answers: Answers

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(view.ACTION_OPEN)(self.open)
        app.view(view.CALLBACK)(self.save)

    def open(self, ack: Ack, body: Body) -> None:
        """*Choose what I may send*."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.choosing.open(team, user, str(body["trigger_id"]))

    def save(self, ack: Ack, body: Body) -> None:
        """*Save*: acknowledged only once it is kept."""
        team, user = payloads.team_of(body), payloads.user_of(body)
        problem = self._save(team, user, chosen(body))
        if problem:
            offers = Unasked.HANDOFF_OFFERS.value
            block = offers if problem is Reason.NO_DEPUTY else Unasked.CREDITED.value
            ack(response_action="errors", errors={block: refusal_words.sentence(problem)})
            return
        ack()
        with told(unheard):
            self.home.show(team, user, words.SAVED)

    def _save(self, team: str, user: str, wanted: Mapping[Unasked, Peace]) -> Reason | None:
        try:
            self.choosing.choose(team, user, wanted)
        except RefusedError as refused:
            return refused.reason
        except StorageAwayError:
            return Reason.STORAGE_AWAY
        return None


def chosen(body: Body) -> Mapping[Unasked, Peace]:
    """What was chosen anew; a choice that was left alone is not in it."""
    values = body["view"]["state"]["values"]
    found = {}
    for kind in Unasked:
        option = values.get(kind.value, {}).get(view.FIELD, {}).get("selected_option") or {}
        if option.get("value") in set(Peace):
            found[kind] = Peace(option["value"])
    return found
