"""The query behind a digest: one, for each way to the database and back costs more than its rows.

Built once: building it takes longer than running it. No word of a kudos is read, only its length.
"""

from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from bot.domain.delivery import DeliveryState
from bot.domain.digest import CHANNEL, Kind, Slot
from bot.domain.kudos import KudosState
from storage.models import (
    DigestItemRow,
    DigestRow,
    HiddenKudosRow,
    KudosCreditRow,
    KudosRow,
    OutboxRow,
)
from storage.types import UtcDateTime

CANDIDATES_MAX: Final = 2_000
"""Two weeks of the busiest workspace we think of; the newest count."""
_ON_ITS_WAY: Final = (DeliveryState.READY, DeliveryState.SENDING, DeliveryState.UNKNOWN)
_LOST: Final = (DeliveryState.DEAD.value, DeliveryState.DROPPED.value)


def candidates_query(team: str, slot: Slot) -> Select[Any]:
    """The query behind a digest; a test asserts that indexes carry it."""
    return CANDIDATES.params(bound(team, slot))


def bound(team: str, slot: Slot) -> dict[str, object]:
    """What the queries below are asked about."""
    return {"team": team, "since": slot.since, "at": slot.at}


def may_be_shown(team: str | BindParameter[str]) -> tuple[ColumnElement[bool], ...]:
    """One workspace's kudos that are neither taken back nor hidden."""
    hidden = exists().where(
        HiddenKudosRow.team_id == KudosRow.team_id,
        HiddenKudosRow.kudos_id == KudosRow.id,
    )
    return (KudosRow.team_id == team, KudosRow.state == KudosState.SHARED.value, ~hidden)


def _is_lost(digest: type[DigestRow]) -> ColumnElement[bool]:
    """Its post was given up, so that it showed nothing to anybody."""
    return exists().where(
        OutboxRow.team_id == digest.team_id,
        OutboxRow.key == digest.key,
        or_(*(OutboxRow.state == state for state in _LOST)),
    )


_TEAM: Final = bindparam("team", type_=String)
_AT: Final = bindparam("at", type_=UtcDateTime)
_IN_TIME: Final = (
    *may_be_shown(_TEAM),
    KudosRow.created_at > bindparam("since", type_=UtcDateTime),
    KudosRow.created_at <= _AT,
)
_POSTED: Final = exists().where(
    DigestRow.team_id == _TEAM,
    DigestRow.kind == Kind.WEEKLY.value,
    DigestRow.recipient == CHANNEL,
    DigestRow.period == DigestItemRow.period,
    ~_is_lost(DigestRow),
)
_SHOWN: Final = exists().where(
    # One inside the other, not joined: SQLite, which keeps no statistics, would begin with all of
    # the workspace's digests for each kudos. The workspace by its name, not the kudos': PostgreSQL
    # may hash everything that was ever shown, so that has to be one workspace's.
    DigestItemRow.team_id == _TEAM,
    DigestItemRow.kudos_id == KudosRow.id,
    DigestItemRow.kind == Kind.WEEKLY.value,
    _POSTED,
)
_EARLIER: Final = (
    DigestRow.team_id == _TEAM,
    DigestRow.kind == Kind.WEEKLY.value,
    DigestRow.recipient == CHANNEL,
    DigestRow.slot_at < _AT,
)
_COVERED: Final = (
    select(DigestRow.slot_at)
    .where(
        *_EARLIER,
        ~_is_lost(DigestRow),
    )
    .order_by(DigestRow.slot_at.desc())
    .limit(1)
    .scalar_subquery()
)
UNSETTLED: Final = (
    select(DigestRow.period)
    .where(
        *_EARLIER,
        DigestRow.slot_at > bindparam("since", type_=UtcDateTime),
        exists().where(
            OutboxRow.team_id == DigestRow.team_id,
            OutboxRow.key == DigestRow.key,
            OutboxRow.state.in_([one.value for one in _ON_ITS_WAY]),
        ),
    )
    .limit(1)
)
_NEWEST: Final = (
    select(
        KudosRow.id,
        KudosRow.created_at,
        KudosRow.sharer,
        func.length(KudosRow.text).label("length"),
        _SHOWN.label("shown"),
    )
    .where(*_IN_TIME)
    .order_by(KudosRow.created_at.desc())
    .limit(CANDIDATES_MAX)
    .subquery("newest")
)
CANDIDATES: Final = select(
    _NEWEST,
    _COVERED.label("covered"),
    KudosCreditRow.user_id,
).outerjoin(
    KudosCreditRow,
    and_(KudosCreditRow.kudos_id == _NEWEST.c.id, KudosCreditRow.asked.is_(False)),
)
