"""Slots that were used, what they show, and when to look at a workspace next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import (
    Table,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from bot.domain.digest import Candidate, Kind, Slot
from bot.domain.digest_settings import DigestSettings, Problem
from bot.domain.kudos import Kudos
from bot.ports_digest import Digest
from storage.digest_queries import CANDIDATES, UNSETTLED, bound, may_be_shown
from storage.kudos import kudos_of_row
from storage.models import (
    DigestItemRow,
    DigestRow,
    DigestSettingsRow,
    DigestWatchRow,
    KudosRow,
    WorkspaceRow,
)
from storage.upsert import insert_or_ignore


@dataclass(frozen=True, slots=True)
class SqlDigests:
    """bot.ports_digest.DigestRepository over a session."""

    session: Session

    def settings(self, team: str) -> DigestSettings:
        """What the admin has set, or what we suggest."""
        row = self.session.get(DigestSettingsRow, team)
        return _settings_of(row) if row else DigestSettings()

    def save_settings(self, team: str, settings: DigestSettings, now: datetime) -> None:
        """Keep what the admin has set, and look at the workspace again at once."""
        self.session.merge(
            DigestSettingsRow(
                team_id=team,
                weekly=settings.weekly,
                weekday=settings.weekday,
                minute_of_day=settings.at.hour * 60 + settings.at.minute,
                channel=settings.channel,
                length=settings.length,
                editor=settings.editor,
                deputy=settings.deputy,
                changed_at=now,
            ),
        )
        self.look_again(team, now)

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        """Workspaces to look at: those whose time has come, and those never looked at."""
        return self.session.scalars(
            select(WorkspaceRow.team_id)
            .outerjoin(DigestWatchRow, DigestWatchRow.team_id == WorkspaceRow.team_id)
            .where(
                or_(DigestWatchRow.look_at.is_(None), DigestWatchRow.look_at <= now),
                WorkspaceRow.removed_at.is_(None),
            )
            .order_by(DigestWatchRow.look_at)
            .limit(limit),
        ).all()

    def look_again(self, team: str, at: datetime) -> None:
        """When to look at a workspace next."""
        row = self.session.get(DigestWatchRow, team)
        if row is not None:
            row.look_at = at
        else:
            values = {"team_id": team, "look_at": at}
            insert_or_ignore(self.session, _table(DigestWatchRow), values)

    def problem(self, team: str) -> Problem | None:
        """What its admins were told of."""
        row = self.session.get(DigestWatchRow, team)
        return Problem(row.problem) if row and row.problem else None

    def note(self, team: str, problem: Problem | None, subject: str) -> bool:
        """Keep what is wrong now, or that nothing is; True when it is a new problem."""
        # Locked and read anew: of two processes that see the same problem, one tells of it.
        row = self.session.scalar(
            select(DigestWatchRow)
            .where(DigestWatchRow.team_id == team)
            .with_for_update()
            .execution_options(populate_existing=True),
        )
        if row is None:
            return False
        before = (row.problem, row.subject)
        row.problem, row.subject = (problem.value, subject) if problem else (None, None)
        return problem is not None and before != (problem.value, subject)

    def add(self, digest: Digest, kudos: Sequence[str]) -> bool:
        """Use a slot; False when it is used already. `kudos` only for the channel's own."""
        values = {
            "team_id": digest.team,
            "kind": digest.kind.value,
            "recipient": digest.recipient,
            "period": digest.period,
            "key": digest.key,
            "channel": digest.channel,
            "slot_at": digest.slot_at,
            "ends_at": digest.ends_at,
            "empty": digest.empty,
            "edits": digest.edits,
            "created_at": digest.created_at,
        }
        if not insert_or_ignore(self.session, _table(DigestRow), values):
            return False
        for position, kudos_id in enumerate(kudos):
            self.session.add(
                DigestItemRow(
                    team_id=digest.team,
                    kind=digest.kind.value,
                    period=digest.period,
                    kudos_id=kudos_id,
                    position=position,
                    stale=False,
                ),
            )
        return True

    def get(self, team: str, kind: Kind, recipient: str, period: str) -> Digest | None:
        """A used slot."""
        row = self.session.get(DigestRow, (team, kind.value, recipient, period))
        return _digest_of(row) if row else None

    def of_key(self, team: str, key: str) -> Digest | None:
        """The used slot that a delivery is about."""
        row = self.session.scalar(
            select(DigestRow).where(DigestRow.team_id == team, DigestRow.key == key),
        )
        return _digest_of(row) if row else None

    def is_unsettled(self, team: str, slot: Slot) -> bool:
        """Whether a weekly digest before this slot is neither posted nor given up yet."""
        return self.session.scalar(UNSETTLED, bound(team, slot)) is not None

    def candidates(self, team: str, slot: Slot) -> tuple[Sequence[Candidate], datetime | None]:
        """Kudos that may be shown, from `slot.since` to the slot; and the last slot covered.

        That is the last weekly slot before this one that was posted or had nothing to show.
        """
        rows = self.session.execute(CANDIDATES, bound(team, slot)).all()
        people: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.user_id is not None:
                people[row.id].add(row.user_id)
        found = {
            row.id: Candidate(
                id=row.id,
                created_at=row.created_at,
                sharer=row.sharer,
                people=frozenset(people[row.id]),
                length=row.length,
                shown=row.shown,
            )
            for row in rows
        }
        return list(found.values()), rows[0].covered if rows else None

    def shown_in(self, digest: Digest) -> Sequence[Kudos]:
        """What it may show now, in order: not what was taken back or hidden since."""
        rows = self.session.scalars(
            select(KudosRow)
            .join(DigestItemRow, DigestItemRow.kudos_id == KudosRow.id)
            .where(
                DigestItemRow.team_id == digest.team,
                DigestItemRow.kind == digest.kind.value,
                DigestItemRow.period == digest.period,
                *may_be_shown(digest.team),
            )
            .order_by(DigestItemRow.position),
        )
        return [kudos_of_row(row) for row in rows]

    def of_month(self, team: str, since: datetime, until: datetime, limit: int) -> Sequence[Kudos]:
        """What a report may show, oldest first."""
        rows = self.session.scalars(
            select(KudosRow)
            .where(
                *may_be_shown(team),
                KudosRow.created_at >= since,
                KudosRow.created_at < until,
            )
            .order_by(KudosRow.created_at, KudosRow.id)
            .limit(limit),
        )
        return [kudos_of_row(row) for row in rows]

    def stale(self, limit: int) -> Sequence[Digest]:
        """Posted digests, copies among them, that show something that changed."""
        items = DigestItemRow
        changed = (
            select(items.team_id, items.kind, items.period)
            .where(items.stale.is_(True))
            .distinct()
            .limit(limit)
        )
        whose = tuple_(DigestRow.team_id, DigestRow.kind, DigestRow.period)
        # Locked, so that two processes never count one change as two and lose the next.
        query = select(DigestRow).where(whose.in_(changed)).with_for_update(skip_locked=True)
        rows = self.session.scalars(query)
        return [_digest_of(row) for row in rows]

    def refreshed(self, digest: Digest) -> None:
        """A change of its post is on its way: count it, and take its items as unchanged."""
        self.session.execute(
            update(DigestRow)
            .where(
                DigestRow.team_id == digest.team,
                DigestRow.kind == digest.kind.value,
                DigestRow.recipient == digest.recipient,
                DigestRow.period == digest.period,
            )
            .values(edits=DigestRow.edits + 1),
        )
        self.session.execute(
            update(DigestItemRow)
            .where(
                DigestItemRow.team_id == digest.team,
                DigestItemRow.kind == digest.kind.value,
                DigestItemRow.period == digest.period,
            )
            .values(stale=False),
        )


def _table(row: type[DigestRow | DigestWatchRow]) -> Table:
    table: Any = row.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
    return table


def _settings_of(row: DigestSettingsRow) -> DigestSettings:
    return DigestSettings(
        weekly=row.weekly,
        weekday=row.weekday,
        at=time(row.minute_of_day // 60, row.minute_of_day % 60),
        channel=row.channel,
        length=row.length,
        editor=row.editor,
        deputy=row.deputy,
    )


def _digest_of(row: DigestRow) -> Digest:
    return Digest(
        team=row.team_id,
        kind=Kind(row.kind),
        recipient=row.recipient,
        period=row.period,
        channel=row.channel,
        slot_at=row.slot_at,
        ends_at=row.ends_at,
        created_at=row.created_at,
        empty=row.empty,
        edits=row.edits,
    )
