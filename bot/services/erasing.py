"""*Erase me*: nobody is left waiting, then the person goes out of every row. Twice is once."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.domain import handoff_moves as moves
from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.inbox import Happening, StoredEvent
from bot.domain.kudos import KudosState
from bot.domain.privacy import digests_without, handoffs_without, sharing_without
from bot.domain.refusals import RefusedError
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Desk, Directory
from bot.ports_privacy import OpenPrivacy, PrivacyUnitOfWork
from bot.services.gate import Gate
from bot.services.handoff_core import HandoffCore
from bot.services.home import Home
from bot.services.keeping import update
from bot.services.reports import Reports
from bot.views import erasing as view
from bot.views.erasing import Counts
from bot.wording import erasing as words
from bot.wording import refusals as refusal_words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Erasing:
    """Settings, handoffs, drafts, good words, and then every other row, each in its commits.

    Whatever interrupts it, the inbox has it go on where it stopped; its last commit empties the
    wish's own row with all others. kept: called after commits that may have filled the outbox.
    """

    open_uow: OpenPrivacy
    gate: Gate
    core: HandoffCore
    reports: Reports
    desk: Desk
    directory: Directory
    kept: Callable[[], None]

    def open(self, team: str, user: str, trigger: str) -> None:
        """Say exactly what would happen; raises RefusedError."""
        self.gate.require_member(team, user)
        with self.open_uow() as uow:
            self._without(uow, team, user)
            counts = Counts(
                handoffs=len(uow.erasing.handoffs(team, user)),
                kudos=len(uow.erasing.kudos(team, user)),
                rows=len(uow.about.rows(team, user)),
            )
        self.desk.open_modal(team, trigger, view.modal(counts))

    def ask(self, team: str, user: str, modal: str) -> None:
        """Keep the wish; whatever happens to this process, it is carried out from the inbox.

        Raises RefusedError, StorageAwayError.
        """
        self.gate.require_member(team, user)
        wish = StoredEvent(team, f"erase:{modal}", Happening.ERASURE_ASKED, user=user)
        with self.open_uow() as uow:
            self._without(uow, team, user)
            uow.inbox.keep(wish, self.core.clock.now())
            uow.commit()

    def carry_out(self, wish: StoredEvent, home: Home) -> None:
        """What was kept; App Home says that it is done, or why not. Raises StorageAwayError."""
        try:
            sentence = self.erase(wish.team, wish.user)
        except RefusedError as refused:
            sentence = refusal_words.sentence(refused.reason)
        home.show(wish.team, wish.user, sentence)

    def erase(self, team: str, user: str) -> str:
        """Do it; answers what to tell the person. Raises RefusedError, StorageAwayError."""
        self.gate.require_member(team, user)
        self._leave_settings(team, user)
        self._leave_handoffs(team, user)
        self._leave_drafts(team, user)
        self._leave_kudos(team, user)
        with self.open_uow() as uow:
            count = uow.erasing.forget(team, user)
            uow.commit()
        self.kept()
        log.info("person_erased", team=team, count=count)
        return words.DONE

    def _without(
        self, uow: PrivacyUnitOfWork, team: str, user: str
    ) -> tuple[WorkspaceSettings, HandoffSettings, DigestSettings]:
        """The settings without this person; raises RefusedError(STILL_NEEDED)."""
        return (
            sharing_without(uow.settings.get(team) or WorkspaceSettings(), user),
            handoffs_without(uow.handoff_setup.settings(team), user),
            digests_without(uow.digests.settings(team), user),
        )

    def _leave_settings(self, team: str, user: str) -> None:
        now = self.core.clock.now()
        with self.open_uow() as uow:
            sharing, handoffs, digests = self._without(uow, team, user)
            if uow.settings.get(team) not in (None, sharing):
                uow.settings.save(team, sharing, now)
            if uow.handoff_setup.settings(team) != handoffs:
                uow.handoff_setup.keep(team, handoffs)
            if uow.digests.settings(team) != digests:
                uow.digests.save_settings(team, digests, now)
            # Their offers go at the end; from now on nobody asks them.
            receiver = uow.receivers.get(team, user, now)
            if receiver.opted_in:
                uow.receivers.save(replace(receiver, opted_in=False))
            uow.commit()
        self.directory.settings_changed(team)

    def _leave_handoffs(self, team: str, user: str) -> None:
        with self.open_uow() as uow:
            found = list(uow.erasing.handoffs(team, user))
        for handoff in found:
            self.core.change(team, handoff, user, lambda h, at: moves.leave(h, user, at))
            self.kept()

    def _leave_drafts(self, team: str, user: str) -> None:
        """To the deputy; where there is none, this month has no report."""
        with self.open_uow() as uow:
            periods = list(uow.erasing.drafts(team, user))
            settings = uow.digests.settings(team)
        heir = settings.editor or settings.deputy
        for period in periods:
            self.reports.leave(team, user, period, heir)

    def _leave_kudos(self, team: str, user: str) -> None:
        """Each in a commit of its own: a post follows the row it belongs to."""
        with self.open_uow() as uow:
            found = list(uow.erasing.kudos(team, user))
        for kudos_id in found:
            with self.open_uow() as uow:
                before = uow.kudos.get(team, kudos_id)
                if before is None:
                    continue
                after = before.erase(user)
                uow.kudos.save(after)
                uow.erasing.source(team, kudos_id)
                if after.revision != before.revision and after.state is KudosState.SHARED:
                    update(uow, after)
                uow.commit()
