"""Frozen windows, and the log of who saw them. Nothing here can answer about one person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    and_,
    case,
    delete,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from bot.domain.handoff import Ground, Step
from bot.domain.handoff_moves import Happened
from bot.domain.lead_views import Display, Drill, PatternSettings, Surface
from bot.domain.patterns import WAITS, Asked, Frozen, Taken, Wait, Window, wait_of
from storage.models import (
    Base,
    FrozenWindowRow,
    HandoffEventRow,
    HandoffSetupRow,
    PatternDisplayRow,
    PatternSettingsRow,
    PatternStandingRow,
    WorkspaceRow,
)
from storage.pattern_rows import frozen_of, shown_values
from storage.served import served
from storage.upsert import insert_or_ignore

_EVENT = HandoffEventRow
_MARK = type_coerce(_EVENT.requester_mark, String)
_TAKEN = (Happened.CLAIMED.value, Happened.REASSIGNED.value)
_RETURNED = (Happened.GIVEN_BACK.value, Happened.REOPENED.value)
_ODD = (*_RETURNED, Happened.REASSIGNED.value)
_COUNTED = (Happened.REQUESTED.value, *_TAKEN, *_RETURNED)
_WAITS = [(int(edge.total_seconds()), name.value) for edge, name in WAITS]
_LONGER = Wait.LONGER.value


@dataclass(frozen=True, slots=True)
class SqlPatterns:
    """bot.ports_patterns.PatternRepository over a session."""

    session: Session

    def settings(self, team: str) -> PatternSettings:
        """What the admin has set, or the defaults."""
        row = self.session.get(PatternSettingsRow, team)
        if row is None:
            return PatternSettings()
        return PatternSettings(row.leads_channel, tuple(row.sibling_groups), row.questions)

    def keep_settings(self, team: str, settings: PatternSettings) -> None:
        """Keep what the admin has set."""
        self.session.merge(
            PatternSettingsRow(
                team_id=team,
                leads_channel=settings.leads_channel,
                sibling_groups=list(settings.sibling_groups),
                questions=settings.questions,
            ),
        )

    def waiting(self, newest: Window) -> Sequence[str]:
        """Workspaces with handoffs, begun before this window ended, in which it is not frozen."""
        frozen = and_(
            FrozenWindowRow.team_id == HandoffSetupRow.team_id,
            FrozenWindowRow.window_start == newest.start,
        )
        found = (
            select(HandoffSetupRow.team_id)
            .join(WorkspaceRow, WorkspaceRow.team_id == HandoffSetupRow.team_id)
            .join(FrozenWindowRow, frozen, isouter=True)
            .where(WorkspaceRow.created_at < newest.ends_at)
            .where(FrozenWindowRow.team_id.is_(None), WorkspaceRow.removed_at.is_(None))
        )
        return list(self.session.scalars(found))

    def first_window(self, team: str) -> Window | None:
        """The window in which the workspace began; None for an unknown one."""
        row = self.session.get(WorkspaceRow, team)
        return Window.of(row.created_at) if row else None

    def frozen_starts(self, team: str) -> frozenset[date]:
        """First days of the windows that are frozen."""
        found = select(FrozenWindowRow.window_start).where(FrozenWindowRow.team_id == team)
        return frozenset(self.session.scalars(found))

    def frozen(self, team: str, limit: int) -> Sequence[Frozen]:
        """Frozen windows, newest first."""
        rows = self.session.scalars(
            select(FrozenWindowRow)
            .where(FrozenWindowRow.team_id == team)
            .order_by(FrozenWindowRow.window_start.desc())
            .limit(limit),
        )
        return [frozen_of(row) for row in rows]

    def asked(self, team: str, window: Window) -> tuple[Sequence[Asked], Sequence[Taken]]:
        """The requests of a window, and those somebody took, alike ones together; no drills.

        The database adds up what went straight; only what was returned or reassigned is read
        one by one, because its first taker is the one that counts.
        """
        here = _of(team, window)
        odd = select(_EVENT.handoff_id).where(*here, _EVENT.kind.in_(_ODD))
        straight = _EVENT.handoff_id.not_in(odd)
        asked = self.session.execute(
            select(_MARK, _EVENT.ground, func.count())
            .where(*here, _EVENT.kind == Happened.REQUESTED.value, straight)
            .group_by(_MARK, _EVENT.ground),
        )
        bucket = case(*((_EVENT.waited_s <= edge, name) for edge, name in _WAITS), else_=_LONGER)
        taken = self.session.execute(
            select(_MARK, bucket, _EVENT.step, func.count())
            .where(*here, _EVENT.kind == Happened.CLAIMED.value, straight)
            .group_by(_MARK, bucket, _EVENT.step),
        )
        odd_asked, odd_taken = self._one_by_one(odd)
        return (
            [Asked(mark, Ground(g), count=count) for mark, g, count in asked] + odd_asked,
            [Taken(mark, Wait(w), Step(step), n) for mark, w, step, n in taken] + odd_taken,
        )

    def _one_by_one(self, odd: Select[str]) -> tuple[list[Asked], list[Taken]]:
        # By handoff alone: naming the window again would make the planner walk all of it.
        rows = self.session.execute(
            select(
                _EVENT.handoff_id, _EVENT.kind, _MARK, _EVENT.ground, _EVENT.step, _EVENT.waited_s
            )
            .where(_EVENT.handoff_id.in_(odd), _EVENT.kind.in_(_COUNTED), _MARK.is_not(None))
            .order_by(_EVENT.id),
        )
        asked: dict[str, Asked] = {}
        taken: dict[str, Taken] = {}
        for handoff, kind, mark, ground, step, waited_s in rows:
            if kind == Happened.REQUESTED.value:
                asked[handoff] = Asked(mark, Ground(ground))
            elif kind in _RETURNED:
                asked[handoff] = replace(asked[handoff], returned=True)
            else:
                wait = wait_of(timedelta(seconds=waited_s))
                taken.setdefault(handoff, Taken(mark, wait, Step(step)))
        return list(asked.values()), list(taken.values())

    def freeze(self, team: str, frozen: Frozen, at: datetime) -> bool:
        """Keep a window for good; False when it already is. Nothing ever changes one."""
        values = {
            "team_id": team,
            "window_start": frozen.window.start,
            "shown": shown_values(frozen),
            "frozen_at": at,
        }
        return insert_or_ignore(self.session, _table(FrozenWindowRow), values)

    def drills(self, team: str, windows: Sequence[Window]) -> Sequence[Drill]:
        """Practice handoffs of these windows."""
        rows = self.session.execute(
            select(_EVENT.handoff_id, _EVENT.kind, _EVENT.at)
            .where(_EVENT.team_id == team, _EVENT.drill.is_(True), _EVENT.kind.in_(_COUNTED))
            .where(_EVENT.window_start.in_([window.start for window in windows]))
            .order_by(_EVENT.id),
        )
        began: dict[str, datetime] = {}
        taken: dict[str, datetime] = {}
        for handoff, kind, at in rows:
            if kind == Happened.REQUESTED.value:
                began[handoff] = at
            elif kind in _TAKEN:
                taken.setdefault(handoff, at)
        return [
            Drill(at, taken[handoff] - at if handoff in taken else None)
            for handoff, at in began.items()
        ]

    def log(self, display: Display) -> None:
        """Write down that figures were shown."""
        self.session.add(
            PatternDisplayRow(
                team_id=display.team,
                user_id=display.user,
                surface=display.surface.value,
                window_start=display.window_start,
                figures=list(display.figures),
                at=display.at,
            ),
        )

    def displays(self, team: str, limit: int) -> Sequence[Display]:
        """What was shown to whom, newest first."""
        rows = self.session.scalars(
            select(PatternDisplayRow)
            .where(PatternDisplayRow.team_id == team)
            .order_by(PatternDisplayRow.id.desc())
            .limit(limit),
        )
        return [
            Display(
                row.team_id,
                row.user_id,
                Surface(row.surface),
                row.window_start,
                tuple(row.figures),
                row.at,
            )
            for row in rows
        ]

    def standing(self, team: str, user: str, *, stands: bool) -> None:
        """Note whether figures stand in a person's App Home now."""
        row = PatternStandingRow
        if stands:
            insert_or_ignore(self.session, _table(row), {"team_id": team, "user_id": user})
            return
        self.session.execute(delete(row).where(row.team_id == team, row.user_id == user))

    def teams_standing(self) -> Sequence[tuple[str, str]]:
        """Workspace and person, for each App Home in which figures stand."""
        row = PatternStandingRow
        rows = self.session.execute(
            select(row.team_id, row.user_id).where(served(row.team_id)),
        )
        return [(team, user) for team, user in rows]


def _of(team: str, window: Window) -> tuple[ColumnElement[bool], ...]:
    """Events of a window that are counted: no drills, and only with a mark."""
    return (
        _EVENT.team_id == team,
        _EVENT.window_start == window.start,
        _EVENT.drill.is_(False),
        _EVENT.requester_mark.is_not(None),
    )


def _table(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
    return table
