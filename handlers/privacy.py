"""The doors of privacy: what is known, what is about me, erase me."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.data_dictionary import Topic
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Desk, StorageAwayError, View
from bot.services.erasing import Erasing
from bot.services.exporting import Exporting
from bot.services.knowing import Knowing
from bot.views import erasing as erase_ids
from bot.views import export as export_ids
from bot.views import knows as ids
from bot.views.share import closing
from bot.wording import refusals as refusal_words
from handlers import payloads
from handlers.answers import Answers
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PrivacyDoors:
    """What everyone may press about themselves; the person is always the one who pressed."""

    knowing: Knowing
    exporting: Exporting
    erasing: Erasing
    desk: Desk
    answers: Answers

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(ids.ACTION_OPEN)(self.open_known)
        for topic in Topic:
            app.action(f"{ids.ACTION_TOPIC}:{topic.name}")(self.topic)
        app.action(ids.ACTION_BACK)(self.back)
        app.action(ids.ACTION_EXPORT)(self.open_export)
        app.action(export_ids.ACTION_MARKDOWN)(self.markdown)
        app.action(export_ids.ACTION_JSON)(self.json)
        app.action(ids.ACTION_ERASE)(self.open_erase)
        app.view(erase_ids.CALLBACK)(self.erase)

    def open_known(self, ack: Ack, body: Body) -> None:
        """*What Goodword knows*."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.knowing.open(team, user, str(body["trigger_id"]))

    def topic(self, ack: Ack, body: Body) -> None:
        """*Every column*."""
        ack()
        name = payloads.button_value(body)
        self._replace(body, lambda team, user: self.knowing.topic(team, user, name))

    def back(self, ack: Ack, body: Body) -> None:
        """*Back*."""
        ack()
        self._replace(body, self.knowing.page)

    def open_export(self, ack: Ack, body: Body) -> None:
        """*Export what is about me*."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.exporting.open(team, user, str(body["trigger_id"]))

    def markdown(self, ack: Ack, body: Body) -> None:
        """*As Markdown*, and its next part."""
        ack()
        self._export(body, as_json=False)

    def json(self, ack: Ack, body: Body) -> None:
        """*As JSON*, and its next part."""
        ack()
        self._export(body, as_json=True)

    def open_erase(self, ack: Ack, body: Body) -> None:
        """*Erase me*: first what would happen."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.erasing.open(team, user, str(body["trigger_id"]))

    def erase(self, ack: Ack, body: Body) -> None:
        """*Erase me*, pressed in the form: acknowledged only once the wish is kept."""
        team, user = payloads.team_of(body), payloads.user_of(body)
        try:
            self.erasing.ask(team, user, str(body["view"]["id"]))
        except RefusedError as refused:
            self.answers.home.show(team, user, refusal_words.sentence(refused.reason))
        except StorageAwayError:
            sentence = refusal_words.sentence(Reason.STORAGE_AWAY)
            ack(response_action="update", view=dict(closing(sentence)))
            return
        ack()

    def _export(self, body: Body, *, as_json: bool) -> None:
        part = payloads.number(body)
        self._replace(
            body, lambda team, user: self.exporting.part(team, user, part, as_json=as_json)
        )

    def _replace(self, body: Body, made: Callable[[str, str], View]) -> None:
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            shown = body["view"]
            view = made(team, user)
            self.desk.update_modal(team, str(shown["id"]), view, shown.get("hash"))
