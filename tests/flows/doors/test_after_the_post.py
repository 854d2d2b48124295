"""What happens to a kudos after it was shared, seen by the channel and by each person."""

import json

from tests.flows.doors.acts import PRAISE, REVIEW, new_post, post_with, posts, share
from tests.flows.doors.conftest import Town
from tests.sandbox_client import SandboxServer


def prefer(slack: SandboxServer, user: str, *ticks: str) -> None:
    """Set personal settings in App Home."""
    slack.open_home(user)
    slack.wait_for_home(user, "home_preferences")
    slack.click(user, "home_preferences", surface="home", value=list(ticks))


def direct(slack: SandboxServer, user: str) -> list[dict[str, object]]:
    return slack.messages("dm", user)


def test_several_people_and_the_whole_team_are_credited(slack: SandboxServer) -> None:
    """Engineers and docs writers too; people named are told, the sharer is not."""
    post = share(slack, credits=["U0SAM", "U0ADA", "U0PRIYA"], team=["team"])
    text = json.dumps(post)
    assert all(f"<@{user}>" in text for user in ("U0SAM", "U0ADA", "U0PRIYA"))
    assert "the whole team" in text
    for user in ("U0SAM", "U0ADA"):
        note = slack.wait_for_message("dm", "named you", user)
        assert "because you are named" in json.dumps(note)
    assert direct(slack, "U0PRIYA") == []


def test_a_credited_persons_name_stays_readable(slack: SandboxServer) -> None:
    """Somebody outside the support group, once credited, is a teammate."""
    post = share(slack, "Thank you Ada, you fixed it within minutes.", credits=["U0ADA"])
    assert "Ada, you fixed" in json.dumps(post)


def test_a_guest_cannot_be_credited(slack: SandboxServer) -> None:
    """One sentence under the field; the text stays."""
    slack.command("U0PRIYA", f"/kudos {PRAISE}")
    slack.wait_for_modal("U0PRIYA", REVIEW)
    answer = slack.submit("U0PRIYA", {"credits": {"value": ["U0GUEST"]}})
    assert "Only members" in answer["errors"]["credits"]
    assert posts(slack) == []


def test_notices_can_be_muted_from_a_notice(slack: SandboxServer) -> None:
    """Silently, and it holds."""
    share(slack, credits=["U0SAM"])
    slack.wait_for_message("dm", "named you", "U0SAM")
    slack.click("U0SAM", "notices_mute", channel="dm")
    slack.wait_for_message("dm", "Muted", "U0SAM")
    count = len(direct(slack, "U0SAM"))
    share(slack, "What a lovely answer, thank you for your patience.", credits=["U0SAM"])
    assert len(direct(slack, "U0SAM")) == count


def test_who_wants_to_be_asked_is_named_only_after_agreeing(slack: SandboxServer) -> None:
    """The post goes out without the name and changes once."""
    prefer(slack, "U0SAM", "ask_first")
    post = share(slack, credits=["U0SAM", "U0ADA"])
    assert "U0SAM" not in json.dumps(post)
    slack.wait_for_message("dm", "would name you", "U0SAM")
    slack.click("U0SAM", "credit_agree", channel="dm")
    post_with(slack, post["ts"], words="<@U0SAM>")
    slack.click("U0SAM", "credit_agree", channel="dm")
    assert len([c for c in slack.calls("chat.update") if c.get("method")]) == 1


def test_rather_not_is_heard_by_nobody(slack: SandboxServer) -> None:
    """The name stays out; the sharer is not told."""
    prefer(slack, "U0SAM", "ask_first")
    post = share(slack, credits=["U0SAM"])
    slack.wait_for_message("dm", "would name you", "U0SAM")
    slack.click("U0SAM", "credit_decline", channel="dm")
    slack.wait_for_message("dm", "stays out", "U0SAM")
    slack.click("U0SAM", "credit_agree", channel="dm")
    slack.wait_for_message("dm", "does not stand in it", "U0SAM")
    assert "U0SAM" not in json.dumps(post_with(slack, post["ts"]))
    assert direct(slack, "U0PRIYA") == []


def test_anyone_removes_their_own_name_in_one_click(slack: SandboxServer) -> None:
    """The credited, and the sharer too; a bystander has no name to remove."""
    post = share(slack, credits=["U0SAM", "U0ADA"])
    slack.click("U0SAM", "kudos_unname", channel="kudos", ts=post["ts"])
    post_with(slack, post["ts"], words="<@U0ADA>", without="U0SAM")
    slack.click("U0PRIYA", "kudos_unname", channel="kudos", ts=post["ts"])
    post_with(slack, post["ts"], words="<@U0ADA>", without="U0PRIYA")
    slack.click("U0TOMASZ", "kudos_unname", channel="kudos", ts=post["ts"])
    slack.wait_for_message("kudos", "does not stand in it", "U0TOMASZ")


def test_hide_more_changes_the_post(slack: SandboxServer) -> None:
    """Preview on Enter; the sharer, the credited and leads may; nobody else."""
    post = share(slack, "You saved our wedding cake, thank you so much.", credits=["U0SAM"])
    slack.click("U0SAM", "kudos_hide_more", channel="kudos", ts=post["ts"])
    slack.wait_for_modal("U0SAM", "What everybody sees now")
    slack.click("U0SAM", "kudos_hide_words", value="wedding")
    slack.wait_for_modal("U0SAM", "What they will see")
    slack.submit("U0SAM", {"words": {"kudos_hide_words": "wedding"}})
    assert slack.modal("U0SAM")["title"]["text"] == "Hide more"
    changed = post_with(slack, post["ts"], without="wedding")
    assert "cake, thank you" in json.dumps(changed)
    slack.click("U0TOMASZ", "kudos_hide_more", channel="kudos", ts=post["ts"])
    slack.wait_for_message("kudos", "Only the person who shared it", "U0TOMASZ")
    assert slack.modals("U0TOMASZ") == []


def test_hiding_words_that_are_not_there_is_said_under_the_field(slack: SandboxServer) -> None:
    """Else somebody would think it was done."""
    post = share(slack)
    slack.click("U0PRIYA", "kudos_hide_more", channel="kudos", ts=post["ts"])
    slack.wait_for_modal("U0PRIYA", "What everybody sees now")
    answer = slack.submit("U0PRIYA", {"words": {"kudos_hide_words": "zebra"}})
    assert "don't find" in answer["errors"]["words"]


def test_a_credited_person_takes_it_back_and_hears_where_the_original_is(
    slack: SandboxServer,
) -> None:
    """The answer does not promise more than is true."""
    message = slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    slack.shortcut("U0PRIYA", "C0PRAISE", message["ts"], "share_kudos")
    slack.wait_for_modal("U0PRIYA", REVIEW)
    slack.submit("U0PRIYA", {"credits": {"value": ["U0SAM"]}})
    post = new_post(slack, set())
    slack.click("U0SAM", "kudos_take_back", channel="kudos", ts=post["ts"])
    slack.wait_for(lambda: not posts(slack), "it to go")
    slack.wait_for_message("kudos", "is still in <#C0PRAISE>", "U0SAM")


def test_taking_back_from_app_home_answers_there(slack: SandboxServer) -> None:
    """A button answers where it stands."""
    share(slack)
    slack.open_home("U0PRIYA")
    slack.wait_for_home("U0PRIYA", "Shared by me")
    slack.click("U0PRIYA", "kudos_take_back", surface="home")
    home = slack.wait_for_home("U0PRIYA", "It's out of")
    assert "You have shared nothing yet" in json.dumps(home)
    slack.wait_for(lambda: not posts(slack), "it to go")


def test_a_post_deleted_in_slack_counts_as_taken_back(town: Town, slack: SandboxServer) -> None:
    """Its source can be shared anew, and the digest forgets it."""
    message = slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    slack.shortcut("U0PRIYA", "C0PRAISE", message["ts"], "share_kudos")
    slack.wait_for_modal("U0PRIYA", REVIEW)
    slack.submit("U0PRIYA")
    slack.delete("kudos", new_post(slack, set())["ts"])
    slack.wait_for(lambda: town.count("shared_sources") == 0, "the source to be free")
    slack.shortcut("U0SAM", "C0PRAISE", message["ts"], "share_kudos")
    slack.wait_for_modal("U0SAM", REVIEW)


def test_a_post_deleted_before_slack_has_answered_counts_as_taken_back_too(
    town: Town, slack: SandboxServer
) -> None:
    """It is seen for a moment before the bot knows where it stands; the event waits for that."""
    slack.faults({"method": "chat.postMessage", "kind": "delay_after", "delay_ms": 1000})
    slack.command("U0PRIYA", f"/kudos {PRAISE}")
    slack.wait_for_modal("U0PRIYA", REVIEW)
    slack.submit("U0PRIYA")
    slack.delete("kudos", new_post(slack, set())["ts"])
    gone = "kudos WHERE state = 'taken_back'"
    slack.wait_for(lambda: town.count(gone) == 1, "it to count as taken back")


def test_the_same_message_is_shared_once_with_a_link_to_the_first(slack: SandboxServer) -> None:
    """Whichever door the second attempt comes through."""
    message = slack.message("praise-inbox", PRAISE, user="U0TOMASZ")
    slack.shortcut("U0PRIYA", "C0PRAISE", message["ts"], "share_kudos")
    slack.wait_for_modal("U0PRIYA", REVIEW)
    slack.submit("U0PRIYA")
    post = new_post(slack, set())
    slack.shortcut("U0SAM", "C0PRAISE", message["ts"], "share_kudos")
    modal = slack.wait_for_modal("U0SAM", "already shared")
    assert post["permalink"] in json.dumps(modal)


def test_a_kudos_channel_shared_outside_stops_kudos_and_tells_the_admins(
    slack: SandboxServer,
) -> None:
    """At the door, at once when Slack says so, and only once a day."""
    slack.channel("C0KUDOS", is_ext_shared=True)
    slack.event(type="channel_shared", channel="C0KUDOS", connected_team_id="T0ELSEWHERE")
    slack.wait_for_message("dm", "shared with another company", "U0ADA")
    slack.command("U0PRIYA", f"/kudos {PRAISE}")
    slack.wait_for_message("general", "shared with another company", "U0PRIYA")
    assert len([m for m in direct(slack, "U0ADA") if "another company" in str(m)]) == 1
    assert posts(slack) == []
