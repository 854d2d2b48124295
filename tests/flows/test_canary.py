"""Planted identities are searched for wherever the bot writes."""

import time
from pathlib import Path

from tests.flows.conftest import IDENTITIES, SAMPLE, Bot
from tests.flows.test_a_good_word_travels import share_from_message, shown
from tests.sandbox_client import SandboxServer


def test_no_identity_reaches_database_journal_or_log(
    bot: Bot, slack: SandboxServer, tmp_path: Path, log_file: Path, capfd: object
) -> None:
    """After sharing, a refused submit, a held one and a retraction: nothing of the customer."""
    share_from_message(slack)
    slack.wait_for(lambda: shown(slack), "the post")
    slack.command("U0PRIYA", f"/kudos {SAMPLE}")
    slack.wait_for_modal("U0PRIYA", "What the team will see")
    with bot.database_away():
        slack.submit("U0PRIYA")
    slack.faults({"method": "chat.postMessage", "kind": "http_500_before", "times": 1})
    slack.submit("U0PRIYA")
    slack.click("U0PRIYA", "kudos_take_back", channel="kudos", ts=shown(slack)[0]["ts"])
    time.sleep(1)
    bot.stop()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in written if path.suffix.startswith(".sqlite3")]
    content = b"".join(path.read_bytes() for path in written).lower()
    out, err = capfd.readouterr()  # type: ignore[attr-defined]
    everything = content + (out + err).lower().encode()
    assert b"kudos_shared" in everything
    assert [name for name in IDENTITIES if name.encode() in everything] == []


def test_the_canary_sings_when_an_identity_is_written(tmp_path: Path) -> None:
    """A search that cannot find anything would prove nothing."""
    (tmp_path / "x.sqlite3").write_bytes(b"...Ngozi...")
    found = b"".join(path.read_bytes() for path in tmp_path.rglob("*")).lower()
    assert [name for name in IDENTITIES if name.encode() in found] == ["ngozi"]
