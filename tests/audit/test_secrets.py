"""No token, key or password is in the repository; our own stand-ins are listed by shape."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox_client import ROOT

RULES = {
    "Slack token": re.compile(r"\bx(?:ox[abeoprs]|app)-\d[\w-]{20,}"),
    "Slack webhook": re.compile(r"hooks\.slack\.com/(?:services|workflows)/T\w+/\w+/\w+"),
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[\w+/=]{20}"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b"),
    "access token": re.compile(
        r"\b(?:gh[opsur]_\w{36}|github_pat_\w{60,}|glpat-[\w-]{20}|pypi-[\w-]{60,})"
        r"|\bsk-(?:[a-z]+-)?[A-Za-z0-9]{32,}"
    ),
    "web token": re.compile(r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}"),
    "login in an address": re.compile(r"\b[a-z][a-z0-9+]+://[^\s/:@'\"<>{}]+:[^\s/@'\"<>{}$]{6,}@"),
    "Fernet key": re.compile(r"(?<![\w+/-])[\w-]{43}=(?![\w=])"),
    "assigned secret": re.compile(
        r"(?i)\b\w*(?:secret|passw(?:or)?d|api_?key|master_key|access_token)\w*[\"']?\s*[:=]\s*"
        r"[\"'](?=[^\"']*\d)(?=[^\"']*[a-z])[\w+/=-]{24,}[\"']"
    ),
}
BINARY = frozenset({".png", ".onnx", ".npz", ".npy", ".gz", ".woff2", ".ico"})
VENDORED = ("tests/browser/vendor/",)
STAND_INS = {
    "tests/audit/test_secrets.py": "what the rules have to find",
}
"""Files with something secret-like in them that is none, and why."""


def files() -> Iterator[Path]:
    """What is in the repository, or would be with the next commit."""
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix not in BINARY and not name.startswith(VENDORED):
            yield path


def found_in(text: str) -> list[str]:
    return [name for name, rule in RULES.items() if rule.search(text)]


def test_no_secret_is_in_the_repository() -> None:
    """The finding names file and kind, never the secret."""
    findings = []
    for path in files():
        name = str(path.relative_to(ROOT))
        kinds = found_in(path.read_text(encoding="utf-8", errors="replace"))
        if kinds and name not in STAND_INS:
            findings.append((name, kinds))
    assert findings == []


def test_no_environment_file_key_or_database_is_in_the_repository() -> None:
    """What a running Goodword makes stays where it was made."""
    kept = {".env", "goodword.key", ".netrc", "id_rsa", "id_ed25519"}
    found = [
        path.name
        for path in files()
        if path.name in kept or path.suffix in {".pem", ".p12", ".sqlite3", ".key"}
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("Slack token", "SLACK_BOT_TOKEN=xoxb-" + "12345678901-1234567890123-" + "AbCdEf"),
        ("Slack token", "xapp-" + "1-A0123456789-1234567890-abcdef0123456789"),
        ("Slack webhook", "https://hooks.slack" + ".com/services/T0123/B0123/abcdefgh"),
        ("private key", "-----BEGIN RSA PRIVATE" + " KEY-----\nMIIEpAIBAAKCAQEAabcdefgh"),
        ("cloud key", "AKIA" + "ABCDEFGHIJKLMNOP"),
        ("access token", "ghp_" + "a1B2" * 9),
        ("web token", "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0." + "s" * 43),
        ("login in an address", "postgresql://goodword:" + "hunter22@db/goodword"),
        ("Fernet key", "GOODWORD_MASTER_KEY=" + "a" * 43 + "="),
        ("assigned secret", "signing_secret = '" + "0123456789abcdef" * 2 + "'"),
    ],
)
def test_each_kind_is_noticed(kind: str, text: str) -> None:
    """A rule that finds nothing is no rule."""
    assert kind in found_in(text)
