"""Tables of settings, delivery, events, and keys."""

from typing import Final

from bot.domain.data_dictionary.kinds import Column, Form, Leaves, Table, Topic, columns, person
from bot.domain.retention import Keep

_NAMED: Final = "Settings of the workspace; the export names your part in them."

TABLES: Final = (
    Table(
        "workspace_settings",
        Topic.SETTINGS,
        "What admins have set about sharing.",
        Keep.SETTINGS,
        columns(
            kudos_channel="where good words are posted",
            intake_channels="where customers' messages arrive",
            mode="review first, or post at once",
            reaction="the emoji that offers a message",
            support_group="the user group of the team",
            leads=person("leads", Leaves.CARE, unseen=_NAMED, many=True),
            leads_group="the user group of leads",
            admins=person("admins", Leaves.CARE, unseen=_NAMED, many=True),
            admins_group="the user group of admins",
            time_zone="the time zone",
            kept_terms="words that stay readable",
            hidden_terms=Column("words that are always hidden", Form.HASHED),
            people_epoch="a counter: read the names anew",
            changed_at="when they were changed",
        ),
    ),
    Table(
        "digest_settings",
        Topic.SETTINGS,
        "What admins have set about digests and reports.",
        Keep.SETTINGS,
        columns(
            weekly="whether there is a weekly digest",
            weekday="its weekday",
            minute_of_day="its time of day",
            channel="its channel",
            length="how many good words at most",
            editor=person("who edits the monthly report", Leaves.CELL, unseen=_NAMED),
            deputy=person("who does when the editor is away", Leaves.CELL, unseen=_NAMED),
            changed_at="when they were changed",
        ),
    ),
    Table(
        "preferences",
        Topic.SETTINGS,
        "What a person has set about being credited.",
        Keep.SETTINGS,
        columns(
            user_id=person("who", Leaves.ROW, "ask_first"),
            ask_first="whether to ask before crediting them",
        ),
    ),
    Table(
        "silences",
        Topic.SETTINGS,
        "What a person does not want to be sent by itself.",
        Keep.SETTINGS,
        columns(
            user_id=person("who", Leaves.ROW, "kind", "until"),
            kind="which kind of message",
            until="until when; the year 9999 means muted",
        ),
    ),
    Table(
        "workspaces",
        Topic.SETTINGS,
        "The workspace and its own key.",
        Keep.KEYS,
        columns(
            name="its name in Slack",
            bot_user="the bot's own id",
            wrapped_key=Column("the workspace's key", Form.KEY),
            created_at="when Goodword was first started in it",
            lost_since="in a restored copy: since when something is missing",
            restored_at="in a restored copy: when it was first started",
            heard_until="until when the intake channels were read without a gap",
            installed_at="since when Goodword is installed",
            removed_at="when Goodword was removed; everything is erased within 14 days",
        ),
    ),
    Table(
        "installations",
        Topic.SETTINGS,
        "Where several workspaces are served: the installation in this one.",
        Keep.INSTALLATION,
        columns(
            sealed=Column("tokens, scopes, names and addresses as Slack gave them", Form.ENCRYPTED),
            installed_by=person("who installed it", Leaves.CELL, "installed_by"),
            expires_at="until when the token works, where tokens are rotated",
            refresh_at="when the token is renewed",
        ),
    ),
    Table(
        "install_states",
        Topic.SETTINGS,
        "Installations under way, before the workspace is known. Gone after ten minutes or use.",
        Keep.INSTALLATION,
        {
            "digest": Column("a hash of a random word", Form.HASHED),
            "expires_at": Column("until when it may be used"),
        },
    ),
    Table(
        "key_check",
        Topic.SETTINGS,
        "One sealed word by which a wrong master key is noticed.",
        Keep.KEYS,
        {
            "id": Column("always one"),
            "sealed": Column("the sealed word", Form.ENCRYPTED),
        },
    ),
    Table(
        "inbox",
        Topic.DELIVERY,
        "Events from Slack, and wishes to be erased, until they are acted on: ids, never words.",
        Keep.EVENTS,
        columns(
            id="a number",
            event_id="Slack's id of the event",
            kind="what happened",
            channel="in which channel",
            ts="to which message",
            user_id=person(
                "who did it", Leaves.CARE, unseen="Acted on within seconds, then emptied."
            ),
            subject="the emoji, user group or channel it is about",
            state="acted on or not",
            fence="a counter against doing it twice",
            attempts="how often it was tried",
            not_before="when it is tried next",
            created_at="when it came",
        ),
    ),
    Table(
        "outbox",
        Topic.DELIVERY,
        "Messages to be made in Slack. The words go once they are delivered.",
        Keep.DELIVERY,
        columns(
            id="a number",
            key=person("the name of the delivery", Leaves.CARE, unseen="It repeats the addressee."),
            mark="a random mark to find the post by",
            action="post, change or delete",
            purpose="what it is for",
            channel=person(
                "the channel, or the addressee",
                Leaves.CARE,
                "purpose",
                "action",
                "state",
                "created_at",
            ),
            thread_ts="the thread it belongs to",
            target="the post that is changed",
            unasked="which kind it is, where nobody asked for it",
            body=person(
                "the message until it is delivered",
                Leaves.CARE,
                unseen="It reaches those it is for within seconds, or after a snooze.",
                form=Form.ENCRYPTED,
                many=True,
            ),
            state="delivered or not",
            fence="a counter against doing it twice",
            attempts="how often it was tried",
            not_before="when it is tried next",
            first_attempt_at="when it was first tried",
            posted_channel="where it stands",
            posted_ts="its time stamp there",
            problem="why it failed, as a code",
            created_at="when it was asked for",
            sweep_at="after a doubt: when the channel is looked at again, or the doubt is over",
        ),
    ),
    Table(
        "channel_pace",
        Topic.DELIVERY,
        "When the next message may go to a channel.",
        Keep.DELIVERY,
        columns(
            channel=person(
                "the channel, or the addressee", Leaves.ROW, unseen="A time of a second, no more."
            ),
            next_at="when",
        ),
    ),
    Table(
        "purge_runs",
        Topic.DELIVERY,
        "When the purge job last ran, and how much it removed.",
        Keep.SETTINGS,
        columns(
            kind="which class of data",
            ran_at="when",
            removed="how many rows",
        ),
    ),
)
