"""Sharing a good word: from a message or a paste, through the review, into the kudos channel."""

import hashlib
import hmac
import uuid
from dataclasses import dataclass, replace

import structlog

from bot.domain import candidates
from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.domain.redacted import TEXT_MAX, Redacted, RedactionUnavailableError
from bot.domain.refusals import Reason, RefusedError
from bot.domain.slack_text import to_plain
from bot.ports import Clock, Desk, Directory, OpenView, PressedView, View
from bot.ports_sharing import OpenSharing
from bot.services.automatic import Automatic, Wish
from bot.services.gate import Gate
from bot.services.keeping import Keeping
from bot.services.reading import Draft, Read, Reading
from bot.views import share as share_view
from bot.views.share import Form, Metadata
from bot.wording import refusals as refusal_words
from bot.wording import share as words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OpenReview:
    """Somebody wants to share: a message they chose, or words they pasted.

    text: None where only the source is known; its words are fetched then.
    """

    team: str
    user: str
    trigger: str
    text: str | None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A review as it stands in front of a person.

    request: the root view's id; the same review submitted twice is one kudos.
    ticked: keys of the words whose tick is set.
    """

    team: str
    user: str
    request: str
    form: Form
    ticked: frozenset[str]
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Shared:
    """The kudos is kept and on its way; `view` says so."""

    view: View


@dataclass(frozen=True, slots=True)
class LookAgain:
    """The preview is not what would be posted; `view` shows it anew."""

    view: View


@dataclass(frozen=True, slots=True)
class NotShared:
    """Nothing was kept; `sentence` belongs under the field `block`, and the text stays there."""

    block: str
    sentence: str


Outcome = Shared | LookAgain | NotShared


@dataclass(frozen=True, slots=True)
class Sharing:
    """The use cases up to a kept kudos. fingerprint_key: any secret, the same everywhere."""

    open_uow: OpenSharing
    gate: Gate
    reading: Reading
    keeping: Keeping
    automatic: Automatic
    desk: Desk
    directory: Directory
    clock: Clock
    fingerprint_key: bytes

    def open_review(self, command: OpenReview) -> None:
        """Open the modal at once, then fill it. Raises RefusedError before it is open."""
        self.gate.require_member(command.team, command.user)
        self.gate.kudos_channel(command.team)
        if command.source:
            self._require_not_ours(command.team, command.source)
            if self._shared_before(command, command.source):
                return
        if command.source is None and not (command.text or "").strip():
            empty = share_view.review(Form(), None, None, Metadata())
            self.desk.open_modal(command.team, command.trigger, empty)
            return
        if command.text is not None:
            self._plain(command.team, command.text)
        reading = share_view.reading(command.source)
        opened = self.desk.open_modal(command.team, command.trigger, reading)
        try:
            view: View = self._first_view(command, opened)
        except RefusedError as refused:
            view = share_view.closing(refusal_words.sentence(refused.reason))
        self.desk.update_modal(command.team, opened.id, view, opened.hash)

    def preview(self, state: ReviewState, pressed: PressedView) -> None:
        """Show what the team would see now."""
        self.desk.redraw_modal(state.team, pressed, self._look(state))

    def share(self, state: ReviewState) -> Outcome:
        """Share what was reviewed, once; anything not yet seen is shown first."""
        try:
            problem = _problem(state.form) or self._credit_problem(state)
            if problem:
                return problem
            self.gate.require_member(state.team, state.user)
            channel = self.gate.kudos_channel(state.team)
            read = self._read(state)
        except RefusedError as refused:
            return NotShared(share_view.BLOCK_TEXT, refusal_words.sentence(refused.reason))
        except RedactionUnavailableError:
            log.warning("share_held", team=state.team)
            return NotShared(
                share_view.BLOCK_TEXT,
                refusal_words.sentence(Reason.REDACTION_UNAVAILABLE),
            )
        if not read.says_something:
            sentence = refusal_words.sentence(Reason.NOTHING_TO_READ)
            return NotShared(share_view.BLOCK_TEXT, sentence)
        if self._fingerprint(read) != state.metadata.seen:
            return LookAgain(self._view(state, read, notice=words.LOOK_AGAIN))
        wanted = self._kudos(state, channel, read)
        return Shared(self._done(self.keeping.keep(wanted), wanted.request, wanted.text))

    def _first_view(self, command: OpenReview, opened: OpenView) -> View:
        """What the open modal shows: a form, or in automatic mode that it is done."""
        raw = command.text
        if raw is None and command.source:
            raw = self.desk.message(command.team, command.source.channel, command.source.ts).text
        text = self._plain(command.team, raw or "").strip()
        metadata = Metadata(command.source)
        if not text:
            return share_view.review(Form(), None, None, metadata, notice=words.PASTE_WORDS)
        request = f"review:{opened.id}"
        wish = Wish(command.team, command.user, request, raw or "", command.source)
        kudos = self.automatic.share(wish)
        if kudos is not None:
            return self._done(kudos, request)
        state = ReviewState(
            team=command.team,
            user=command.user,
            request=opened.id,
            form=Form(text=text),
            ticked=frozenset(),
            metadata=metadata,
        )
        return self._look(state)

    def _plain(self, team: str, raw: str) -> str:
        """As a person would type it; raises RefusedError(TEXT_TOO_LONG)."""
        text = to_plain(raw, lambda user: self.directory.name_of(team, user))
        if len(text) > TEXT_MAX:
            raise RefusedError(Reason.TEXT_TOO_LONG)
        return text

    def _require_not_ours(self, team: str, source: Source) -> None:
        """What we posted is no customer's message, unless it is a candidate.

        Raises RefusedError(SOURCE_OURS).
        """
        with self.open_uow() as uow:
            key = uow.outbox.key_at(team, source.channel, source.ts)
        if key is not None and not key.startswith(candidates.KEY):
            raise RefusedError(Reason.SOURCE_OURS)

    def _shared_before(self, command: OpenReview, source: Source) -> bool:
        """Whether the message is shared already; then the person is shown where."""
        with self.open_uow() as uow:
            first = uow.kudos.of_source(command.team, source)
        if first is None:
            return False
        sentence = words.already_shared(self.link_to(first))
        self.desk.open_modal(command.team, command.trigger, share_view.closing(sentence))
        return True

    def link_to(self, kudos: Kudos) -> str | None:
        """A link to a kudos' post, once it stands."""
        with self.open_uow() as uow:
            place = uow.outbox.place_of(kudos.team, kudos.post_key)
        return self.desk.permalink(kudos.team, *place) if place else None

    def _done(self, kept: Kudos, request: str, text: Redacted | None = None) -> View:
        # Words edited in a form that was shared from before, and whose answer was lost, do not go.
        is_other = text is not None and text != kept.text
        if kept.request != request or is_other:
            return share_view.closing(words.already_shared(self.link_to(kept)))
        source_channel = kept.source.channel if kept.source else None
        return share_view.shared(kept.id, kept.channel, source_channel)

    def _credit_problem(self, state: ReviewState) -> NotShared | None:
        if all(self.gate.is_member(state.team, user) for user in state.form.credits):
            return None
        return NotShared(share_view.BLOCK_CREDITS, words.CREDIT_MEMBERS)

    def _look(self, state: ReviewState) -> View:
        metadata = replace(state.metadata, seen="")
        if not state.form.text.strip():
            return share_view.review(state.form, None, None, metadata)
        try:
            read = self._read(state)
        except RedactionUnavailableError:
            log.warning("preview_held", team=state.team)
            return share_view.review(state.form, None, None, metadata, notice=words.HELD)
        return self._view(state, read)

    def _read(self, state: ReviewState) -> Read:
        also = (part.strip() for part in state.form.also_hide.split(","))
        return self.reading.read(
            Draft(
                team=state.team,
                text=state.form.text,
                note=state.form.note,
                credits=state.form.credits,
                also_hide=tuple(part for part in also if part),
                show=frozenset(state.metadata.offered) - state.ticked,
            ),
        )

    def _view(self, state: ReviewState, read: Read, notice: str | None = None) -> View:
        metadata = Metadata(
            state.metadata.source,
            self._fingerprint(read),
            tuple(item.key for item in share_view.tickable(read.hidden)),
        )
        return share_view.review(
            state.form, read.text, read.note, metadata, notice=notice, missing=read.missing
        )

    def _fingerprint(self, read: Read) -> str:
        note = read.note.text.text if read.note else ""
        # Who has not read yet that a word was not found looks once more, too.
        shown = "\0".join((read.text.text.text, note, *read.missing))
        return hmac.new(
            self.fingerprint_key,
            shown.encode(errors="surrogatepass"),
            hashlib.sha256,
        ).hexdigest()[:32]

    def _kudos(self, state: ReviewState, channel: str, read: Read) -> Kudos:
        return Kudos(
            id=uuid.uuid4().hex,
            team=state.team,
            request=f"review:{state.request}",
            sharer=state.user,
            sharer_named=state.form.named,
            text=read.text.text,
            note=read.note.text if read.note else None,
            credits=Credits(state.form.credits, state.form.whole_team),
            source=state.metadata.source,
            channel=channel,
            state=KudosState.SHARED,
            created_at=self.clock.now(),
        )


def _problem(form: Form) -> NotShared | None:
    """What the fields themselves say no to."""
    if not form.text.strip():
        return NotShared(share_view.BLOCK_TEXT, refusal_words.sentence(Reason.EMPTY_TEXT))
    if len(form.text) > TEXT_MAX:
        return NotShared(share_view.BLOCK_TEXT, refusal_words.sentence(Reason.TEXT_TOO_LONG))
    if len(form.note) > share_view.NOTE_MAX:
        return NotShared(share_view.BLOCK_NOTE, refusal_words.sentence(Reason.NOTE_TOO_LONG))
    return None
