"""Messages waiting for review, and what people have set for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from bot.domain.kudos import Source
from bot.domain.offers import EVERYBODY, Offer, OfferState
from bot.domain.preferences import Preferences
from storage.models import OfferRow, PreferencesRow
from storage.upsert import changed, insert_or_ignore

_OFFERS = OfferRow.__table__


@dataclass(frozen=True, slots=True)
class SqlOffers:
    """bot.ports_sharing.OfferRepository over a session."""

    session: Session

    def put(self, offer: Offer) -> bool:
        """Keep an offer; False when the same person was already asked about the same message."""
        assert isinstance(_OFFERS, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": offer.team,
            "channel": offer.source.channel,
            "ts": offer.source.ts,
            "user_id": offer.user,
            "state": offer.state.value,
            "created_at": offer.created_at,
        }
        return insert_or_ignore(self.session, _OFFERS, values)

    def close(self, team: str, source: Source, user: str | None = None) -> bool:
        """No longer waiting: for everybody, or for one person. True when something was open."""
        statement = update(OfferRow).where(
            OfferRow.team_id == team,
            OfferRow.channel == source.channel,
            OfferRow.ts == source.ts,
            OfferRow.state == OfferState.OPEN.value,
        )
        if user is not None:
            statement = statement.where(OfferRow.user_id == user)
        return changed(self.session, statement.values(state=OfferState.CLOSED.value))

    def waiting(self, team: str, user: str, limit: int) -> Sequence[Offer]:
        """Open offers to this person or to everybody, newest first, each message once."""
        rows = self.session.scalars(
            select(OfferRow)
            .where(
                OfferRow.team_id == team,
                OfferRow.user_id.in_([user, EVERYBODY]),
                OfferRow.state == OfferState.OPEN.value,
            )
            .order_by(OfferRow.created_at.desc(), OfferRow.ts.desc())
            .limit(2 * limit),
        ).all()
        once = {(row.channel, row.ts): row for row in rows}
        return [_offer_of(row) for row in once.values()][:limit]


@dataclass(frozen=True, slots=True)
class SqlPreferences:
    """bot.ports_sharing.PreferencesRepository over a session."""

    session: Session

    def get(self, team: str, user: str) -> Preferences:
        """One person's, or the defaults."""
        row = self.session.get(PreferencesRow, (team, user))
        return Preferences(row.ask_first) if row else Preferences()

    def save(self, team: str, user: str, preferences: Preferences) -> None:
        """Keep them."""
        self.session.merge(
            PreferencesRow(team_id=team, user_id=user, ask_first=preferences.ask_first),
        )


def _offer_of(row: OfferRow) -> Offer:
    return Offer(
        team=row.team_id,
        source=Source(row.channel, row.ts),
        user=row.user_id,
        state=OfferState(row.state),
        created_at=row.created_at,
    )
