"""Looking into the archive: search, pages, one at random; and what people keep out of digests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    delete,
    exists,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from bot.domain.archive import PAGE, Ask, Page, words_of
from bot.domain.kudos import Kudos, KudosState
from storage.kudos import kudos_of_row
from storage.models import (
    DigestItemRow,
    HiddenKudosRow,
    KudosCreditRow,
    KudosRow,
    LookerRow,
)
from storage.upsert import insert_or_ignore

_HIDDEN: Final = HiddenKudosRow.__table__
_LOOKERS: Final = LookerRow.__table__


@dataclass(frozen=True, slots=True)
class SqlArchive:
    """bot.ports_digest.ArchiveRepository over a session."""

    session: Session

    def find(self, team: str, ask: Ask, viewer: str) -> Page:
        """A page of kudos."""
        found = self._some(
            found_query(team, ask.query, ask.about).offset(ask.page * PAGE).limit(PAGE + 1),
        )
        hidden = self.session.scalars(
            select(HiddenKudosRow.kudos_id).where(
                HiddenKudosRow.team_id == team,
                HiddenKudosRow.user_id == viewer,
                HiddenKudosRow.kudos_id.in_([kudos.id for kudos in found]),
            ),
        )
        return Page(ask, tuple(found[:PAGE]), len(found) > PAGE, frozenset(hidden))

    def all_about(self, team: str, user: str, query: str, limit: int) -> Sequence[Kudos]:
        """What credits a person, newest first."""
        return self._some(found_query(team, query, user).limit(limit))

    def count_but(self, team: str, kudos_id: str | None) -> int:
        """How many there are to show, without that one."""
        count = select(func.count()).select_from(KudosRow).where(*_shared_but(team, kudos_id))
        return self.session.scalar(count) or 0

    def nth_but(self, team: str, kudos_id: str | None, number: int) -> Kudos | None:
        """The n-th of them, from 0."""
        query = select(KudosRow).where(*_shared_but(team, kudos_id)).order_by(KudosRow.created_at)
        found = self._some(query.order_by(KudosRow.id).offset(number).limit(1))
        return found[0] if found else None

    def hide(self, team: str, kudos_id: str, user: str, *, hidden: bool) -> None:
        """Keep a kudos out of digests and reports, or not; posted digests follow."""
        assert isinstance(_HIDDEN, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {"team_id": team, "kudos_id": kudos_id, "user_id": user}
        if hidden:
            insert_or_ignore(self.session, _HIDDEN, values)
        else:
            self.session.execute(
                delete(HiddenKudosRow).where(
                    HiddenKudosRow.team_id == team,
                    HiddenKudosRow.kudos_id == kudos_id,
                    HiddenKudosRow.user_id == user,
                ),
            )
        self.session.execute(
            update(DigestItemRow)
            .where(DigestItemRow.team_id == team, DigestItemRow.kudos_id == kudos_id)
            .values(stale=True),
        )

    def copies(self, team: str) -> Sequence[str]:
        """Who wants a copy of the digest."""
        return self.session.scalars(
            select(LookerRow.user_id)
            .where(LookerRow.team_id == team, LookerRow.copy.is_(True))
            .order_by(LookerRow.user_id),
        ).all()

    def wants_copy(self, team: str, user: str) -> bool:
        """Whether this person wants a copy."""
        row = self.session.get(LookerRow, (team, user))
        return row is not None and row.copy

    def set_copy(self, team: str, user: str, *, wanted: bool) -> None:
        """Send a copy from now on, or no longer."""
        self._looker(team, user).copy = wanted

    def last_shown(self, team: str, user: str) -> str | None:
        """The kudos this person was shown last."""
        row = self.session.get(LookerRow, (team, user))
        return row.last_shown if row else None

    def remember_shown(self, team: str, user: str, kudos_id: str) -> None:
        """So that it is not shown twice in a row."""
        self._looker(team, user).last_shown = kudos_id

    def _looker(self, team: str, user: str) -> LookerRow:
        assert isinstance(_LOOKERS, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        insert_or_ignore(
            self.session,
            _LOOKERS,
            {"team_id": team, "user_id": user, "copy": False},
        )
        return self.session.get_one(LookerRow, (team, user))

    def _some(self, query: Select[KudosRow]) -> list[Kudos]:
        return [kudos_of_row(row) for row in self.session.scalars(query)]


def found_query(team: str, query: str, about: str | None) -> Select[KudosRow]:
    """Kudos in which every word of the query stands, newest first."""
    found = (
        select(KudosRow)
        .where(*_shared_but(team, None))
        .order_by(KudosRow.created_at.desc(), KudosRow.id)
    )
    for word in words_of(query):
        found = found.where(type_coerce(KudosRow.words, Text).contains(word, autoescape=True))
    if about is not None:
        found = found.where(_credits(about))
    return found


def _credits(user: str) -> ColumnElement[bool]:
    return exists().where(
        KudosCreditRow.kudos_id == KudosRow.id,
        KudosCreditRow.team_id == KudosRow.team_id,
        KudosCreditRow.user_id == user,
        KudosCreditRow.asked.is_(False),
    )


def _shared_but(team: str, kudos_id: str | None) -> tuple[ColumnElement[bool], ...]:
    shown = (KudosRow.team_id == team, KudosRow.state == KudosState.SHARED.value)
    return (*shown, KudosRow.id != kudos_id) if kudos_id else shown
