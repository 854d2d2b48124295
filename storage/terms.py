"""Hashes of hidden terms under the workspace's own key: erased with the key, useless elsewhere."""

import hashlib
import hmac
from dataclasses import dataclass, field

from sqlalchemy.orm import Session, sessionmaker

from storage.crypto import Keyring
from storage.models import WorkspaceRow


@dataclass(frozen=True, slots=True)
class SqlTerms:
    """bot.ports_sharing.Terms over the workspace's wrapped key."""

    sessions: sessionmaker[Session]
    keyring: Keyring
    _keys: dict[str, bytes] = field(default_factory=dict, repr=False)

    def digest(self, team: str, normalised: str) -> str:
        """The hash of a normalised term: HMAC-SHA256, 32 hexadecimal digits."""
        said = normalised.encode("utf-8", "surrogatepass")
        return hmac.new(self._key(team), said, hashlib.sha256).hexdigest()[:32]

    def _key(self, team: str) -> bytes:
        if team not in self._keys:
            with self.sessions() as session:
                wrapped = session.get_one(WorkspaceRow, team).wrapped_key
            self._keys[team] = self.keyring.unwrap(wrapped)
        return self._keys[team]
