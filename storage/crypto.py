"""Keys: a master key wraps one key a workspace; both seal what is stored."""

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_CHECK: Final = b"goodword key check"


class WrongKeyError(Exception):
    """The master key is missing, malformed, or not the one this database was made with."""


def new_master_key() -> str:
    """A fresh Fernet key, URL-safe base64 of 32 random bytes."""
    return Fernet.generate_key().decode()


def key_from_file(path: Path) -> str:
    """Read the key file, making it (mode 0600) when there is none yet."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = new_master_key()
        file.write(key + "\n")
    return key


class Keyring:
    """The master keys: the first seals, all open (so that a key can be rotated)."""

    def __init__(self, keys: str) -> None:
        """Take comma-separated Fernet keys; raises WrongKeyError when one is malformed."""
        try:
            self._fernets = [Fernet(part.strip()) for part in keys.split(",") if part.strip()]
            self._first = base64.urlsafe_b64decode(keys.split(",", maxsplit=1)[0].strip())
        except ValueError:
            raise WrongKeyError("the master key is malformed") from None
        if not self._fernets:
            raise WrongKeyError("there is no master key")
        self._master = MultiFernet(self._fernets)

    def check_token(self) -> bytes:
        """What is kept in the key-check row."""
        return self._master.encrypt(_CHECK)

    def passes(self, token: bytes) -> bool:
        """Whether these keys open the key-check row."""
        try:
            return self._master.decrypt(token) == _CHECK
        except InvalidToken:
            return False

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA256 over the first master key)."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(
            self._first,
        )

    def seal(self, body: Mapping[str, Any]) -> bytes:
        """Encrypt a JSON body."""
        return self._master.encrypt(json.dumps(body, ensure_ascii=False).encode())

    def open(self, sealed: bytes) -> dict[str, Any]:
        """Decrypt a JSON body."""
        opened: dict[str, Any] = json.loads(self._master.decrypt(sealed))
        return opened

    def unwrap(self, wrapped: bytes) -> bytes:
        """A workspace's or window's own key."""
        return self._master.decrypt(wrapped)

    def is_first(self, token: bytes) -> bool:
        """Whether the first key sealed it."""
        try:
            self._fernets[0].decrypt(token)
        except InvalidToken:
            return False
        return True

    def again(self, token: bytes) -> bytes:
        """The same, sealed by the first key; raises WrongKeyError when no key opens it."""
        try:
            return self._master.rotate(token)
        except InvalidToken:
            raise WrongKeyError("a row was sealed with a key that is not given") from None

    def wrap_new_key(self) -> bytes:
        """A fresh workspace key, wrapped."""
        return self._master.encrypt(Fernet.generate_key())
