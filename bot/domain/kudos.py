"""A kudos: a customer's good word, redacted, with the people it is for."""

import enum
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from bot.domain.redacted import Redacted
from bot.domain.refusals import Reason, RefusedError


class KudosState(enum.StrEnum):
    """Whether a kudos may be seen."""

    SHARED = "shared"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Source:
    """The Slack message a kudos came from: ids only, never its words."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Credits:
    """Whom the good word is for: some teammates, or the whole team.

    asked: teammates who want to be asked first; they are not named until they agree.
    erased: somebody credited had themselves erased; they stand in it as *a teammate*.
    """

    users: tuple[str, ...] = ()
    whole_team: bool = False
    asked: tuple[str, ...] = ()
    erased: bool = False

    def without(self, user: str) -> Self:
        """The same, with one person neither named nor asked."""
        return replace(
            self,
            users=tuple(one for one in self.users if one != user),
            asked=tuple(one for one in self.asked if one != user),
        )


@dataclass(frozen=True, slots=True)
class Kudos:
    """One shared good word. `request` names what asked for it, so that asking twice is once."""

    id: str
    team: str
    request: str
    sharer: str
    sharer_named: bool
    text: Redacted
    note: Redacted | None
    credits: Credits
    source: Source | None
    channel: str
    state: KudosState
    created_at: datetime
    revision: int = 0
    """Grows with each change of the post, so that each change is delivered once."""

    @property
    def post_key(self) -> str:
        """Natural key of its post in the kudos channel."""
        return f"kudos:{self.id}"

    def take_back(self, by: str, leads: frozenset[str]) -> Self:
        """The same kudos, no longer to be seen; twice is fine.

        Raises RefusedError(NOT_YOURS) unless `by` shared it, is credited in it, or is a lead.
        """
        self._require_say(by, leads)
        return replace(self, state=KudosState.TAKEN_BACK)

    def deleted(self) -> Self:
        """Its post was deleted in Slack: that counts as taken back."""
        return replace(self, state=KudosState.TAKEN_BACK)

    def hide(self, text: Redacted, note: Redacted | None, by: str, leads: frozenset[str]) -> Self:
        """The same kudos with more hidden; raises RefusedError."""
        self._require_say(by, leads)
        return self._changed(text=text, note=note)

    def unname(self, user: str) -> Self:
        """The same kudos without this person's name; raises RefusedError(NOT_NAMED)."""
        named = user in self.credits.users or user in self.credits.asked
        shared = user == self.sharer and self.sharer_named
        if not named and not shared:
            raise RefusedError(Reason.NOT_NAMED)
        return self._changed(
            credits=self.credits.without(user),
            sharer_named=self.sharer_named and not shared,
        )

    def agree(self, user: str) -> Self:
        """The same kudos, naming somebody who was asked first; raises RefusedError(NOT_NAMED)."""
        if user in self.credits.users:
            return self
        if user not in self.credits.asked:
            raise RefusedError(Reason.NOT_NAMED)
        others = self.credits.without(user)
        return self._changed(credits=replace(others, users=(*others.users, user)))

    def decline(self, user: str) -> Self:
        """The same kudos; this person is no longer asked. The post does not change."""
        return replace(self, credits=self.credits.without(user))

    def erase(self, user: str) -> Self:
        """The same kudos with nobody to be found under this id, whatever its state."""
        named = user in self.credits.users
        shared = user == self.sharer
        rest = self.credits.without(user)
        return replace(
            self,
            credits=replace(rest, erased=rest.erased or named),
            sharer="" if shared else self.sharer,
            sharer_named=self.sharer_named and not shared,
            revision=self.revision + (named or (shared and self.sharer_named)),
        )

    def may_be_changed_by(self, by: str, leads: frozenset[str]) -> bool:
        """Whether this person shared it, is credited in it, or is a lead."""
        return bool(by) and (by == self.sharer or by in self.credits.users or by in leads)

    def _require_say(self, by: str, leads: frozenset[str]) -> None:
        if not self.may_be_changed_by(by, leads):
            raise RefusedError(Reason.NOT_YOURS)

    def _changed(self, **changes: Any) -> Self:  # noqa: ANN401 - the fields named above
        if self.state is KudosState.TAKEN_BACK:
            raise RefusedError(Reason.TAKEN_BACK)
        return replace(self, revision=self.revision + 1, **changes)
