"""The archive of kudos: domain values in, domain values out, always within one workspace."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.domain.archive import normal, searchable
from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.domain.redacted import Redacted
from bot.ports import AlreadySharedError
from storage.models import DigestItemRow, KudosCreditRow, KudosRow, SharedSourceRow


@dataclass(frozen=True, slots=True)
class SqlKudosRepository:
    """bot.ports.KudosRepository over a session."""

    session: Session

    def add(self, kudos: Kudos) -> None:
        """Keep a new kudos; raises AlreadySharedError for a second one of a request or source."""
        try:
            with self.session.begin_nested():
                self.session.add(_row_of(kudos))
                if kudos.source:
                    self.session.flush()
                    self.session.add(_source_row(kudos, kudos.source))
        except IntegrityError:
            raise AlreadySharedError from None

    def get(self, team: str, kudos_id: str) -> Kudos | None:
        """One kudos."""
        return self._one(KudosRow.team_id == team, KudosRow.id == kudos_id)

    def of_request(self, team: str, request: str) -> Kudos | None:
        """The kudos that a request led to, if it did."""
        return self._one(KudosRow.team_id == team, KudosRow.request == request)

    def of_source(self, team: str, source: Source) -> Kudos | None:
        """The kudos that a message was shared as, unless it was taken back."""
        row = self.session.get(SharedSourceRow, (team, source.channel, source.ts))
        return self.get(team, row.kudos_id) if row else None

    def shared_by(self, team: str, user: str, limit: int) -> Sequence[Kudos]:
        """What a person shared and has not taken back, newest first."""
        rows = self.session.scalars(
            select(KudosRow)
            .where(
                KudosRow.team_id == team,
                KudosRow.sharer == user,
                KudosRow.state == KudosState.SHARED.value,
            )
            .order_by(KudosRow.created_at.desc())
            .limit(limit),
        )
        return [kudos_of_row(row) for row in rows]

    def save(self, kudos: Kudos) -> None:
        """Keep a changed kudos; one taken back frees its source to be shared anew.

        Posted digests that show it follow: their items are marked in the same commit.
        """
        row = self.session.get_one(KudosRow, kudos.id)
        row.state = kudos.state.value
        row.text, row.note, row.words = kudos.text, kudos.note, searched(kudos)
        row.whole_team = kudos.credits.whole_team
        row.credits_erased = kudos.credits.erased
        row.sharer = kudos.sharer
        row.sharer_named = kudos.sharer_named
        row.revision = kudos.revision
        _set_credits(row, kudos)
        self.session.execute(
            update(DigestItemRow)
            .where(DigestItemRow.team_id == kudos.team, DigestItemRow.kudos_id == kudos.id)
            .values(stale=True),
        )
        if kudos.state is KudosState.TAKEN_BACK:
            self.session.execute(
                delete(SharedSourceRow).where(
                    SharedSourceRow.team_id == kudos.team,
                    SharedSourceRow.kudos_id == kudos.id,
                ),
            )

    def _one(self, *where: object) -> Kudos | None:
        row = self.session.scalar(select(KudosRow).where(*where))  # type: ignore[arg-type] # column expressions
        return kudos_of_row(row) if row else None


def _credit_rows(kudos: Kudos) -> list[KudosCreditRow]:
    people = [*((user, False) for user in kudos.credits.users)]
    people += ((user, True) for user in kudos.credits.asked)
    return [
        KudosCreditRow(
            kudos_id=kudos.id,
            team_id=kudos.team,
            user_id=user,
            position=position,
            asked=asked,
        )
        for position, (user, asked) in enumerate(people)
    ]


def _set_credits(row: KudosRow, kudos: Kudos) -> None:
    """Change rows in place: replacing one by another of the same key is two in one flush."""
    known = {credit.user_id: credit for credit in row.credits}
    wanted = _credit_rows(kudos)
    for new in wanted:
        if new.user_id in known:
            known[new.user_id].position, known[new.user_id].asked = new.position, new.asked
    row.credits = [known.get(new.user_id, new) for new in wanted]


def _source_row(kudos: Kudos, source: Source) -> SharedSourceRow:
    return SharedSourceRow(
        team_id=kudos.team,
        channel=source.channel,
        ts=source.ts,
        kudos_id=kudos.id,
    )


def _row_of(kudos: Kudos) -> KudosRow:
    return KudosRow(
        id=kudos.id,
        team_id=kudos.team,
        request=kudos.request,
        sharer=kudos.sharer,
        sharer_named=kudos.sharer_named,
        text=kudos.text,
        note=kudos.note,
        words=searched(kudos),
        whole_team=kudos.credits.whole_team,
        credits_erased=kudos.credits.erased,
        source_channel=kudos.source.channel if kudos.source else None,
        source_ts=kudos.source.ts if kudos.source else None,
        channel=kudos.channel,
        state=kudos.state.value,
        revision=kudos.revision,
        created_at=kudos.created_at,
        credits=_credit_rows(kudos),
    )


def searched(kudos: Kudos) -> Redacted:
    """What stands in the search column: the redacted words, normalised."""
    return Redacted(normal(" ".join(part.text for part in searchable(kudos))))


def kudos_of_row(row: KudosRow) -> Kudos:
    """A stored kudos as a domain value."""
    has_source = row.source_channel is not None and row.source_ts is not None
    return Kudos(
        id=row.id,
        team=row.team_id,
        request=row.request,
        sharer=row.sharer,
        sharer_named=row.sharer_named,
        text=row.text,
        note=row.note,
        credits=Credits(
            users=tuple(credit.user_id for credit in row.credits if not credit.asked),
            whole_team=row.whole_team,
            asked=tuple(credit.user_id for credit in row.credits if credit.asked),
            erased=row.credits_erased,
        ),
        source=Source(row.source_channel or "", row.source_ts or "") if has_source else None,
        channel=row.channel,
        state=KudosState(row.state),
        created_at=row.created_at,
        revision=row.revision,
    )
