"""A private note to a person of one's choice, with the writer's name on it."""

import hashlib
from dataclasses import dataclass

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.redacted import TEXT_MAX, Redacted, RedactionUnavailableError
from bot.ports import Desk, View
from bot.ports_sharing import OpenSharing
from bot.services.gate import Gate
from bot.services.reading import Draft, Reading
from bot.views import share as share_view
from bot.views import voice as view
from bot.wording import voice as words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Note:
    """The modal as it was submitted. request: the root view's id; seen: what was last shown."""

    team: str
    sender: str
    request: str
    to: str | None
    text: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Sent, or shown once more because something was hidden; `view` says which."""

    view: View
    sent: bool


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing was kept; the sentence belongs under the field `block`, the text stays there."""

    block: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Opens the form; puts the note into the outbox, where it stays until it has arrived."""

    open_uow: OpenSharing
    gate: Gate
    reading: Reading
    desk: Desk

    def home(self, _team: str, _user: str) -> list[dict[str, object]]:
        """The section of App Home."""
        return view.section()

    def open(self, team: str, user: str, trigger: str) -> None:
        """Show the form. Raises RefusedError(GUEST)."""
        self.gate.require_member(team, user)
        self.desk.open_modal(team, trigger, view.modal())

    def send(self, note: Note) -> Shown | NotSent:
        """Send it once. Raises RefusedError(GUEST | SLACK_AWAY)."""
        self.gate.require_member(note.team, note.sender)
        if note.to is None or note.to == note.sender or not self.gate.is_member(note.team, note.to):
            return NotSent(view.BLOCK_WHO, words.NOBODY)
        if not note.text.strip():
            return NotSent(view.BLOCK_NOTE, words.EMPTY)
        if len(note.text) > TEXT_MAX:
            return NotSent(view.BLOCK_NOTE, words.TOO_LONG)
        draft = Draft(note.team, note.text, credits=(note.to, note.sender))
        try:
            redacted = self.reading.read(draft).text.text
        except RedactionUnavailableError:
            return NotSent(view.BLOCK_NOTE, words.HELD)
        if redacted.text != note.text and _print(redacted) != note.seen:
            return Shown(view.modal(redacted, _print(redacted)), sent=False)
        self._keep(note, note.to, redacted)
        return Shown(share_view.closing(words.sent(note.to)), sent=True)

    def _keep(self, note: Note, to: str, redacted: Redacted) -> None:
        with self.open_uow() as uow:
            uow.outbox.put(
                Outgoing(
                    team=note.team,
                    key=f"voice:{note.request}",
                    action=Action.POST,
                    purpose=Purpose.NOTICE,
                    channel=to,
                    body=view.letter(note.sender, redacted),
                ),
            )
            uow.commit()
        # Neither who wrote nor who reads it: that somebody did is all there is to know.
        log.info("note_sent", team=note.team)


def _print(text: Redacted) -> str:
    """Fingerprint of words that may be read by anybody who may read the words."""
    return hashlib.sha256(text.text.encode(errors="surrogatepass")).hexdigest()[:32]
