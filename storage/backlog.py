"""What waits, counted over all workspaces: each count reads an index's few open rows."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from bot.domain.backlog import NOTHING, Backlog, Timer, Waiting
from bot.domain.delivery import DeliveryState
from storage.inbox import DEAD, LEASED, READY
from storage.models import DigestWatchRow, HandoffRow, InboxRow, OnCallRow, OutboxRow

OUTBOX = tuple(
    state.value
    for state in (
        DeliveryState.READY,
        DeliveryState.SENDING,
        DeliveryState.UNKNOWN,
        DeliveryState.DEAD,
    )
)
INBOX = (READY, LEASED, DEAD)
_CALLS = (DeliveryState.READY.value, DeliveryState.SENDING.value)


def backlog_of(sessions: sessionmaker[Session], now: datetime) -> Backlog:
    """The numbers of this moment; raises StorageAwayError."""
    with sessions() as session:
        outbox = _by_state(session, OutboxRow, OUTBOX, now)
        inbox = _by_state(session, InboxRow, INBOX, now)
        late = {
            Timer.HANDOFF: _late(session, HandoffRow.due_at, now),
            Timer.LOOKING_BACK: _late(session, DigestWatchRow.look_at, now),
            Timer.ON_CALL: _late(session, OnCallRow.not_before, now, OnCallRow.state.in_(_CALLS)),
        }
    return Backlog(outbox, inbox, late)


def _by_state(
    session: Session,
    row: type[OutboxRow | InboxRow],
    states: tuple[str, ...],
    now: datetime,
) -> dict[str, Waiting]:
    found = session.execute(
        select(row.state, func.count(), func.min(row.created_at))
        .where(row.state.in_(states))
        .group_by(row.state),
    )
    seen = {state: Waiting(count, _age(oldest, now)) for state, count, oldest in found}
    return {state: seen.get(state, NOTHING) for state in states}


def _late(
    session: Session,
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    now: datetime,
    *where: ColumnElement[bool],
) -> Waiting:
    query = select(func.count(), func.min(moment)).where(moment <= now, *where)
    count, oldest = session.execute(query).one()
    return Waiting(count, _age(oldest, now))


def _age(oldest: datetime | None, now: datetime) -> float:
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
