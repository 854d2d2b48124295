"""Tables of sharing and of looking back."""

from typing import Final

from bot.domain.data_dictionary.kinds import Leaves, Table, Topic, columns, person
from bot.domain.retention import Keep

TABLES: Final = (
    Table(
        "kudos",
        Topic.GOOD_WORDS,
        "Shared good words, without the customer's identity.",
        Keep.GOOD_WORDS,
        columns(
            id="a random number",
            request="which form or message asked for it, as an id",
            sharer=person(
                "who shared it", Leaves.CARE, "text", "note", "sharer_named", "state", "created_at"
            ),
            sharer_named="whether the post names them",
            text="the customer's words, redacted",
            note="the sharer's note, redacted",
            words="both once more, as the search reads them",
            whole_team="whether it is for the whole team",
            credits_erased="whether somebody credited had themselves erased",
            source_channel="the channel of the original message",
            source_ts="the time stamp of the original message",
            channel="the channel it was posted in",
            state="shared or taken back",
            revision="how often the post was changed",
            created_at="when it was shared",
        ),
    ),
    Table(
        "kudos_credits",
        Topic.GOOD_WORDS,
        "Who is credited in which good word.",
        Keep.GOOD_WORDS,
        columns(
            kudos_id="the good word",
            user_id=person("who is credited", Leaves.CARE, "kudos_id", "asked"),
            position="the order of the names",
            asked="whether they are asked before being named",
        ),
    ),
    Table(
        "shared_sources",
        Topic.GOOD_WORDS,
        "Which message was shared, so that it is shared once.",
        Keep.GOOD_WORDS,
        columns(
            channel="the channel of the message",
            ts="the time stamp of the message",
            kudos_id="what it was shared as",
        ),
    ),
    Table(
        "offers",
        Topic.GOOD_WORDS,
        "Messages that wait for review: ids, never words.",
        Keep.WAITING,
        columns(
            channel="the channel of the message",
            ts="the time stamp of the message",
            user_id=person(
                "who was asked to review it", Leaves.ROW, "channel", "ts", "state", "created_at"
            ),
            state="waiting or not",
            created_at="since when",
        ),
    ),
    Table(
        "digests",
        Topic.GOOD_WORDS,
        "Which digest or report was posted in which week or month.",
        Keep.PLACES,
        columns(
            kind="weekly digest or monthly report",
            recipient=person("the channel, or who got a copy", Leaves.CARE, "kind", "period"),
            period="the week or month",
            key="the name of the delivery",
            channel="where it was posted",
            slot_at="when it was due",
            ends_at="until when it could be sent late",
            empty="whether there was nothing to show",
            edits="how often the post was changed",
            created_at="when it was made",
        ),
    ),
    Table(
        "digest_items",
        Topic.GOOD_WORDS,
        "Which good words a digest or report shows.",
        Keep.PLACES,
        columns(
            kind="weekly digest or monthly report",
            period="the week or month",
            kudos_id="the good word",
            position="its place in the list",
            stale="whether the post has to follow a change",
        ),
    ),
    Table(
        "digest_watch",
        Topic.GOOD_WORDS,
        "When a workspace is looked at next for its digest.",
        Keep.SETTINGS,
        columns(
            look_at="when",
            problem="what the admins were told is missing",
            subject=person(
                "the channel or editor it is about",
                Leaves.CELL,
                unseen="It repeats a setting, which is exported.",
            ),
        ),
    ),
    Table(
        "lookers",
        Topic.GOOD_WORDS,
        "What one person has set about looking back.",
        Keep.SETTINGS,
        columns(
            user_id=person("who", Leaves.ROW, "copy", "last_shown"),
            copy="whether they get a copy of the digest",
            last_shown="the good word they were shown last",
        ),
    ),
    Table(
        "hidden_kudos",
        Topic.GOOD_WORDS,
        "Good words that a credited person keeps out of digests.",
        Keep.GOOD_WORDS,
        columns(
            kudos_id="the good word",
            user_id=person("who wants it so", Leaves.ROW, "kudos_id"),
        ),
    ),
    Table(
        "reports",
        Topic.GOOD_WORDS,
        "Monthly reports: who has the draft, and what was signed.",
        Keep.PLACES,
        columns(
            period="the month",
            editor=person("who has or had the draft", Leaves.CELL, "period", "state", "intro"),
            state="draft, signed or set aside",
            drafted_at="when the draft was made",
            reminded_at="when the editor was reminded",
            starts_at="the first moment of the month",
            stops_at="the last moment of the month",
            ends_at="until when it can be signed",
            intro="the editor's own words, redacted",
        ),
    ),
)
