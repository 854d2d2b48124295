"""Settings and the roster: set in Slack, checked field by field, effective without a restart."""

import json
from typing import Any

from bot.domain.workspace import Mode
from tests.flows.doors.acts import PRAISE, REVIEW, posts, share
from tests.flows.doors.conftest import Town
from tests.sandbox_client import SandboxServer

ADMIN = "U0ADA"


def open_settings(slack: SandboxServer, user: str = ADMIN) -> dict[str, Any]:
    slack.open_home(user)
    slack.wait_for_home(user, "home_settings")
    slack.click(user, "home_settings", surface="home")
    return slack.wait_for_modal(user, "Kudos channel")


def save(slack: SandboxServer, **fields: object) -> dict[str, Any]:
    open_settings(slack)
    return slack.submit(ADMIN, fields)


def test_an_admin_changes_the_kudos_channel_without_a_restart(slack: SandboxServer) -> None:
    """The next share goes to the new one."""
    made = slack.channel("cheers", members=["U0PRIYA", "U0GOODWORD"])
    assert save(slack, kudos_channel=made["id"])["errors"] == {}
    slack.wait_for_home(ADMIN, "The settings are saved")
    slack.command("U0PRIYA", f"/kudos {PRAISE}")
    slack.wait_for_modal("U0PRIYA", REVIEW)
    slack.submit("U0PRIYA")
    slack.wait_for(lambda: posts(slack, "cheers"), "the post in the new channel")


def test_everything_that_is_set_is_kept(town: Town, slack: SandboxServer) -> None:
    """And shown again in the modal, except hidden terms, of which only the number is known."""
    fields = {
        "mode": "automatic",
        "reaction": ":tada:",
        "support_group": "S0LEADS",
        "leads": ["U0SAM"],
        "leads_group": "S0LEADS",
        "admins": ["U0ADA", "U0MARA"],
        "time_zone": "Europe/Lisbon",
        "kept_terms": "Goodword, Acme Sync",
        "hide_terms": "Project Heron",
    }
    assert save(slack, **fields)["errors"] == {}
    stored = town.stored()
    assert stored.mode is Mode.AUTOMATIC
    assert stored.reaction == "tada"
    assert (stored.support_group, stored.leads_group) == ("S0LEADS", "S0LEADS")
    assert stored.leads == {"U0SAM"}
    assert stored.admins == {"U0ADA", "U0MARA"}
    assert stored.time_zone == "Europe/Lisbon"
    assert stored.kept_terms == ("Goodword", "Acme Sync")
    assert len(stored.hidden_terms) == 1
    assert "heron" not in str(stored).lower()
    modal = json.dumps(open_settings(slack))
    assert "1 word or name always hidden" in modal
    assert "Heron" not in modal


def test_one_of_a_hundred_and_thirty_groups_is_found_by_typing(
    town: Town, slack: SandboxServer
) -> None:
    """A menu holds a hundred. Slack asks at each letter; usergroups.list is called once."""
    slack.reset(groups=[_group(number) for number in range(130)])
    town.bot.listen()
    open_settings(slack)
    offered = slack.suggest(ADMIN, "support_group")["options"]
    assert len(offered) == 100
    before = len(slack.calls("usergroups.list"))
    assert slack.suggest(ADMIN, "support_group", "nobody")["options"] == offered[:1]
    found = [slack.suggest(ADMIN, "support_group", "@team-129"[:end]) for end in range(4, 10)]
    assert len(slack.calls("usergroups.list")) - before <= len(town.bot.hosts or [1])
    assert [one["text"]["text"] for one in found[-1]["options"]] == ["None", "@team-129"]
    assert slack.submit(ADMIN, {"support_group": "@team-129"})["errors"] == {}
    assert town.stored().support_group == "S0129"


def _group(number: int) -> dict[str, object]:
    name = f"Team {number:03}"
    return {"id": f"S0{number:03}", "name": name, "handle": f"team-{number:03}", "users": []}


def test_each_field_that_makes_no_sense_gets_one_sentence(town: Town, slack: SandboxServer) -> None:
    """Nothing is saved while one of them stands."""
    slack.channel("old-praise", members=["U0GOODWORD"], is_archived=True)
    archived = slack.channel("old-praise")["id"]
    shared = slack.channel("partners", members=["U0GOODWORD"], is_ext_shared=True)["id"]
    errors = save(
        slack,
        kudos_channel=shared,
        intake_channels=["C0PRAISE", archived],
        reaction="not an emoji",
        leads=["U0GUEST"],
        admins=["U0GOODWORD"],
        time_zone="Mars/Olympus",
        kept_terms="someone@example.com",
        hide_terms="one two three four five six seven",
    )["errors"]
    assert set(errors) == {
        "kudos_channel",
        "intake_channels",
        "reaction",
        "leads",
        "admins",
        "time_zone",
        "kept_terms",
        "hide_terms",
    }
    assert "another company" in errors["kudos_channel"]
    assert "archived" in errors["intake_channels"]
    assert town.stored().time_zone == "UTC"


def test_a_channel_the_bot_is_not_in_is_refused_with_the_next_step(slack: SandboxServer) -> None:
    """It could not post there."""
    assert "/invite" in save(slack, kudos_channel="C0GENERAL")["errors"]["kudos_channel"]


def test_a_setting_that_points_to_nothing_does_not_stop_the_rest(
    town: Town, slack: SandboxServer
) -> None:
    """A group that is gone leaves the roster smaller, not the bot broken."""
    town.configure(support_group="S0GONE", leads_group="S0GONE", intake_channels=("C0GONE",))
    post = share(slack)
    assert "saved our Friday" in json.dumps(post)
    open_settings(slack)


def test_only_admins_see_and_open_settings(slack: SandboxServer) -> None:
    """Leads are not admins."""
    slack.open_home("U0LENA")
    home = slack.wait_for_home("U0LENA", "Share a good word")
    assert "home_settings" not in json.dumps(home)


def test_slacks_own_admins_are_the_first_admins(town: Town, slack: SandboxServer) -> None:
    """Until the settings name some who are still here."""
    town.configure(admins=frozenset())
    open_settings(slack, ADMIN)
    town.configure(admins=frozenset({"U0MARA"}))
    slack.open_home(ADMIN)
    slack.wait_for(lambda: "home_settings" not in json.dumps(slack.home(ADMIN)), "it to go")
    slack.person("U0MARA", deleted=True)
    slack.wait_for(lambda: _sees_settings(slack), "Slack's admin to be let in again")


def _sees_settings(slack: SandboxServer) -> bool:
    slack.open_home(ADMIN)
    return "home_settings" in json.dumps(slack.home(ADMIN))


def test_a_hidden_term_is_hidden_and_cannot_be_shown(town: Town, slack: SandboxServer) -> None:
    """In any case and spacing; no tick to clear; a removed one is shown again."""
    save(slack, hide_terms="Harbour Cat")
    slack.command("U0PRIYA", "/kudos Your help with the HARBOUR  cat made our day.")
    modal = slack.wait_for_modal("U0PRIYA", REVIEW)
    assert "share_hidden" not in json.dumps(modal["blocks"])
    slack.submit("U0PRIYA")
    slack.wait_for(lambda: posts(slack), "the post")
    assert "harbour" not in json.dumps(posts(slack)).lower()
    assert "not hidden" in save(slack, unhide_terms="Harbour Dog")["errors"]["unhide_terms"]
    slack.close(ADMIN)
    assert save(slack, unhide_terms="harbour cat")["errors"] == {}
    assert town.stored().hidden_terms == frozenset()


def test_a_leads_group_makes_leads_within_a_minute(town: Town, slack: SandboxServer) -> None:
    """Whoever joins the group may take back; whoever leaves may not."""
    town.configure(leads=frozenset(), leads_group="S0LEADS")
    post = share(slack)
    slack.click("U0SAM", "kudos_take_back", channel="kudos", ts=post["ts"])
    slack.wait_for_message("kudos", "Only the person who shared it", "U0SAM")
    slack.group("S0LEADS", ["U0SAM"])
    slack.wait_for(lambda: town.count("inbox WHERE state='done'") == 1, "the event")
    town.others_hear()
    slack.click("U0SAM", "kudos_take_back", channel="kudos", ts=post["ts"])
    slack.wait_for(lambda: not posts(slack), "it to go")


def test_the_roster_is_read_once_and_again_when_somebody_changes(
    town: Town, slack: SandboxServer
) -> None:
    """Never paged per message; a new name stays readable within a minute."""
    share(slack, "Thank you Tomasz, that was quick.")
    calls = len(slack.calls("users.info")) + len(slack.calls("usergroups.users.list"))
    share(slack, "Thank you Tomasz, quick again.")
    more = len(slack.calls("users.info")) + len(slack.calls("usergroups.users.list"))
    assert more == calls
    slack.person("U0TOMASZ", real_name="Tadeusz Wójcik", display_name="Tadek")
    slack.wait_for(lambda: town.count("inbox WHERE state='done'") == 1, "the event")
    town.others_hear()
    slack.wait_for(lambda: "Tadeusz" in _roster(town), "the new name")
    assert "Tomasz" not in _roster(town)
    slack.group("S0SUPPORT", ["U0PRIYA", "U0MARA"])
    slack.wait_for(lambda: town.count("inbox WHERE state='done'") == 2, "the event")
    town.others_hear()
    slack.wait_for(lambda: "Mara" in _roster(town), "the new member")


def test_a_status_line_does_not_read_the_roster_again(town: Town, slack: SandboxServer) -> None:
    """Slack says `user_change` for every coffee break."""
    _roster(town)
    epoch = town.stored().people_epoch
    slack.person("U0TOMASZ", profile_extra={"status_text": "Lunch"})
    slack.wait_for(lambda: town.count("inbox WHERE state='done'") == 1, "the event")
    assert town.stored().people_epoch == epoch


def _roster(town: Town) -> set[str]:
    """What every process knows; a name is there once each of them has heard."""
    first, *others = (set(one["names"]) for one in town.bot.each("roster", team="T0GOODWORD"))
    return first.intersection(*others)
