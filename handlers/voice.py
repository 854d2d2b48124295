"""*Something's in my way*. They translate only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App

from bot.domain.refusals import Reason, RefusedError
from bot.ports import StorageAwayError
from bot.services.voice import Note, NotSent, Shown, Voice
from bot.views import voice as view
from bot.wording import refusals as refusal_words
from handlers import payloads
from handlers import payloads_handoff as read
from handlers.answers import Answers
from handlers.refusals import told

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VoiceDoors:
    """Opening the form, sending the note. kept: called after a commit that filled the outbox."""

    voice: Voice
    answers: Answers
    kept: Callable[[], None]

    def register(self, app: App) -> None:
        """Hang the doors."""
        app.action(view.ACTION_OPEN)(self.open)
        app.command("/kudos", matchers=[wants_note])(self.open)
        app.view(view.CALLBACK)(self.send)

    def open(self, ack: Ack, body: Body) -> None:
        """*Write a private note*, and `/kudos note`."""
        ack()
        with told(self.answers.to(body)):
            team, user = payloads.team_of(body), payloads.user_of(body)
            self.voice.open(team, user, str(body["trigger_id"]))

    def send(self, ack: Ack, body: Body) -> None:
        """*Send with my name*: acknowledged only once it is kept."""
        outcome = self._send(note_of(body))
        if isinstance(outcome, NotSent):
            ack(response_action="errors", errors={outcome.block: outcome.sentence})
            return
        ack(response_action="update", view=dict(outcome.view))
        if outcome.sent:
            self.kept()

    def _send(self, note: Note) -> Shown | NotSent:
        try:
            return self.voice.send(note)
        except RefusedError as refused:
            return NotSent(view.BLOCK_NOTE, refusal_words.sentence(refused.reason))
        except StorageAwayError:
            return NotSent(view.BLOCK_NOTE, refusal_words.sentence(Reason.STORAGE_AWAY))


def wants_note(body: Body) -> bool:
    """`/kudos note`."""
    return str(body.get("text") or "").strip().lower() == "note"


def note_of(body: Body) -> Note:
    """The form as it stands."""
    values = read.values_of(body)
    form = body["view"]
    return Note(
        team=payloads.team_of(body),
        sender=payloads.user_of(body),
        request=str(form.get("root_view_id") or form["id"]),
        to=read.person(values, view.BLOCK_WHO),
        text=read.text(values, view.BLOCK_NOTE),
        seen=str(form.get("private_metadata") or ""),
    )
