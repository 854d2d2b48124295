"""After the post: taking back, hiding more, one's own name, and what happened to it in Slack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from bot.domain.inbox import NotYetError, StoredEvent
from bot.domain.kudos import Kudos, KudosState, Source
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Desk, Directory, View
from bot.ports_sharing import OpenSharing, SharingUnitOfWork
from bot.services.gate import Gate
from bot.services.keeping import retract, update
from bot.services.reading import Draft, Read, Reading
from bot.views import hide as hide_view
from bot.wording import share as share_words
from bot.wording import sharing as words

log = structlog.get_logger()

POST_KEY: Final = "kudos:"


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button that names a kudos."""

    team: str
    user: str
    kudos: str


@dataclass(frozen=True, slots=True)
class Posted:
    """The use cases around a kudos that was shared."""

    open_uow: OpenSharing
    gate: Gate
    reading: Reading
    desk: Desk
    directory: Directory

    def take_back(self, press: Press) -> str:
        """Take a kudos back, at any age, twice is fine; answers what to tell the person."""
        self.gate.require_member(press.team, press.user)
        leads = self.directory.settings(press.team).leads
        with self.open_uow() as uow:
            kudos = _get(uow, press)
            uow.kudos.save(kudos.take_back(press.user, leads))
            retract(uow, kudos)
            uow.commit()
        log.info("kudos_taken_back", team=press.team, kudos=press.kudos)
        source = kudos.source.channel if kudos.source else None
        return share_words.taken_back(kudos.channel, source)

    def unname(self, press: Press) -> str:
        """Take one's own name out of a post."""
        self._change(press, lambda kudos: kudos.unname(press.user))
        return words.NAME_REMOVED

    def agree(self, press: Press) -> str:
        """Somebody who was asked first may be named."""
        self._change(press, lambda kudos: kudos.agree(press.user))
        return words.NAMED_NOW

    def decline(self, press: Press) -> str:
        """Somebody who was asked first would rather not; nobody is told."""
        self.gate.require_member(press.team, press.user)
        with self.open_uow() as uow:
            kudos = _get(uow, press)
            if press.user in kudos.credits.asked:
                uow.kudos.save(kudos.decline(press.user))
                uow.commit()
        if press.user in kudos.credits.users:
            return self.unname(press)
        return words.NOT_NAMED

    def open_hide(self, press: Press, trigger: str) -> None:
        """Show the modal that hides more. Raises RefusedError."""
        self.desk.open_modal(press.team, trigger, hide_view.modal(self._mine(press)))

    def preview_hide(self, press: Press, also: str) -> View:
        """The modal with what everybody would see. Raises RefusedError."""
        kudos = self._mine(press)
        read = self._read_more(kudos, also)
        return hide_view.modal(kudos, read.text.text, read.note.text if read.note else None)

    def hide(self, press: Press, also: str) -> None:
        """Hide more in the post. Raises RefusedError, RedactionUnavailableError."""
        read = self._read_more(self._mine(press), also)
        note = read.note.text if read.note else None
        leads = self.directory.settings(press.team).leads
        self._change(press, lambda kudos: kudos.hide(read.text.text, note, press.user, leads))
        # Counted, never stored: a correction does not become a term by itself.
        log.info("kudos_corrected", team=press.team, kudos=press.kudos)

    def deleted(self, event: StoredEvent) -> None:
        """A message went in Slack: our post is then taken back, a source waits no longer.

        Raises NotYetError while it may be a post whose place Slack is just telling us.
        """
        with self.open_uow() as uow:
            uow.offers.close(event.team, Source(event.channel, event.ts))
            key = uow.outbox.key_at(event.team, event.channel, event.ts) or ""
            found = uow.kudos.get(event.team, key.removeprefix(POST_KEY))
            if key.startswith(POST_KEY) and found and found.state is KudosState.SHARED:
                uow.kudos.save(found.deleted())
                log.info("kudos_deleted_in_slack", team=event.team, kudos=found.id)
            is_early = not key and uow.outbox.is_posting(event.team, event.channel)
            uow.commit()
        if is_early:
            raise NotYetError

    def _mine(self, press: Press) -> Kudos:
        """The kudos, where this person has a say in it."""
        self.gate.require_member(press.team, press.user)
        leads = self.directory.settings(press.team).leads
        with self.open_uow() as uow:
            kudos = _get(uow, press)
        if not kudos.may_be_changed_by(press.user, leads):
            raise RefusedError(Reason.NOT_YOURS)
        if kudos.state is KudosState.TAKEN_BACK:
            raise RefusedError(Reason.TAKEN_BACK)
        return kudos

    def _read_more(self, kudos: Kudos, also: str) -> Read:
        """The posted text, redacted once more with more to hide."""
        wanted = tuple(part.strip() for part in also.split(",") if part.strip())
        if not wanted:
            raise RefusedError(Reason.HIDE_NOTHING)
        draft = Draft(
            team=kudos.team,
            text=kudos.text.text,
            note=kudos.note.text if kudos.note else "",
            credits=kudos.credits.users,
            also_hide=wanted,
        )
        read = self.reading.read(draft)
        if read.text.text == kudos.text and (read.note.text if read.note else None) == kudos.note:
            raise RefusedError(Reason.HIDE_NOT_FOUND)
        return read

    def _change(self, press: Press, change: Callable[[Kudos], Kudos]) -> None:
        """Change a kudos and its post in one commit; raises RefusedError."""
        self.gate.require_member(press.team, press.user)
        with self.open_uow() as uow:
            before = _get(uow, press)
            after = change(before)
            if after.revision != before.revision:
                uow.kudos.save(after)
                update(uow, after)
            uow.commit()


def _get(uow: SharingUnitOfWork, press: Press) -> Kudos:
    kudos = uow.kudos.get(press.team, press.kudos)
    if kudos is None:
        raise RefusedError(Reason.UNKNOWN_KUDOS)
    return kudos
