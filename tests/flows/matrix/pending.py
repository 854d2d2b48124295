"""Handlers of features whose rows are still to be written; nothing may be added here."""

PENDING: frozenset[str] = frozenset(
    {
        "ArchiveDoors.another",
        "ArchiveDoors.copy",
        "ArchiveDoors.csv",
        "ArchiveDoors.hide",
        "ArchiveDoors.markdown",
        "ArchiveDoors.mine",
        "ArchiveDoors.newer",
        "ArchiveDoors.older",
        "ArchiveDoors.one",
        "ArchiveDoors.one_from_home",
        "ArchiveDoors.search",
        "ArchiveDoors.searched",
        "ArchiveDoors.stop_copy",
        "ArchiveDoors.submitted",
        "ArchiveDoors.unhide",
        "DigestDoors.edit",
        "DigestDoors.open_settings",
        "DigestDoors.pass_on",
        "DigestDoors.save_settings",
        "DigestDoors.set_aside",
        "DigestDoors.sign",
    },
)
