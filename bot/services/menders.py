"""Who hears of what only an admin can mend."""

from bot.domain.refusals import RefusedError
from bot.ports import Directory


def menders(directory: Directory, team: str) -> list[str]:
    """The admins who are named; Slack's own first one where none is; else the leads.

    Asks the database and perhaps Slack, so it is called before a unit of work begins: SQLite has
    one writer at a time.
    """
    settings = directory.settings(team)
    if settings.admins:
        return sorted(settings.admins)
    try:
        own = directory.workspace_admins(team)[:1]
    except RefusedError:
        own = []
    return own or sorted(settings.leads)
