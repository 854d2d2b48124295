"""The outbox table: claim with a lease and a fence, settle once, keep each channel's pace."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Final, assert_never

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from bot.domain.dead_letters import SENT_AGAIN
from bot.domain.delivery import (
    CHANNEL_PACE,
    LATEST_CHANGE,
    LEASE,
    MAX_ATTEMPTS,
    SETTLE_WAIT,
    SWEEP_AFTER,
    Accepted,
    Action,
    Claimed,
    DeliveryState,
    Lapsed,
    NotAccepted,
    Outcome,
    Outgoing,
    Postponed,
    Purpose,
    Rejected,
    Unclear,
    pause,
)
from bot.domain.unasked import Unasked
from storage.changes import Changes
from storage.copies import lost_since
from storage.crypto import Keyring
from storage.models import ChannelPaceRow, OutboxRow
from storage.served import served
from storage.types import UtcDateTime
from storage.upsert import changed, insert_or_ignore

_OUTBOX = OutboxRow.__table__
_PACE = ChannelPaceRow.__table__
_DONE = (DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.DROPPED)


@dataclass(frozen=True, slots=True)
class SqlOutbox:
    """bot.ports.Outbox over a session."""

    session: Session
    keyring: Keyring
    now: datetime

    def put(self, outgoing: Outgoing) -> None:
        """Ask for a delivery; a second one under the same key changes nothing."""
        assert isinstance(_OUTBOX, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": outgoing.team,
            "key": outgoing.key,
            "mark": self._mark(outgoing),
            "action": outgoing.action.value,
            "purpose": outgoing.purpose.value,
            "channel": outgoing.channel,
            "thread_ts": outgoing.thread_ts,
            "target": outgoing.target,
            "unasked": outgoing.unasked.value if outgoing.unasked else None,
            "body": self.keyring.seal(outgoing.body),
            "state": DeliveryState.READY.value,
            "fence": 0,
            "attempts": 0,
            "not_before": outgoing.not_before or self.now,
            "created_at": self.now,
        }
        insert_or_ignore(self.session, _OUTBOX, values)

    def _mark(self, outgoing: Outgoing) -> str:
        """The same for the same key, also in a restored copy; it says nothing to anybody else."""
        about = f"{outgoing.team}\0{outgoing.key}".encode()
        return hmac.new(self.keyring.derive("mark"), about, hashlib.sha256).hexdigest()[:24]

    def claim(self, now: datetime, limit: int) -> Sequence[Claimed]:
        """Lease what is due; one a channel, oldest first; commits nothing by itself."""
        heads: dict[tuple[str, str], OutboxRow] = {}
        for row in self.session.scalars(_due(limit), _moments(now)).all():
            lane = (row.team_id, row.channel)
            if lane not in heads and self._target_ready(row):
                heads[lane] = row
        # Turns are taken in one order by every process, so that none waits for another in a ring.
        return [
            self._lease(row, now)
            for _lane, row in sorted(heads.items(), key=itemgetter(0))
            if self._take_turn(row, now)
        ]

    def settle(self, claimed: Claimed, outcome: Outcome, now: datetime) -> bool:
        """Write down how it ended; False when the lease had passed to somebody else."""
        values = _settled(claimed, outcome, now)
        if isinstance(outcome, Accepted) and (at := Changes(self.session).again_at(claimed, now)):
            values = _once_more(at)
        statement = (
            update(OutboxRow)
            .where(
                OutboxRow.id == claimed.id,
                OutboxRow.fence == claimed.fence,
                OutboxRow.state == DeliveryState.SENDING.value,
            )
            .values(**values)
        )
        if isinstance(outcome, NotAccepted) and outcome.retry_after:
            self._pause_channel(claimed.outgoing, now + outcome.retry_after)
        return changed(self.session, statement)

    def withdraw(self, team: str, key: str) -> bool:
        """Drop a delivery that surely was not sent; False when it may have been."""
        statement = (
            update(OutboxRow)
            .where(
                OutboxRow.team_id == team,
                OutboxRow.key == key,
                OutboxRow.state == DeliveryState.READY.value,
            )
            .values(state=DeliveryState.DROPPED.value, body=None)
        )
        return changed(self.session, statement)

    def place_of(self, team: str, key: str) -> tuple[str, str] | None:
        """Channel and timestamp of a delivered post."""
        row = self._row(team, key)
        if row is None or row.posted_channel is None or row.posted_ts is None:
            return None
        return row.posted_channel, row.posted_ts

    def key_at(self, team: str, channel: str, ts: str) -> str | None:
        """The key of the post that stands there."""
        return self.session.scalar(
            select(OutboxRow.key).where(
                OutboxRow.team_id == team,
                OutboxRow.posted_channel == channel,
                OutboxRow.posted_ts == ts,
                OutboxRow.action == Action.POST.value,
            ),
        )

    def is_posting(self, team: str, channel: str) -> bool:
        """Whether a post to this channel is on its way: seen, maybe, before its place is known."""
        found = select(OutboxRow.id).where(
            OutboxRow.team_id == team,
            OutboxRow.channel == channel,
            OutboxRow.action == Action.POST.value,
            OutboxRow.state == DeliveryState.SENDING.value,
        )
        return self.session.scalar(found.limit(1)) is not None

    def is_known(self, team: str, key: str) -> bool:
        """Whether this delivery was ever asked for, as far as it is remembered."""
        found = select(OutboxRow.id).where(OutboxRow.team_id == team, OutboxRow.key == key)
        return self.session.scalar(found) is not None

    def undelivered(self, team: str, keys: Sequence[str]) -> frozenset[str]:
        """Those of these deliveries that were given up and wait for a human."""
        found = select(OutboxRow.key).where(
            OutboxRow.team_id == team,
            OutboxRow.key.in_(keys),
            OutboxRow.state == DeliveryState.DEAD.value,
        )
        return frozenset(self.session.scalars(found))

    def _row(self, team: str, key: str) -> OutboxRow | None:
        return self.session.scalar(
            select(OutboxRow).where(OutboxRow.team_id == team, OutboxRow.key == key),
        )

    def _target_ready(self, row: OutboxRow) -> bool:
        """An update or delete waits for its post; one whose post never was is done."""
        if row.target is None:
            return True
        target = self._row(row.team_id, row.target)
        if target is not None and target.state not in _DONE:
            return False
        changes = Changes(self.session)
        changes.note_abandoned(row)
        if target is None or target.posted_ts is None or changes.is_overtaken(row):
            row.state, row.body = DeliveryState.DROPPED.value, None
            return False
        return True

    def _take_turn(self, row: OutboxRow, now: datetime) -> bool:
        """Whether the channel's pace lets a message through now; takes the turn if so."""
        assert isinstance(_PACE, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        where = {"team_id": row.team_id, "channel": row.channel}
        if insert_or_ignore(self.session, _PACE, {**where, "next_at": now + CHANNEL_PACE}):
            return True
        statement = (
            update(ChannelPaceRow)
            .where(
                ChannelPaceRow.team_id == row.team_id,
                ChannelPaceRow.channel == row.channel,
                ChannelPaceRow.next_at <= now,
            )
            .values(next_at=now + CHANNEL_PACE)
        )
        return changed(self.session, statement)

    def _pause_channel(self, outgoing: Outgoing, until: datetime) -> None:
        self.session.execute(
            update(ChannelPaceRow)
            .where(
                ChannelPaceRow.team_id == outgoing.team,
                ChannelPaceRow.channel == outgoing.channel,
            )
            .values(next_at=until),
        )

    def _lease(self, row: OutboxRow, now: datetime) -> Claimed:
        is_post = row.action == Action.POST.value
        lost = lost_since(self.session, row.team_id, row.created_at) if is_post else None
        # Once in doubt, in doubt until it is settled: a later attempt that was surely not accepted
        # says nothing about the first one.
        in_doubt = row.state != DeliveryState.READY.value or row.sweep_at is not None
        doubtful = is_post and (in_doubt or lost is not None)
        row.first_attempt_at = row.first_attempt_at or lost
        if doubtful:
            row.sweep_at = now + SWEEP_AFTER
        row.state = DeliveryState.SENDING.value
        row.fence += 1
        row.attempts += 1
        # Should this process die now, nobody may ask again before the doubt has settled.
        row.not_before = now + SETTLE_WAIT
        first, row.first_attempt_at = row.first_attempt_at, row.first_attempt_at or now
        target = self._row(row.team_id, row.target) if row.target else None
        self.session.flush()
        return Claimed(
            id=row.id,
            fence=row.fence,
            outgoing=self._outgoing(row),
            mark=row.mark,
            attempts=row.attempts,
            first_attempt_at=first,
            doubtful=doubtful,
            target_channel=target.posted_channel if target else None,
            target_ts=target.posted_ts if target else None,
            insisted=row.problem == SENT_AGAIN,
        )

    def _outgoing(self, row: OutboxRow) -> Outgoing:
        return Outgoing(
            team=row.team_id,
            key=row.key,
            action=Action(row.action),
            purpose=Purpose(row.purpose),
            channel=row.channel,
            body=self.keyring.open(row.body) if row.body else {},
            target=row.target,
            not_before=row.not_before,
            thread_ts=row.thread_ts,
            unasked=Unasked(row.unasked) if row.unasked else None,
        )


_NOW: Final = bindparam("now", type_=UtcDateTime)
_CLAIMED_LATELY: Final = bindparam("claimed_lately", type_=UtcDateTime)


def _moments(now: datetime) -> dict[str, datetime]:
    return {"now": now, "claimed_lately": now + SETTLE_WAIT - LEASE}


@cache
def _due(limit: int) -> Select[OutboxRow]:
    """Rows whose time has come, in channels whose turn it is, behind nothing of that channel.

    Built once: every process asks twice a second, and building takes longer than an empty answer.
    """
    ready = and_(OutboxRow.state == DeliveryState.READY.value, ~_behind_another())
    in_doubt = OutboxRow.state.in_([DeliveryState.UNKNOWN.value, DeliveryState.SENDING.value])
    resting = exists().where(
        ChannelPaceRow.team_id == OutboxRow.team_id,
        ChannelPaceRow.channel == OutboxRow.channel,
        ChannelPaceRow.next_at > _NOW,
    )
    return (
        select(OutboxRow)
        .where(
            or_(ready, in_doubt), OutboxRow.not_before <= _NOW, ~resting, served(OutboxRow.team_id)
        )
        .order_by(OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def _behind_another() -> ColumnElement[bool]:
    """Whether an earlier row of the channel is due too, or on its way in some process.

    On its way: claimed less than a lease ago (a claim rests until SETTLE_WAIT has passed). A
    process that died holds its channel for no longer than that.
    """
    earlier = aliased(OutboxRow)
    due = and_(
        earlier.state == DeliveryState.READY.value,
        earlier.not_before <= _NOW,
        earlier.target.is_(None),
    )
    on_its_way = and_(
        earlier.state == DeliveryState.SENDING.value,
        earlier.not_before > _CLAIMED_LATELY,
    )
    return exists().where(
        # Written out, not bound: by it a database knows that ix_outbox_lane holds all of these.
        earlier.state.in_([literal_column("'ready'"), literal_column("'sending'")]),
        earlier.team_id == OutboxRow.team_id,
        earlier.channel == OutboxRow.channel,
        earlier.id < OutboxRow.id,
        or_(due, on_its_way),
    )


def _settled(claimed: Claimed, outcome: Outcome, now: datetime) -> dict[str, object]:
    match outcome:
        case Accepted(channel, ts):
            return {
                "state": DeliveryState.SENT.value,
                "posted_channel": channel,
                "posted_ts": ts,
                "body": None,
                "problem": None,
            }
        case NotAccepted():
            return _tried_again(claimed, outcome, now)
        case Rejected(why):
            return {"state": DeliveryState.DEAD.value, "problem": why}
        case Lapsed(why):
            return {"state": DeliveryState.DROPPED.value, "body": None, "problem": why}
        case Postponed(until):
            # No call was made, so nothing has to be looked for later.
            return {
                "state": DeliveryState.READY.value,
                "not_before": until,
                "attempts": claimed.attempts - 1,
                "first_attempt_at": claimed.first_attempt_at,
            }
        case Unclear(why):
            return {
                "state": DeliveryState.UNKNOWN.value,
                "not_before": now + SETTLE_WAIT,
                "problem": why,
                **_may_arrive(claimed, now),
            }
        case _:
            assert_never(outcome)


def _may_arrive(claimed: Claimed, now: datetime) -> dict[str, object]:
    is_update = claimed.outgoing.action is Action.UPDATE
    return {"sweep_at": now + LATEST_CHANGE} if is_update else {}


def _once_more(at: datetime) -> dict[str, object]:
    """An update that an earlier one may still undo keeps its body, and is made again."""
    return {
        "state": DeliveryState.UNKNOWN.value,
        "not_before": at,
        "attempts": 0,
        "problem": "may_be_undone",
    }


def _tried_again(claimed: Claimed, outcome: NotAccepted, now: datetime) -> dict[str, object]:
    if claimed.attempts >= MAX_ATTEMPTS and not outcome.retry_after:
        return {"state": DeliveryState.DEAD.value, "problem": outcome.why}
    # A limit holds the whole channel until then: the row keeps its place in the order.
    rest = outcome.retry_after or pause(claimed.attempts)
    return {"state": DeliveryState.READY.value, "not_before": now + rest, "problem": outcome.why}
