"""What patterns need from outside, as Protocols; bot.app plugs the real ones in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, Self

from bot.domain.lead_views import Display, Drill, PatternSettings
from bot.domain.patterns import Asked, Frozen, Taken, Window
from bot.domain.quarterly import Quarter, Question, Reply, Result
from bot.ports_handoff import HandoffUnitOfWork
from bot.ports_sharing import SilenceRepository


class PatternRepository(Protocol):
    """Frozen windows and who has seen them. No method answers anything about one person."""

    def settings(self, team: str) -> PatternSettings:
        """What the admin has set, or the defaults."""

    def keep_settings(self, team: str, settings: PatternSettings) -> None:
        """Keep what the admin has set."""

    def waiting(self, newest: Window) -> Sequence[str]:
        """Workspaces with handoffs, begun before this window ended, in which it is not frozen."""

    def first_window(self, team: str) -> Window | None:
        """The window in which the workspace began; None for an unknown one."""

    def frozen_starts(self, team: str) -> frozenset[date]:
        """First days of the windows that are frozen."""

    def frozen(self, team: str, limit: int) -> Sequence[Frozen]:
        """Frozen windows, newest first."""

    def asked(self, team: str, window: Window) -> tuple[Sequence[Asked], Sequence[Taken]]:
        """The requests of a window, and those somebody took, alike ones together; no drills."""

    def freeze(self, team: str, frozen: Frozen, at: datetime) -> bool:
        """Keep a window for good; False when it already is. Nothing ever changes one."""

    def drills(self, team: str, windows: Sequence[Window]) -> Sequence[Drill]:
        """Practice handoffs of these windows."""

    def log(self, display: Display) -> None:
        """Write down that figures were shown."""

    def displays(self, team: str, limit: int) -> Sequence[Display]:
        """What was shown to whom, newest first."""

    def standing(self, team: str, user: str, *, stands: bool) -> None:
        """Note whether figures stand in a person's App Home now."""

    def teams_standing(self) -> Sequence[tuple[str, str]]:
        """Workspace and person, for each App Home in which figures stand."""


class QuarterlyRepository(Protocol):
    """Answers to the two questions: counts, and marks that say only that somebody answered."""

    def open(self, team: str, quarter: Quarter, at: datetime) -> bool:
        """Begin a quarter's round; False when it was begun before."""

    def answer(self, team: str, user: str, quarter: Quarter, said: tuple[Question, Reply]) -> bool:
        """Count an answer, once a person and question; False when they had answered, or closed."""

    def tallies(self, team: str, quarter: Quarter) -> Mapping[Question, Mapping[Reply, int]]:
        """Counts of an open round, to close it with."""

    def close(self, team: str, result: Result, at: datetime) -> bool:
        """Keep the result, forget counts, marks and key; False when it was closed before."""

    def to_ask(self, quarter: Quarter) -> Sequence[str]:
        """Workspaces that want the questions and have not begun this quarter's round."""

    def to_close(self, now: datetime) -> Sequence[tuple[str, Quarter]]:
        """Rounds whose time is over."""

    def newest(self, team: str) -> Result | None:
        """The newest closed round."""


class PatternUnitOfWork(HandoffUnitOfWork, Protocol):
    """One command, one commit, with what patterns need."""

    @property
    def patterns(self) -> PatternRepository:
        """Frozen windows."""

    @property
    def quarterly(self) -> QuarterlyRepository:
        """The two questions."""

    @property
    def silences(self) -> SilenceRepository:
        """What people do not want to be sent."""

    def __enter__(self) -> Self: ...


class OpenPatternUnitOfWork(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> PatternUnitOfWork:
        """Begin one."""


class People(Protocol):
    """Who belongs to user groups."""

    def __call__(self, team: str, groups: Sequence[str]) -> frozenset[str]:
        """Active human members of any of the groups; raises RefusedError(SLACK_AWAY)."""


class RefreshHome(Protocol):
    """Shows a person their App Home anew."""

    def __call__(self, team: str, user: str) -> None:
        """Publish it; raises RefusedError when Slack is away."""
