"""Coded marks of one person, made again under the keys that are still there."""

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.quarterly import Question
from storage.crypto import Keyring
from storage.models import QuarterlyRoundRow, WindowKeyRow, WorkspaceRow


def requester_key(session: Session, keyring: Keyring, team: str, requester: str) -> str:
    """A keyed hash to find a person's own requests by, under the workspace's key."""
    workspace = session.get_one(WorkspaceRow, team)
    return _mark(keyring.unwrap(workspace.wrapped_key), f"requester:{requester}")


def answer_mark(key: bytes, question: Question, user: str) -> str:
    """That a person answered a question, under the round's key."""
    return _mark(key, f"{question.value}:{user}")


@dataclass(frozen=True, slots=True)
class PersonMarks:
    """The marks under which one person stands in a workspace."""

    session: Session
    keyring: Keyring
    team: str
    user: str

    def of_windows(self) -> list[str]:
        """In windows that are not frozen."""
        found = select(WindowKeyRow.wrapped).where(
            WindowKeyRow.team_id == self.team, WindowKeyRow.wrapped.is_not(None)
        )
        return [
            _mark(self.keyring.unwrap(key), self.user)
            for key in self.session.scalars(found)
            if key is not None
        ]

    def of_rounds(self) -> list[str]:
        """In rounds of the two questions that are still open."""
        found = select(QuarterlyRoundRow.wrapped).where(
            QuarterlyRoundRow.team_id == self.team, QuarterlyRoundRow.wrapped.is_not(None)
        )
        return [
            answer_mark(self.keyring.unwrap(key), question, self.user)
            for key in self.session.scalars(found)
            if key is not None
            for question in Question
        ]

    def of_requests(self) -> list[str]:
        """In handoffs whose link is still there; none in an unknown workspace."""
        if self.session.get(WorkspaceRow, self.team) is None:
            return []
        return [requester_key(self.session, self.keyring, self.team, self.user)]


def _mark(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
