"""Sharing's doors, and the events it acts on."""

from bot.domain.kudos import Credits, Kudos, KudosState
from bot.domain.preferences import Preferences
from bot.domain.unasked import Silences, Unasked
from bot.views import blocks as b
from bot.views import home as home_view
from bot.views import notices
from tests.flows.matrix.stage import EVERYBODY, MEMBERS, NOBODY, Role, Row, Stage
from tests.sandbox_client import TEAM

REVIEW = "What the team will see"
WORDS = "You saved our wedding, thank you."


def share_message(stage: Stage, role: Role) -> bool:
    source = stage.message()
    return stage.happened(
        role,
        lambda: stage.slack.shortcut(role, source.channel, source.ts, "share_kudos"),
        lambda: stage.has_modal(role),
    )


def paste(stage: Stage, role: Role) -> bool:
    return stage.happened(
        role,
        lambda: stage.slack.command(role, f"/kudos {WORDS}"),
        lambda: stage.has_modal(role),
    )


def share_from_home(stage: Stage, role: Role) -> bool:
    stage.show_home(role, home_view.share(has_channel=True, is_admin=False))
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "home_share", surface="home"),
        lambda: stage.has_modal(role),
    )


def review_offer(stage: Stage, role: Role) -> bool:
    ts = stage.show(notices.thread_offer(stage.message()))
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "offer_review", channel="kudos", ts=ts),
        lambda: stage.has_modal(role),
    )


def dismiss_offer(stage: Stage, role: Role) -> bool:
    stage.town.configure()
    source = stage.slack.message("praise-inbox", WORDS, bot="Helpdesk")
    stage.slack.wait_for(lambda: stage.town.count("offers WHERE state='open'"), "an offer")
    made = notices.source_of(f"{source['channel']}:{source['ts']}")
    assert made is not None
    ts = stage.show(notices.offer(made))
    done = stage.happened(
        role,
        lambda: stage.slack.click(role, "offer_dismiss", channel="kudos", ts=ts),
        lambda: stage.town.count("offers WHERE state='open'") == 0,
    )
    with stage.town.units() as uow:
        uow.offers.close(TEAM, made)
        uow.commit()
    return done


def _opened(stage: Stage, role: Role) -> None:
    with stage.as_member(role):
        stage.slack.command(role, f"/kudos {WORDS}")
        stage.slack.wait_for_modal(role, REVIEW)


def update_preview(stage: Stage, role: Role) -> bool:
    """Whoever has the modal sees a preview: it shows nothing but their own words."""
    _opened(stage, role)
    stage.slack.type(role, "text", "You saved our anniversary.")
    stage.slack.click(role, "share_preview")
    stage.slack.wait_for_modal(role, "> You saved our anniversary.")
    return True


def submit(stage: Stage, role: Role) -> bool:
    _opened(stage, role)
    before = stage.town.count("kudos")
    stage.slack.submit(role)
    return stage.town.count("kudos") > before


def take_back(stage: Stage, role: Role) -> bool:
    kudos = stage.kudos()
    ts = stage.show_kudos(kudos)
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "kudos_take_back", channel="kudos", ts=ts),
        lambda: stage.stored(kudos).state is KudosState.TAKEN_BACK,
    )


def unname(stage: Stage, role: Role) -> bool:
    kudos = stage.kudos(credits=Credits((role.value,)))
    ts = stage.show_kudos(kudos)
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "kudos_unname", channel="kudos", ts=ts),
        lambda: stage.stored(kudos).credits.users == (),
    )


def agree(stage: Stage, role: Role) -> bool:
    kudos = stage.kudos(credits=Credits(asked=(role.value,)))
    ts = stage.show(notices.ask(kudos))
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "credit_agree", channel="kudos", ts=ts),
        lambda: stage.stored(kudos).credits.users == (role.value,),
    )


def decline(stage: Stage, role: Role) -> bool:
    kudos = stage.kudos(credits=Credits(asked=(role.value,)))
    ts = stage.show(notices.ask(kudos))
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "credit_decline", channel="kudos", ts=ts),
        lambda: stage.stored(kudos).credits.asked == (),
    )


def mute(stage: Stage, role: Role) -> bool:
    ts = stage.show(notices.credited(stage.kudos()))
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "notices_mute", channel="kudos", ts=ts),
        lambda: Unasked.CREDITED in _silences(stage, role),
    )


def open_hide(stage: Stage, role: Role) -> bool:
    ts = stage.show_kudos(stage.kudos())
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "kudos_hide_more", channel="kudos", ts=ts),
        lambda: stage.has_modal(role, "Hide more"),
    )


def _hiding(stage: Stage, role: Role) -> Kudos:
    """Open *Hide more* as a lead who then no longer is one, unless the role is."""
    kudos = stage.kudos()
    ts = stage.show_kudos(kudos)
    leads = frozenset({"U0LENA"})
    stage.town.configure(leads=leads | {role.value})
    with stage.as_member(role):
        stage.slack.click(role, "kudos_hide_more", channel="kudos", ts=ts)
        stage.slack.wait_for_modal(role, "Hide more")
    stage.town.configure(leads=leads)
    return kudos


def preview_hide(stage: Stage, role: Role) -> bool:
    _hiding(stage, role)
    stage.slack.click(role, "kudos_hide_words", value="wedding")
    answer = stage.slack.submit(role, {"words": {"kudos_hide_words": "zebra"}})
    sentence = answer["errors"]["words"]
    return "don't find" in sentence


def submit_hide(stage: Stage, role: Role) -> bool:
    kudos = _hiding(stage, role)
    stage.slack.submit(role, {"words": {"kudos_hide_words": "wedding"}})
    return stage.stored(kudos).revision == 1


def prefer(stage: Stage, role: Role) -> bool:
    stage.show_home(role, home_view.personal(Preferences()))
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "home_preferences", surface="home", value=["ask_first"]),
        lambda: _preferences(stage, role).ask_first,
    )


def open_settings(stage: Stage, role: Role) -> bool:
    stage.show_home(role, home_view.admin())
    return stage.happened(
        role,
        lambda: stage.slack.click(role, "home_settings", surface="home"),
        lambda: stage.has_modal(role, "Kudos channel"),
    )


def suggest_groups(stage: Stage, role: Role) -> bool:
    """Typing in the field of a modal that may have been open when the role went."""
    none = b.option("None", "none")
    field = b.external_select("settings_group", placeholder="Type", initial=none)
    stage.show_home(role, [b.actions(field, block_id="support_group")])
    found = stage.slack.suggest(role, "support_group", "support", surface="home")["options"]
    return "@support" in str(found)


def save_settings(stage: Stage, role: Role) -> bool:
    """Open as an admin who then no longer is one, unless the role is."""
    stage.town.configure(admins=frozenset({"U0ADA", role.value}))
    stage.show_home(role, home_view.admin())
    with stage.as_member(role):
        stage.slack.click(role, "home_settings", surface="home")
        stage.slack.wait_for_modal(role, "Kudos channel")
    stage.town.configure()
    stage.slack.submit(role, {"time_zone": {"value": "Europe/Lisbon"}})
    return stage.town.stored().time_zone == "Europe/Lisbon"


def posted(stage: Stage, role: Role) -> bool:
    stage.town.configure()
    before = stage.town.count("offers")
    return stage.after_events(
        lambda: stage.slack.message("praise-inbox", WORDS, user=role.value),
        lambda: stage.town.count("offers") > before,
    )


def reacted(stage: Stage, role: Role) -> bool:
    message = stage.slack.message("kudos", WORDS, user="U0TOMASZ")
    before = stage.town.count("offers")
    return stage.after_events(
        lambda: stage.slack.react(role, "kudos", message["ts"], "love_letter"),
        lambda: stage.town.count("offers") > before,
    )


def home_opened(stage: Stage, role: Role) -> bool:
    return stage.after_events(
        lambda: stage.slack.open_home(role),
        lambda: "Share a good word" in str(stage.slack.home(role)),
    )


def deleted(stage: Stage, role: Role) -> bool:
    """Slack itself decides who may delete; whoever did, an unknown message changes nothing."""
    source = stage.message()
    kudos = stage.kudos(source=source)
    return stage.after_events(
        lambda: stage.slack.delete(source.channel, source.ts, user=role.value),
        lambda: stage.stored(kudos).state is KudosState.TAKEN_BACK,
    )


def person_changed(stage: Stage, role: Role) -> bool:
    """A change of name is heard, whoever changed; only the roster's people count."""
    stage.town.configure()
    stage.town.bot.each("roster", team=TEAM)
    epoch = stage.town.stored().people_epoch
    return stage.after_events(
        lambda: stage.slack.person(role.value, display_name=f"{role.name.title()} the Kind"),
        lambda: stage.town.stored().people_epoch > epoch,
    )


def group_changed(stage: Stage, role: Role) -> bool:
    """A group's change has no actor; the roster is read again."""
    epoch = stage.town.stored().people_epoch
    return stage.after_events(
        lambda: stage.slack.group("S0SUPPORT", ["U0TOMASZ", role.value]),
        lambda: stage.town.stored().people_epoch > epoch,
    )


def channel_shared(stage: Stage, role: Role) -> bool:
    """Only admins hear that the kudos channel is shared outside."""
    return stage.after_events(
        lambda: stage.slack.event(type="channel_shared", channel="C0KUDOS"),
        lambda: stage.town.count(f"outbox WHERE channel='{role.value}'") > 0,
    )


def _silences(stage: Stage, role: Role) -> Silences:
    with stage.town.units() as uow:
        return uow.silences.of(TEAM, role.value)


def _preferences(stage: Stage, role: Role) -> Preferences:
    with stage.town.units() as uow:
        return uow.preferences.get(TEAM, role.value)


LEADS = frozenset({Role.LEAD})
ADMINS = frozenset({Role.ADMIN})
ROWS = (
    Row("ShareDoors.share_message", MEMBERS, share_message),
    Row("ShareDoors.paste", MEMBERS, paste),
    Row("ShareDoors.share_from_home", MEMBERS, share_from_home),
    Row("ShareDoors.review_offer", MEMBERS, review_offer),
    Row("ShareDoors.dismiss_offer", MEMBERS, dismiss_offer),
    Row("ShareDoors.update_preview", EVERYBODY, update_preview),
    Row("ShareDoors.submit", MEMBERS, submit),
    Row("KudosDoors.take_back", LEADS, take_back),
    Row("KudosDoors.unname", MEMBERS, unname),
    Row("KudosDoors.agree", MEMBERS, agree),
    Row("KudosDoors.decline", MEMBERS, decline),
    Row("KudosDoors.mute", MEMBERS, mute),
    Row("KudosDoors.open_hide", LEADS, open_hide),
    Row("KudosDoors.preview_hide", LEADS, preview_hide),
    Row("KudosDoors.submit_hide", LEADS, submit_hide),
    Row("HomeDoors.prefer", MEMBERS, prefer),
    Row("HomeDoors.open_settings", ADMINS, open_settings),
    Row("HomeDoors.save_settings", ADMINS, save_settings),
    Row("HomeDoors.suggest_groups", ADMINS, suggest_groups),
    Row("Offers.posted", MEMBERS, posted),
    Row("Offers.reacted", MEMBERS, reacted),
    Row("Home.opened", MEMBERS, home_opened),
    Row("Posted.deleted", NOBODY, deleted),
    Row("WorkspaceAdmin.person_changed", MEMBERS, person_changed),
    Row("WorkspaceAdmin.group_changed", EVERYBODY, group_changed),
    Row("Gate.channel_shared", ADMINS, channel_shared),
)
