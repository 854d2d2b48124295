"""Right before a digest or a report is sent: are its rules still met, and what is true now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.domain.delivery import Action, Claimed, Lapsed, Purpose
from bot.domain.digest import CHANNEL, Kind
from bot.domain.kudos import Kudos
from bot.domain.refusals import RefusedError
from bot.domain.report import Report, ReportState
from bot.domain.slack_text import escape_name
from bot.ports import Clock, Directory
from bot.ports_digest import Digest, LinkTo, LookingBackUnitOfWork, OpenLookingBack
from bot.views import digest as digest_view
from bot.views import report as report_view
from bot.views.digest import Entry
from bot.wording import share as share_words

_OURS: Final = frozenset({Purpose.DIGEST, Purpose.REPORT})
_WEEK_S: Final = 7 * 86_400


@dataclass(frozen=True, slots=True)
class DigestRecheck:
    """bot.outbox.Recheck for looking back; other deliveries pass as they are."""

    open_uow: OpenLookingBack
    directory: Directory
    link_to: LinkTo
    clock: Clock

    def __call__(self, claimed: Claimed) -> Claimed | Lapsed:
        """The delivery as it should be made now; raises StorageAwayError."""
        outgoing = claimed.outgoing
        if outgoing.purpose not in _OURS:
            return claimed
        with self.open_uow() as uow:
            digest = uow.digests.of_key(outgoing.team, outgoing.target or outgoing.key)
            if digest is None:
                return self._letter(uow, claimed)
            lapsed = self._lapsed(uow, digest) if outgoing.action is Action.POST else None
            kudos = uow.digests.shown_in(digest)
            report = uow.reports.get(digest.team, digest.period)
            entries = self._entries(uow, digest.team, kudos)
        if lapsed:
            return lapsed
        if outgoing.action is Action.POST and not entries and not (report and report.intro):
            return Lapsed("nothing_left")
        if outgoing.action is Action.POST and not self._reaches(digest):
            return Lapsed("not_wanted")
        body = self._body(digest, report, self._named(digest.team, entries))
        if outgoing.action is Action.POST:
            body |= {"unfurl_links": False, "unfurl_media": False}
        return replace(claimed, outgoing=replace(outgoing, body=body))

    def _letter(self, uow: LookingBackUnitOfWork, claimed: Claimed) -> Claimed | Lapsed:
        """A draft or a reminder: only while that person still has the draft, or says it is over."""
        outgoing = claimed.outgoing
        if outgoing.action is Action.UPDATE:
            return claimed
        period = outgoing.key.split(":")[1]
        report = uow.reports.get(outgoing.team, period)
        wanted = report is not None and report.is_for(outgoing.channel, self.clock.now())
        return claimed if wanted else Lapsed("not_wanted")

    def _lapsed(self, uow: LookingBackUnitOfWork, digest: Digest) -> Lapsed | None:
        if digest.kind is Kind.REPORT:
            return None
        if self.clock.now() >= digest.ends_at:
            return Lapsed("late")
        wanted = uow.digests.settings(digest.team).weekly
        if digest.recipient != CHANNEL:
            wanted = wanted and uow.archive.wants_copy(digest.team, digest.recipient)
        return None if wanted else Lapsed("not_wanted")

    def _reaches(self, digest: Digest) -> bool:
        """A copy goes to members only."""
        if digest.recipient == CHANNEL:
            return True
        try:
            member = self.directory.member(digest.team, digest.recipient)
        except RefusedError:
            return True
        return member.is_active and not member.is_guest

    def _entries(
        self,
        uow: LookingBackUnitOfWork,
        team: str,
        kudos: Iterable[Kudos],
    ) -> list[Entry]:
        return [Entry(each, link=link_of(uow, self.link_to, team, each)) for each in kudos]

    def _named(self, team: str, entries: Iterable[Entry]) -> list[Entry]:
        return [with_names(self.directory, team, entry) for entry in entries]

    def _body(self, digest: Digest, report: Report | None, entries: list[Entry]) -> dict[str, Any]:
        if digest.kind is Kind.REPORT:
            signed = report if report and report.state is ReportState.SIGNED else None
            return report_view.post(digest.period, signed, entries)
        turn = int(digest.slot_at.timestamp()) // _WEEK_S
        return digest_view.post(entries, turn, copy=digest.recipient != CHANNEL)


def link_of(uow: LookingBackUnitOfWork, link_to: LinkTo, team: str, kudos: Kudos) -> str | None:
    """A link to the kudos post, once it stands somewhere; never to the source."""
    place = uow.outbox.place_of(team, kudos.post_key)
    return link_to(team, *place) if place else None


def with_names(directory: Directory, team: str, entry: Entry) -> Entry:
    """The same with its people named, alphabetically. Names, not mentions: nobody is pinged."""
    credited = (name_of(directory, team, user) for user in entry.kudos.credits.users)
    erased = (share_words.A_TEAMMATE,) if entry.kudos.credits.erased else ()
    sharer = entry.kudos.sharer if entry.kudos.sharer_named else None
    return replace(
        entry,
        people=(*sorted(credited, key=str.casefold), *erased),
        sharer=name_of(directory, team, sharer) if sharer else None,
    )


def name_of(directory: Directory, team: str, user: str) -> str:
    """A person's name, escaped; a mention where Slack does not say it."""
    name = directory.name_of(team, user)
    return f"<@{user}>" if name == user else escape_name(name)
