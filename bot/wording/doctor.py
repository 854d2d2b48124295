"""What `goodword doctor` finds, and the next step for each thing that is missing."""

from typing import Final

OK: Final = "ok"
FIX: Final = "fix"
HINT: Final = "look"

SETTINGS: Final = "Settings"
KEY: Final = "Master key"
DATABASE: Final = "Database"
MODEL: Final = "Redaction model"
BOT_TOKEN: Final = "Bot token"
APP_TOKEN: Final = "App token"
SCOPES: Final = "Scopes"
TIME: Final = "Clock"
KUDOS_CHANNEL: Final = "Kudos channel"
ROSTER: Final = "Support group"
LEADS: Final = "Leads"
INTAKE: Final = "Intake channels"
DIGEST_CHANNEL: Final = "Digest channel"
LEADS_CHANNEL: Final = "Leads' channel"
JOURNAL: Final = "Journal"
CHAIN: Final = "Handoff chain"
DELIVERIES: Final = "Deliveries"
PURGE: Final = "Purge job"

MODEL_OK: Final = "the weights are the ones their manifest vouches for"
MODEL_BROKEN: Final = "missing or changed. Install Goodword again."
DATABASE_OK: Final = "it answers, and the key fits"
KEY_OK: Final = "found"
WORKSPACES: Final = "workspaces"
CLIENT_SECRET_MISSING: Final = "SLACK_CLIENT_SECRET is not set. It stands under Basic Information."
SIGNING_SECRET_MISSING: Final = "SLACK_SIGNING_SECRET is not set. See Basic Information."
NO_WORKSPACES: Final = "none yet. Start `goodword serve` and open /slack/install in a browser."
BOT_TOKEN_MISSING: Final = "SLACK_BOT_TOKEN is not set. Slack shows it under OAuth & Permissions."
APP_TOKEN_MISSING: Final = (
    "SLACK_APP_TOKEN is not set. Make one with connections:write under Basic Information."
)
MISSING: Final = {
    "slack_bot_token": BOT_TOKEN_MISSING,
    "slack_app_token": APP_TOKEN_MISSING,
    "slack_signing_secret": SIGNING_SECRET_MISSING,
    "slack_client_secret": CLIENT_SECRET_MISSING,
}
"""What a process needs before it starts, by the setting's name."""
SLACK_AWAY_AT_START: Final = "Slack cannot be reached. Check the network, then start again."
DATABASE_AWAY: Final = "The database does not answer. Check DATABASE_URL."
APP_TOKEN_OK: Final = "Socket Mode answers"
SLACK_AWAY: Final = "Slack cannot be reached. Check the network, then run this again."
SCOPES_OK: Final = "all there"
SCOPES_UNKNOWN: Final = "Slack did not say which scopes the token has."
KUDOS_UNSET: Final = (
    "none is chosen, so nothing can be shared. Choose one in App Home, or set "
    "GOODWORD_KUDOS_CHANNEL."
)
KUDOS_OK: Final = "Goodword is in it, and it is internal"
ROSTER_UNSET: Final = (
    "none is chosen, so teammates' names are hidden like customers'. Choose one in App Home."
)
LEADS_NONE: Final = (
    "none is named. Take-backs by a lead and handoffs need one; add one in App Home."
)
INTAKE_NONE: Final = "none is chosen; people share by shortcut and /kudos"


DELIVERIES_OK: Final = "none waits for an admin"
PURGE_NEVER: Final = "has not run yet. It runs within ten minutes of a start, then once a day."
HANDOFFS_OFF: Final = "handoffs are off"
NO_PEERS: Final = "nobody has opted in, so leads are asked first. People opt in in App Home."
NO_LEAD_ANSWERS: Final = (
    "no lead or deputy would answer: gone or muted. Name another in App Home, Handoff settings."
)
NO_BACKUP_ANSWERS: Final = (
    "neither backup nor deputy would answer: gone or muted. Name another in Handoff settings."
)


def key_file_lost(file: str) -> str:
    """The database is there and its key is not; no other key is made in its place."""
    return (
        f"The database is there, but its key file {file} is gone. Put it back from your copy, or "
        "set GOODWORD_MASTER_KEY; nothing was changed."
    )


def journal_mode(mode: str) -> str:
    """Something else keeps the file in another mode."""
    return f"{mode} instead of truncate: another program has the file open. Close it there."


def sqlite_ok(version: str) -> str:
    """The embedded database."""
    return f"SQLite {version}, rollback journal, flushed at each commit"


def not_durable(names: str) -> str:
    """PostgreSQL was told to trade safety for speed."""
    return f"{names} off, so a crash may lose what was promised. Switch on in postgresql.conf."


def postgres_ok(version: str) -> str:
    """A server that keeps what it commits."""
    return f"PostgreSQL {version}, flushed at each commit"


def chain_ok(peers: int) -> str:
    """Each step has somebody."""
    return f"{peers} opted in; leads and backup answer"


def dead_letters(count: int) -> str:
    """Some wait."""
    return f"{count} could not be delivered. App Home lists them under Not delivered."


def purged(moment: str, removed: int) -> str:
    """It runs. moment: in UTC."""
    return f"last ran {moment} UTC and removed {removed}"


def purge_stands(moment: str) -> str:
    """It has not run for a day and a half. moment: in UTC."""
    return f"stands still since {moment} UTC. Check that `goodword run` or `work` is running."


def signed_in(team: str) -> str:
    """The token works, and where."""
    return f"works in {team}"


def refused(code: str) -> str:
    """Slack refuses the bot token."""
    return f"Slack refuses it ({code}). Copy it again from OAuth & Permissions."


def app_refused(code: str) -> str:
    """Slack refuses the app-level token."""
    return f"Slack refuses it ({code}). Make one with connections:write under Basic Information."


def missing_scopes(scopes: str) -> str:
    """Scopes the manifest asks for and the token lacks."""
    return f"missing {scopes}. Add them under OAuth & Permissions, then reinstall the app."


def clock_off(seconds: int) -> str:
    """This machine's time and Slack's differ."""
    return f"{seconds} seconds off Slack's. Turn time synchronisation on."


def clock_ok(seconds: int) -> str:
    """This machine's time and Slack's agree."""
    return f"within {seconds} seconds of Slack's"


def channel_unknown(channel: str) -> str:
    """A channel the bot cannot see."""
    return f"{channel} does not exist or is hidden. Check the id, or invite Goodword there."


def channel_archived(name: str) -> str:
    """An archived channel."""
    return f"#{name} is archived. Choose another in App Home."


def channel_outside(name: str) -> str:
    """A channel shared with another company."""
    return f"#{name} is shared with another company. Choose an internal one in App Home."


def not_in_channel(name: str) -> str:
    """The bot is not a member."""
    return f"Goodword is not in #{name}. Type /invite @Goodword there."


def members(count: int) -> str:
    """How many names stay readable."""
    return f"{count} people's names stay readable"


def group_unreadable(group: str, code: str) -> str:
    """A user group that cannot be read."""
    return f"{group} cannot be read ({code}). Choose another in App Home."


def group_large(count: int, most: int) -> str:
    """A roster too large to keep all its first names."""
    return f"{count} people; only the first {most} stay readable. Choose a smaller group."


def counted(count: int) -> str:
    """A plain count."""
    return f"{count} named"


def workspaces(count: int) -> str:
    """How many have installed Goodword."""
    return f"{count} installed"
