import stat
from pathlib import Path

import pytest

from bot.app_start import StartError, open_database, open_keyring
from bot.settings import Settings, SettingsError, load_settings
from bot.wording import doctor as words
from storage.crypto import Keyring, new_master_key
from storage.session import hang_up


def settings(tmp_path: Path, **values: object) -> Settings:
    given: dict[str, object] = {
        "database_url": f"sqlite:///{tmp_path / 'a' / 'goodword.sqlite3'}",
        "goodword_key_file": tmp_path / "b" / "goodword.key",
    }
    return Settings(_env_file=None, **(given | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        (
            "SLACK_BOT_TOKEN",
            "xapp-swapped",
            "SLACK_BOT_TOKEN: has to start with xoxb-; this one goes into SLACK_APP_TOKEN.",
        ),
        (
            "SLACK_APP_TOKEN",
            "xoxb-swapped",
            "SLACK_APP_TOKEN: has to start with xapp-; this one goes into SLACK_BOT_TOKEN.",
        ),
        (
            "SLACK_BOT_TOKEN",
            "xoxp-persons",
            "SLACK_BOT_TOKEN: has to start with xoxb-; copy it again.",
        ),
        ("GOODWORD_REDACTION_WORKERS", "none", "GOODWORD_REDACTION_WORKERS"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(
    name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Swapped tokens are the commonest mistake; a token must not end up in a terminal's log."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert says in str(caught.value)
    assert value not in str(caught.value)


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As an admin would write them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOODWORD_LEADS", "U1, U2 ,")
    monkeypatch.setenv("GOODWORD_KEPT_TERMS", "Pocket Ledger,Atlas")
    loaded = load_settings()
    assert loaded.goodword_leads == {"U1", "U2"}
    assert loaded.goodword_kept_terms == ("Pocket Ledger", "Atlas")


def test_the_first_start_makes_a_key_only_its_owner_can_read(tmp_path: Path) -> None:
    """Made once, read ever after."""
    given = settings(tmp_path)
    token = open_keyring(given).check_token()
    mode = stat.S_IMODE((tmp_path / "b" / "goodword.key").stat().st_mode)
    assert mode == 0o600
    assert open_keyring(given).passes(token)


def test_a_lost_key_file_is_not_replaced_by_a_key_that_opens_nothing(tmp_path: Path) -> None:
    """One sentence with the next step; the file put back, everything goes on."""
    given = settings(tmp_path)
    hang_up(open_database(given, open_keyring(given)))
    kept = given.goodword_key_file.read_text(encoding="ascii")
    before = (tmp_path / "a" / "goodword.sqlite3").read_bytes()
    given.goodword_key_file.unlink()
    with pytest.raises(StartError) as lost:
        open_keyring(given)
    assert str(lost.value) == words.key_file_lost(str(given.goodword_key_file))
    assert not given.goodword_key_file.exists()
    assert (tmp_path / "a" / "goodword.sqlite3").read_bytes() == before
    given.goodword_key_file.write_text(kept, encoding="ascii")
    hang_up(open_database(given, open_keyring(given)))


def test_no_key_is_made_while_nobody_knows_whether_there_was_one(tmp_path: Path) -> None:
    """A database that does not answer may have been made with the key that is missing."""
    given = settings(tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StartError, match="does not answer"):
        open_keyring(given)
    assert not given.goodword_key_file.exists()


def test_another_key_than_the_databases_refuses_to_start(tmp_path: Path) -> None:
    """Better no bot than one that seals new rows with a key nobody can open the old ones with."""
    given = settings(tmp_path)
    open_database(given, Keyring(new_master_key()))
    with pytest.raises(StartError, match="another master key"):
        open_database(given, Keyring(new_master_key()))


def test_a_malformed_key_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """And not with a traceback."""
    with pytest.raises(StartError, match="malformed"):
        open_keyring(settings(tmp_path, goodword_master_key="not a key"))


def test_a_rotated_key_still_opens_what_the_old_one_sealed() -> None:
    """New first, old behind it: that is how a key is changed without downtime."""
    old, new = new_master_key(), new_master_key()
    sealed = Keyring(old).seal({"text": "a good word"})
    assert Keyring(f"{new},{old}").open(sealed) == {"text": "a good word"}


def test_a_database_that_does_not_answer_is_said_in_one_sentence(tmp_path: Path) -> None:
    """What to check stands in the sentence."""
    given = settings(tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StartError, match="does not answer"):
        open_database(given, Keyring(new_master_key()))
