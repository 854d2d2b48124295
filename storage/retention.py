"""What the purge job removes, one statement or a few for each class of data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Delete, and_, delete, exists, func, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.domain.delivery import Action, DeliveryState, Purpose
from bot.domain.handoff import LINK_KEPT
from bot.domain.kudos import KudosState
from bot.domain.privacy import PurgeRun
from bot.domain.retention import Purged
from storage.handoffs import unlink
from storage.inbox import DEAD as INBOX_DEAD
from storage.inbox import DONE as INBOX_DONE
from storage.models import (
    ChannelPaceRow,
    DecisionRow,
    DigestItemRow,
    HandoffEventRow,
    HandoffRow,
    InboxRow,
    KudosRow,
    OfferRow,
    OnCallRow,
    OutboxRow,
    PatternDisplayRow,
    PurgeRunRow,
    WorkspaceRow,
)

_SETTLED: Final = (DeliveryState.SENT.value, DeliveryState.DROPPED.value)
_OVER: Final = (*_SETTLED, DeliveryState.DEAD.value)
DAY: Final = timedelta(days=1)
ONCE: Final = "once:"
"""Deliveries under such a key are made once in a workspace's life: their row stays."""


@dataclass(frozen=True, slots=True)
class SqlPurges:
    """bot.ports_privacy.Purges over a session."""

    session: Session

    def due(self, before: datetime, limit: int) -> Sequence[str]:
        """Workspaces that were not purged since."""
        ran = (
            select(PurgeRunRow.team_id)
            .group_by(PurgeRunRow.team_id)
            .having(func.min(PurgeRunRow.ran_at) >= before)
        )
        found = select(WorkspaceRow.team_id).where(WorkspaceRow.team_id.not_in(ran))
        return self.session.scalars(found.order_by(WorkspaceRow.team_id).limit(limit)).all()

    def remove(self, team: str, kind: Purged, before: datetime) -> int:
        """Remove what ended before; answers how many rows."""
        return _REMOVE[kind](self, team, before)

    def note(self, team: str, run: PurgeRun) -> None:
        """Keep what was done, in place of the run before."""
        self.session.merge(
            PurgeRunRow(team_id=team, kind=run.kind.value, ran_at=run.ran_at, removed=run.removed),
        )

    def last(self, team: str) -> Sequence[PurgeRun]:
        """The last run of each kind."""
        rows = self.session.scalars(select(PurgeRunRow).where(PurgeRunRow.team_id == team)).all()
        found = {row.kind: row for row in rows}
        return [
            PurgeRun(kind, found[kind.value].ran_at, found[kind.value].removed)
            for kind in Purged
            if kind.value in found
        ]

    def handoff_link(self, team: str, before: datetime) -> int:
        """Links to people; answers how many went in the last day, hourly ticks included."""
        now = before + LINK_KEPT
        found = select(HandoffRow.id).where(
            HandoffRow.team_id == team,
            HandoffRow.closed_at < before,
            HandoffRow.unlinked_at.is_(None),
        )
        for handoff_id in self.session.scalars(found).all():
            unlink(self.session, handoff_id, now)
        gone = select(func.count()).where(
            HandoffRow.team_id == team, HandoffRow.unlinked_at > now - DAY
        )
        return self.session.scalar(gone) or 0

    def taken_back(self, team: str, before: datetime) -> int:
        """Good words that were taken back, once their post is gone and digests have followed."""
        unsettled = exists().where(
            OutboxRow.team_id == team,
            OutboxRow.key.startswith("kudos:" + KudosRow.id),
            OutboxRow.state.not_in(_OVER),
        )
        following = exists().where(DigestItemRow.kudos_id == KudosRow.id, DigestItemRow.stale)
        found = self.session.scalars(
            select(KudosRow).where(
                KudosRow.team_id == team,
                KudosRow.state == KudosState.TAKEN_BACK.value,
                KudosRow.created_at < before,
                ~unsettled,
                ~following,
            ),
        ).all()
        for row in found:
            self._gone(
                delete(OutboxRow).where(
                    OutboxRow.team_id == team,
                    OutboxRow.key.startswith(f"kudos:{row.id}", autoescape=True),
                ),
            )
            self.session.delete(row)
        self.session.flush()
        return len(found)

    def waiting(self, team: str, before: datetime) -> int:
        """Messages that waited for review."""
        return self._gone(
            delete(OfferRow).where(OfferRow.team_id == team, OfferRow.created_at < before)
        )

    def handoff_course(self, team: str, before: datetime) -> int:
        """What is left of handoffs whose link was destroyed long ago."""
        old = select(HandoffRow.id).where(
            HandoffRow.team_id == team,
            HandoffRow.closed_at < before,
            HandoffRow.unlinked_at.is_not(None),
        )
        ids = list(self.session.scalars(old))
        events = delete(HandoffEventRow).where(
            HandoffEventRow.team_id == team, HandoffEventRow.handoff_id.in_(ids)
        )
        gone = delete(HandoffRow).where(HandoffRow.team_id == team, HandoffRow.id.in_(ids))
        return self._gone(events) + self._gone(gone)

    def shown(self, team: str, before: datetime) -> int:
        """Who saw figures, and decisions that were made."""
        displays = delete(PatternDisplayRow).where(
            PatternDisplayRow.team_id == team, PatternDisplayRow.at < before
        )
        decisions = delete(DecisionRow).where(
            DecisionRow.team_id == team, DecisionRow.settled_at < before
        )
        return self._gone(displays) + self._gone(decisions)

    def delivery(self, team: str, before: datetime) -> int:
        """Deliveries nobody has to find again; undeliverable ones lose their words."""
        self.session.execute(
            update(OutboxRow)
            .where(
                OutboxRow.team_id == team,
                OutboxRow.state == DeliveryState.DEAD.value,
                OutboxRow.created_at < before,
            )
            .values(state=DeliveryState.DROPPED.value, body=None),
        )
        settled = delete(OutboxRow).where(
            OutboxRow.team_id == team,
            OutboxRow.state.in_(_SETTLED),
            OutboxRow.created_at < before,
            ~OutboxRow.key.startswith(ONCE, autoescape=True),
            _not_needed(),
        )
        calls = delete(OnCallRow).where(
            OnCallRow.team_id == team, OnCallRow.state.in_(_OVER), OnCallRow.created_at < before
        )
        pace = delete(ChannelPaceRow).where(
            ChannelPaceRow.team_id == team, ChannelPaceRow.next_at < before
        )
        return self._gone(settled) + self._gone(calls) + self._gone(pace)

    def events(self, team: str, before: datetime) -> int:
        """Events that were acted on."""
        return self._gone(
            delete(InboxRow).where(
                InboxRow.team_id == team,
                InboxRow.state.in_([INBOX_DONE, INBOX_DEAD]),
                InboxRow.created_at < before,
            ),
        )

    def _gone(self, statement: Delete) -> int:
        result = self.session.execute(statement.execution_options(synchronize_session=False))
        return result.rowcount if isinstance(result, CursorResult) else 0


def _not_needed() -> ColumnElement[bool]:
    """Posts in channels can be changed at any age; a handoff's rows go with its link."""
    change = OutboxRow.action != Action.POST.value
    return and_(
        OutboxRow.purpose != Purpose.HANDOFF.value,
        or_(change, OutboxRow.purpose == Purpose.NOTICE.value),
    )


_REMOVE: Final[Mapping[Purged, Callable[[SqlPurges, str, datetime], int]]] = {
    Purged.HANDOFF_LINK: SqlPurges.handoff_link,
    Purged.TAKEN_BACK: SqlPurges.taken_back,
    Purged.WAITING: SqlPurges.waiting,
    Purged.HANDOFF_COURSE: SqlPurges.handoff_course,
    Purged.SHOWN: SqlPurges.shown,
    Purged.DELIVERY: SqlPurges.delivery,
    Purged.EVENTS: SqlPurges.events,
}
