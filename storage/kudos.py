"""The archive of kudos: domain values in, domain values out, always within one workspace."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.ports import AlreadySharedError
from storage.models import KudosCreditRow, KudosRow


@dataclass(frozen=True, slots=True)
class SqlKudosRepository:
    """bot.ports.KudosRepository over a session."""

    session: Session

    def add(self, kudos: Kudos) -> None:
        """Keep a new kudos; raises AlreadySharedError for a second one of the same request."""
        try:
            with self.session.begin_nested():
                self.session.add(_row_of(kudos))
        except IntegrityError:
            raise AlreadySharedError from None

    def get(self, team: str, kudos_id: str) -> Kudos | None:
        """One kudos."""
        return self._one(KudosRow.team_id == team, KudosRow.id == kudos_id)

    def of_request(self, team: str, request: str) -> Kudos | None:
        """The kudos that a request led to, if it did."""
        return self._one(KudosRow.team_id == team, KudosRow.request == request)

    def save(self, kudos: Kudos) -> None:
        """Keep a changed kudos."""
        row = self.session.get_one(KudosRow, kudos.id)
        row.state = kudos.state.value
        row.text, row.note = kudos.text, kudos.note
        row.whole_team = kudos.credits.whole_team
        row.credits = _credit_rows(kudos)

    def _one(self, *where: object) -> Kudos | None:
        row = self.session.scalar(select(KudosRow).where(*where))  # type: ignore[arg-type] # column expressions
        return _kudos_of(row) if row else None


def _credit_rows(kudos: Kudos) -> list[KudosCreditRow]:
    return [
        KudosCreditRow(kudos_id=kudos.id, team_id=kudos.team, user_id=user, position=position)
        for position, user in enumerate(kudos.credits.users)
    ]


def _row_of(kudos: Kudos) -> KudosRow:
    return KudosRow(
        id=kudos.id,
        team_id=kudos.team,
        request=kudos.request,
        sharer=kudos.sharer,
        sharer_named=kudos.sharer_named,
        text=kudos.text,
        note=kudos.note,
        whole_team=kudos.credits.whole_team,
        source_channel=kudos.source.channel if kudos.source else None,
        source_ts=kudos.source.ts if kudos.source else None,
        channel=kudos.channel,
        state=kudos.state.value,
        created_at=kudos.created_at,
        credits=_credit_rows(kudos),
    )


def _kudos_of(row: KudosRow) -> Kudos:
    has_source = row.source_channel is not None and row.source_ts is not None
    return Kudos(
        id=row.id,
        team=row.team_id,
        request=row.request,
        sharer=row.sharer,
        sharer_named=row.sharer_named,
        text=row.text,
        note=row.note,
        credits=Credits(tuple(credit.user_id for credit in row.credits), row.whole_team),
        source=Source(row.source_channel or "", row.source_ts or "") if has_source else None,
        channel=row.channel,
        state=KudosState(row.state),
        created_at=row.created_at,
    )
