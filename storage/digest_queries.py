"""The queries behind a digest, built once: building them takes longer than running them."""

from datetime import datetime
from typing import Final

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
_LOST: Final = (DeliveryState.DEAD.value, DeliveryState.DROPPED.value)


def candidates_query(team: str, slot: Slot) -> Select[str, datetime, str, int]:
    """The query behind a digest; a test asserts that the index carries it."""
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


def _post_of(digest: type[DigestRow]) -> ColumnElement[bool]:
    return and_(OutboxRow.team_id == digest.team_id, OutboxRow.key == digest.key)


_TEAM: Final = bindparam("team", type_=String)
_AT: Final = bindparam("at", type_=UtcDateTime)
_IN_TIME: Final = (
    *may_be_shown(_TEAM),
    KudosRow.created_at > bindparam("since", type_=UtcDateTime),
    KudosRow.created_at <= _AT,
)
_NOT_LOST: Final = or_(OutboxRow.state.is_(None), OutboxRow.state.not_in(_LOST))
CANDIDATES: Final = (
    select(
        KudosRow.id,
        KudosRow.created_at,
        KudosRow.sharer,
        func.length(KudosRow.text).label("length"),
    )
    .where(*_IN_TIME)
    .order_by(KudosRow.created_at.desc())
    .limit(CANDIDATES_MAX)
)
PEOPLE: Final = (
    select(KudosCreditRow.kudos_id, KudosCreditRow.user_id)
    .join(KudosRow, KudosRow.id == KudosCreditRow.kudos_id)
    .where(*_IN_TIME, KudosCreditRow.asked.is_(False))
)
SHOWN: Final = (
    select(DigestItemRow.kudos_id)
    .join(KudosRow, KudosRow.id == DigestItemRow.kudos_id)
    .join(
        DigestRow,
        and_(
            DigestRow.team_id == DigestItemRow.team_id,
            DigestRow.kind == DigestItemRow.kind,
            DigestRow.period == DigestItemRow.period,
            DigestRow.recipient == CHANNEL,
        ),
    )
    .outerjoin(OutboxRow, _post_of(DigestRow))
    .where(*_IN_TIME, DigestItemRow.kind == Kind.WEEKLY.value, _NOT_LOST)
)
COVERED: Final = (
    select(DigestRow.slot_at)
    .outerjoin(OutboxRow, _post_of(DigestRow))
    .where(
        DigestRow.team_id == _TEAM,
        DigestRow.kind == Kind.WEEKLY.value,
        DigestRow.recipient == CHANNEL,
        DigestRow.slot_at < _AT,
        _NOT_LOST,
    )
    .order_by(DigestRow.slot_at.desc())
    .limit(1)
)
