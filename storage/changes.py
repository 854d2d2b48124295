"""Changes of one post: which was overtaken, and which may still be undone by an earlier one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.delivery import LATEST_CHANGE, SETTLE_WAIT, Action, Claimed, DeliveryState
from storage.models import OutboxRow

_ON_ITS_WAY: Final = DeliveryState.SENDING.value
SOON: Final = timedelta(seconds=30)
SELDOM: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Changes:
    """Updates of a post, looked at from one of them."""

    session: Session

    def is_overtaken(self, row: OutboxRow) -> bool:
        """Whether a later change of the same post was asked for.

        An update that had to be repeated would else bring back what has been hidden since.
        """
        later = select(OutboxRow.id).where(
            OutboxRow.team_id == row.team_id,
            OutboxRow.target == row.target,
            OutboxRow.id > row.id,
            OutboxRow.state != DeliveryState.DROPPED.value,
        )
        is_update = row.action == Action.UPDATE.value
        return is_update and self.session.scalar(later.limit(1)) is not None

    def note_abandoned(self, row: OutboxRow) -> None:
        """Whoever was carrying out this update died: nobody knows whether it arrives yet."""
        if row.action == Action.UPDATE.value and row.state == _ON_ITS_WAY:
            row.sweep_at = _since(row.not_before)

    def again_at(self, claimed: Claimed, now: datetime) -> datetime | None:
        """When an update that was accepted has to be made once more; None when it stays.

        Slack may carry out an earlier one, whose answer never came, after this one.
        """
        if claimed.outgoing.action is not Action.UPDATE:
            return None
        until = self._doubt_until(claimed, now)
        if until is None or until <= now:
            return None
        waited = now - (until - LATEST_CHANGE)
        return min(now + min(max(SOON, waited), SELDOM), until)

    def _doubt_until(self, claimed: Claimed, now: datetime) -> datetime | None:
        row = OutboxRow
        earlier = select(row.state, row.not_before, row.sweep_at).where(
            row.team_id == claimed.outgoing.team,
            row.target == claimed.outgoing.target,
            row.action == Action.UPDATE.value,
            row.id < claimed.id,
            or_(row.sweep_at > now, row.state == _ON_ITS_WAY),
        )
        found = self.session.execute(earlier)
        ends = [_since(at) if state == _ON_ITS_WAY else until for state, at, until in found]
        return max((end for end in ends if end), default=None)


def _since(not_before: datetime) -> datetime:
    """Until when a call may arrive that was begun with this claim, which rests SETTLE_WAIT."""
    return not_before - SETTLE_WAIT + LATEST_CHANGE
