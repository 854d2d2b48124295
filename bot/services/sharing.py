"""Sharing a good word: from a message or a paste, through the review, into the kudos channel."""

import hashlib
import hmac
import uuid
from dataclasses import dataclass, replace

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.domain.redacted import (
    TEXT_MAX,
    Redaction,
    RedactionRequest,
    RedactionUnavailableError,
)
from bot.domain.refusals import Reason, RefusedError
from bot.domain.slack_text import to_plain
from bot.ports import (
    AlreadySharedError,
    Clock,
    Desk,
    Directory,
    OpenUnitOfWork,
    Redactor,
    UnitOfWork,
    View,
)
from bot.views import kudos as kudos_view
from bot.views import share as share_view
from bot.views.share import Form, Metadata
from bot.wording import refusals as refusal_words
from bot.wording import share as words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OpenReview:
    """Somebody wants to share: a message they chose, or words they pasted."""

    team: str
    user: str
    trigger: str
    text: str
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
    """The use cases around one kudos. fingerprint_key: any secret, the same in all processes."""

    open_uow: OpenUnitOfWork
    redactor: Redactor
    desk: Desk
    directory: Directory
    clock: Clock
    fingerprint_key: bytes

    def open_review(self, command: OpenReview) -> None:
        """Open the modal at once, then fill it. Raises RefusedError."""
        self._allowed(command.team, command.user)
        self._kudos_channel(command.team)
        text = to_plain(command.text, lambda user: self.directory.name_of(command.team, user))
        if len(text) > TEXT_MAX:
            raise RefusedError(Reason.TEXT_TOO_LONG)
        form = Form(text=text.strip())
        if not form.text:
            view = share_view.review(form, None, None, Metadata(command.source))
            self.desk.open_modal(command.team, command.trigger, view)
            return
        opened = self.desk.open_modal(
            command.team,
            command.trigger,
            share_view.reading(command.source),
        )
        state = ReviewState(
            command.team,
            command.user,
            opened.id,
            form,
            frozenset(),
            Metadata(command.source),
        )
        self.desk.update_modal(command.team, opened.id, self._look(state), opened.hash)

    def preview(self, state: ReviewState, view_id: str, view_hash: str | None) -> None:
        """Show what the team would see now."""
        self.desk.update_modal(state.team, view_id, self._look(state), view_hash)

    def share(self, state: ReviewState) -> Outcome:
        """Share what was reviewed, once; anything not yet seen is shown first."""
        try:
            problem = _problem(state.form)
            if problem:
                return problem
            channel = self._kudos_channel(state.team)
            self._allowed(state.team, state.user)
            text, note = self._redact(state)
        except RefusedError as refused:
            return NotShared(share_view.BLOCK_TEXT, refusal_words.sentence(refused.reason))
        except RedactionUnavailableError:
            log.warning("share_held", team=state.team)
            return NotShared(
                share_view.BLOCK_TEXT,
                refusal_words.sentence(Reason.REDACTION_UNAVAILABLE),
            )
        if not any(character.isalpha() for character in text.text.text):
            sentence = refusal_words.sentence(Reason.NOTHING_TO_READ)
            return NotShared(share_view.BLOCK_TEXT, sentence)
        if self._fingerprint(text, note) != state.metadata.seen:
            return LookAgain(self._view(state, text, note, notice=words.LOOK_AGAIN))
        kudos = self._keep(self._kudos(state, channel, text, note))
        source_channel = kudos.source.channel if kudos.source else None
        return Shared(share_view.shared(kudos.id, kudos.channel, source_channel))

    def take_back(self, team: str, user: str, kudos_id: str) -> str:
        """Take a kudos back, at any age, twice is fine; answers what to tell the person."""
        leads = self.directory.settings(team).leads
        with self.open_uow() as uow:
            kudos = uow.kudos.get(team, kudos_id)
            if kudos is None:
                raise RefusedError(Reason.UNKNOWN_KUDOS)
            uow.kudos.save(kudos.take_back(user, leads))
            _retract(uow, kudos)
            uow.commit()
        log.info("kudos_taken_back", team=team, kudos=kudos_id)
        return words.taken_back(kudos.channel)

    def _allowed(self, team: str, user: str) -> None:
        member = self.directory.member(team, user)
        if member.is_guest or member.is_bot or not member.is_active:
            raise RefusedError(Reason.GUEST)

    def _kudos_channel(self, team: str) -> str:
        channel = self.directory.settings(team).kudos_channel
        if channel is None:
            raise RefusedError(Reason.NO_KUDOS_CHANNEL)
        info = self.desk.channel(team, channel)
        if info.is_archived:
            raise RefusedError(Reason.NO_KUDOS_CHANNEL)
        if info.is_shared_outside:
            raise RefusedError(Reason.KUDOS_CHANNEL_SHARED)
        if not info.is_member:
            raise RefusedError(Reason.NOT_IN_KUDOS_CHANNEL)
        return channel

    def _look(self, state: ReviewState) -> View:
        if not state.form.text.strip():
            return share_view.review(state.form, None, None, replace(state.metadata, seen=""))
        try:
            text, note = self._redact(state)
        except RedactionUnavailableError:
            log.warning("preview_held", team=state.team)
            metadata = replace(state.metadata, seen="")
            return share_view.review(state.form, None, None, metadata, notice=words.HELD)
        return self._view(state, text, note)

    def _redact(self, state: ReviewState) -> tuple[Redaction, Redaction | None]:
        settings = self.directory.settings(state.team)
        request = RedactionRequest(
            text=state.form.text,
            roster=self.directory.roster(state.team),
            keep=settings.kept_terms,
            also_hide=tuple(
                part.strip() for part in state.form.also_hide.split(",") if part.strip()
            ),
            show=frozenset(state.metadata.offered) - state.ticked,
        )
        text = self.redactor.redact(request)
        if not state.form.note.strip():
            return text, None
        # What the reviewer found in the customer's words must not come back in their own.
        found = tuple(item.surface for item in text.hidden if not item.shown)
        note = replace(request, text=state.form.note, also_hide=request.also_hide + found)
        return text, self.redactor.redact(note)

    def _view(
        self,
        state: ReviewState,
        text: Redaction,
        note: Redaction | None,
        notice: str | None = None,
    ) -> View:
        hidden = [*text.hidden, *(note.hidden if note else ())]
        metadata = Metadata(
            state.metadata.source,
            self._fingerprint(text, note),
            tuple(item.key for item in share_view.tickable(hidden)),
        )
        return share_view.review(state.form, text, note, metadata, notice=notice)

    def _fingerprint(self, text: Redaction, note: Redaction | None) -> str:
        shown = text.text.text + "\0" + (note.text.text if note else "")
        return hmac.new(
            self.fingerprint_key,
            shown.encode(errors="surrogatepass"),
            hashlib.sha256,
        ).hexdigest()[:32]

    def _kudos(
        self,
        state: ReviewState,
        channel: str,
        text: Redaction,
        note: Redaction | None,
    ) -> Kudos:
        return Kudos(
            id=uuid.uuid4().hex,
            team=state.team,
            request=f"review:{state.request}",
            sharer=state.user,
            sharer_named=state.form.named,
            text=text.text,
            note=note.text if note else None,
            credits=Credits(state.form.credits),
            source=state.metadata.source,
            channel=channel,
            state=KudosState.SHARED,
            created_at=self.clock.now(),
        )

    def _keep(self, kudos: Kudos) -> Kudos:
        """Kudos and delivery in one commit; the one already there when asked twice."""
        with self.open_uow() as uow:
            try:
                uow.kudos.add(kudos)
            except AlreadySharedError:
                return uow.kudos.of_request(kudos.team, kudos.request) or kudos
            uow.outbox.put(
                Outgoing(
                    team=kudos.team,
                    key=kudos.post_key,
                    action=Action.POST,
                    purpose=Purpose.KUDOS,
                    channel=kudos.channel,
                    body=kudos_view.post(kudos),
                ),
            )
            uow.commit()
        log.info("kudos_shared", team=kudos.team, kudos=kudos.id)
        return kudos


def _problem(form: Form) -> NotShared | None:
    """What the fields themselves say no to."""
    if not form.text.strip():
        return NotShared(share_view.BLOCK_TEXT, refusal_words.sentence(Reason.EMPTY_TEXT))
    if len(form.text) > TEXT_MAX:
        return NotShared(share_view.BLOCK_TEXT, refusal_words.sentence(Reason.TEXT_TOO_LONG))
    if len(form.note) > share_view.NOTE_MAX:
        return NotShared(share_view.BLOCK_NOTE, refusal_words.sentence(Reason.NOTE_TOO_LONG))
    return None


def _retract(uow: UnitOfWork, kudos: Kudos) -> None:
    """Stop the post, or delete it behind itself."""
    if uow.outbox.withdraw(kudos.team, kudos.post_key):
        return
    uow.outbox.put(
        Outgoing(
            team=kudos.team,
            key=f"{kudos.post_key}:delete",
            action=Action.DELETE,
            purpose=Purpose.KUDOS,
            channel=kudos.channel,
            body={},
            target=kudos.post_key,
        ),
    )
