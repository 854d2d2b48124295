"""Answers to the two questions: counted in one row, the person in none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from bot.domain.quarterly import Quarter, Question, Reply, Result, Share
from storage.crypto import Keyring
from storage.models import (
    Base,
    PatternSettingsRow,
    QuarterlyMarkRow,
    QuarterlyRoundRow,
    QuarterlyTallyRow,
)
from storage.person_marks import answer_mark
from storage.served import served
from storage.upsert import changed, insert_or_ignore


@dataclass(frozen=True, slots=True)
class SqlQuarterly:
    """bot.ports_patterns.QuarterlyRepository over a session."""

    session: Session
    keyring: Keyring

    def open(self, team: str, quarter: Quarter, at: datetime) -> bool:
        """Begin a quarter's round; False when it was begun before."""
        values = {
            "team_id": team,
            "quarter": quarter.key,
            "wrapped": self.keyring.wrap_new_key(),
            "shown": None,
            "opened_at": at,
            "closed_at": None,
        }
        return insert_or_ignore(self.session, _table(QuarterlyRoundRow), values)

    def answer(self, team: str, user: str, quarter: Quarter, said: tuple[Question, Reply]) -> bool:
        """Count an answer, once a person and question; False when they had answered, or closed."""
        question, reply = said
        row = self.session.get(QuarterlyRoundRow, (team, quarter.key))
        if row is None or row.wrapped is None:
            return False
        key = self.keyring.unwrap(row.wrapped)
        mark = answer_mark(key, question, user)
        place = {"team_id": team, "quarter": quarter.key}
        if not insert_or_ignore(self.session, _table(QuarterlyMarkRow), {**place, "mark": mark}):
            return False
        what = {"question": question.value, "reply": reply.value}
        insert_or_ignore(self.session, _table(QuarterlyTallyRow), {**place, **what, "count": 0})
        tally = QuarterlyTallyRow
        self.session.execute(
            update(tally)
            .where(
                tally.team_id == team,
                tally.quarter == quarter.key,
                tally.question == question.value,
                tally.reply == reply.value,
            )
            .values(count=tally.count + 1),
        )
        return True

    def tallies(self, team: str, quarter: Quarter) -> Mapping[Question, Mapping[Reply, int]]:
        """Counts of an open round, to close it with."""
        found: dict[Question, dict[Reply, int]] = {question: {} for question in Question}
        rows = self.session.scalars(
            select(QuarterlyTallyRow).where(
                QuarterlyTallyRow.team_id == team,
                QuarterlyTallyRow.quarter == quarter.key,
            ),
        )
        for row in rows:
            found[Question(row.question)][Reply(row.reply)] = row.count
        return found

    def close(self, team: str, result: Result, at: datetime) -> bool:
        """Keep the result, forget counts, marks and key; False when it was closed before."""
        shown: dict[str, Any] = {
            question.value: share.value if share else None for question, share in result.shares
        }
        closing = (
            update(QuarterlyRoundRow)
            .where(
                QuarterlyRoundRow.team_id == team,
                QuarterlyRoundRow.quarter == result.quarter.key,
                QuarterlyRoundRow.closed_at.is_(None),
            )
            .values(wrapped=None, shown=shown, closed_at=at)
        )
        if not changed(self.session, closing):
            return False
        for row in (QuarterlyTallyRow, QuarterlyMarkRow):
            gone = delete(row).where(row.team_id == team, row.quarter == result.quarter.key)
            self.session.execute(gone)
        return True

    def to_ask(self, quarter: Quarter) -> Sequence[str]:
        """Workspaces that want the questions and have not begun this quarter's round."""
        begun = select(QuarterlyRoundRow.team_id).where(QuarterlyRoundRow.quarter == quarter.key)
        found = select(PatternSettingsRow.team_id).where(
            PatternSettingsRow.questions.is_(True),
            PatternSettingsRow.leads_channel.is_not(None),
            PatternSettingsRow.team_id.not_in(begun),
            served(PatternSettingsRow.team_id),
        )
        return list(self.session.scalars(found))

    def to_close(self, now: datetime) -> Sequence[tuple[str, Quarter]]:
        """Rounds whose time is over."""
        rows = self.session.execute(
            select(QuarterlyRoundRow.team_id, QuarterlyRoundRow.quarter).where(
                QuarterlyRoundRow.closed_at.is_(None),
                served(QuarterlyRoundRow.team_id),
            ),
        )
        found = [(team, Quarter.parse(key)) for team, key in rows]
        return [(team, one) for team, one in found if one is not None and one.closes_at <= now]

    def newest(self, team: str) -> Result | None:
        """The newest closed round."""
        row = self.session.scalar(
            select(QuarterlyRoundRow)
            .where(QuarterlyRoundRow.team_id == team, QuarterlyRoundRow.closed_at.is_not(None))
            .order_by(QuarterlyRoundRow.quarter.desc())
            .limit(1),
        )
        quarter = Quarter.parse(row.quarter) if row else None
        if row is None or quarter is None:
            return None
        shown = row.shown or {}
        return Result(
            quarter,
            tuple(
                (question, Share(shown[question.value]) if shown.get(question.value) else None)
                for question in Question
            ),
        )


def _table(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
    return table
