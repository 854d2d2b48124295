"""Looking into the archive: one at random, what was said about me, a search, an export."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.domain.archive import Ask, Page
from bot.domain.digest_settings import zone_exists
from bot.domain.export import as_csv, markdown
from bot.domain.kudos import Kudos
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Clock, Desk, Directory, View
from bot.ports_digest import LinkTo, LookingBackUnitOfWork, OpenLookingBack
from bot.services.digest_recheck import link_of, with_names
from bot.services.digests import Workspace, channel_of
from bot.services.gate import Gate
from bot.views import archive as view
from bot.views.digest import Entry
from bot.wording import archive as words
from bot.wording import digest as digest_words

Pick = Callable[[int], int]
"""A number below the given one, by chance."""
EXPORT_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody looks at a page of the archive."""

    team: str
    user: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Archive:
    """What one person asks to see; members only."""

    open_uow: OpenLookingBack
    gate: Gate
    desk: Desk
    directory: Directory
    link_to: LinkTo
    pick: Pick
    clock: Clock

    def show_one(self, team: str, user: str) -> Entry:
        """A kudos by chance, never the last one again; raises RefusedError."""
        self.gate.require_member(team, user)
        with self.open_uow() as uow:
            entry = self._one(uow, team, user)
            uow.archive.remember_shown(team, user, entry.kudos.id)
            uow.commit()
        return with_names(self.directory, team, entry)

    def page(self, looking: Looking) -> View:
        """A page as a modal; raises RefusedError."""
        self.gate.require_member(looking.team, looking.user)
        with self.open_uow() as uow:
            page = uow.archive.find(looking.team, looking.ask, looking.user)
            entries = [self._entry(uow, kudos) for kudos in page.items]
        return self._modal(looking.team, page, entries)

    def hide(self, looking: Looking, kudos_id: str, *, hidden: bool) -> View:
        """Keep a kudos about me out of digests and reports, or not; raises RefusedError."""
        self.gate.require_member(looking.team, looking.user)
        with self.open_uow() as uow:
            kudos = uow.kudos.get(looking.team, kudos_id)
            if kudos is None:
                raise RefusedError(Reason.UNKNOWN_KUDOS)
            if looking.user not in kudos.credits.users:
                raise RefusedError(Reason.NOT_NAMED)
            uow.archive.hide(looking.team, kudos_id, looking.user, hidden=hidden)
            uow.commit()
        return self.page(looking)

    def export(self, looking: Looking, *, as_table: bool, part: int = 0) -> View:
        """What was said about me, to copy; raises RefusedError."""
        self.gate.require_member(looking.team, looking.user)
        with self.open_uow() as uow:
            found = uow.archive.all_about(looking.team, looking.user, looking.ask.query, EXPORT_MAX)
        text = (as_csv if as_table else markdown)(found)
        return view.export(text, looking.ask, as_table=as_table, part=part)

    def set_copy(self, team: str, user: str, *, wanted: bool) -> str:
        """A copy of each digest, or no longer; answers what to tell; raises RefusedError.

        Anybody may stop what comes to them.
        """
        if wanted:
            self.gate.require_member(team, user)
        with self.open_uow() as uow:
            uow.archive.set_copy(team, user, wanted=wanted)
            uow.commit()
        return digest_words.COPY_ON if wanted else digest_words.COPY_OFF

    def home(self, team: str, user: str) -> Sequence[dict[str, Any]]:
        """The section of App Home."""
        settings = self.directory.settings(team)
        with self.open_uow() as uow:
            copy = uow.archive.wants_copy(team, user)
            wishes = uow.digests.settings(team)
        channel = channel_of(Workspace(team, settings, wishes))
        sentence = None
        if wishes.weekly and channel and zone_exists(settings.time_zone):
            slot = wishes.schedule(settings.time_zone).next_week(self.clock.now())
            stamp = int(slot.at.timestamp())
            moment = f"<!date^{stamp}^{{date_long}}, {{time}}|{slot.at:%Y-%m-%d %H:%M} UTC>"
            sentence = words.next_digest(moment, channel)
        return view.home(sentence, copy=copy, admin=self.directory.is_admin(team, user))

    def _one(self, uow: LookingBackUnitOfWork, team: str, user: str) -> Entry:
        last = uow.archive.last_shown(team, user)
        count = uow.archive.count_but(team, last)
        if count == 0:
            # The only one there is may come again.
            last, count = None, uow.archive.count_but(team, None)
        kudos = uow.archive.nth_but(team, last, self.pick(count)) if count else None
        if kudos is None:
            raise RefusedError(Reason.NO_KUDOS_YET)
        return self._entry(uow, kudos)

    def _entry(self, uow: LookingBackUnitOfWork, kudos: Kudos) -> Entry:
        return Entry(kudos, link=link_of(uow, self.link_to, kudos.team, kudos))

    def _modal(self, team: str, page: Page, entries: Sequence[Entry]) -> View:
        named = [with_names(self.directory, team, entry) for entry in entries]
        return view.modal(page, named)


def turned(ask: Ask, by: int) -> Ask:
    """The page before or after."""
    return replace(ask, page=max(0, ask.page + by))
