"""Where tests keep their files: in memory, where there is enough of it."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - each test has a folder of its own in it
ENOUGH = 2 * 1024**3
"""Bytes free. The largest database of the tests has 0.5 GB; a container often has 64 MB there."""


def keep_files_in_memory() -> None:
    """From now on, temporary folders of this process and its children lie there.

    The databases are as careful with a disk as the product is: each commit waits for it, and on a
    disk two thirds of the storage tests' time were that wait.
    """
    if "TMPDIR" in os.environ or not _has_room():
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _has_room() -> bool:
    """Whether programs may be started there, too, and there is room."""
    if not os.access(MEMORY, os.W_OK):
        return False
    runs = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    return runs and shutil.disk_usage(MEMORY).free >= ENOUGH
