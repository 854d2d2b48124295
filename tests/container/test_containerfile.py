"""The container, as far as a machine without a container engine can hold it to its promises."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sandbox_client import APP_TOKEN, BOT_TOKEN, ROOT, SandboxServer, running_sandbox

PYTHON = os.environ.get("CONTAINER_PYTHON", sys.executable)
"""Another one when `make rehearse` has made it from `requirements.lock` alone."""
WITHIN_S = 60
CONNECTED = "Goodword is connected"
NOBODY = 65_534


class Step(NamedTuple):
    """One instruction of the Containerfile."""

    word: str
    rest: str


def steps() -> list[Step]:
    """The instructions in their order, continued lines joined."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Step(*line.split(maxsplit=1)) for line in lines]


def all_of(word: str) -> list[str]:
    return [step.rest for step in steps() if step.word == word]


def copied() -> list[str]:
    """What is copied from the build's folder into the image that runs."""
    last = max(at for at, step in enumerate(steps()) if step.word == "FROM")
    found = [step.rest.split() for step in steps()[last:] if step.word == "COPY"]
    return [name for words in found if "--from" not in words[0] for name in words[:-1]]


def health_check() -> list[str]:
    (line,) = all_of("HEALTHCHECK")
    command: list[str] = json.loads(line.partition("CMD ")[2])
    return command


def environment() -> dict[str, str]:
    return dict(line.split("=", 1) for line in all_of("ENV"))


def test_everything_that_is_copied_exists_and_reaches_the_builder() -> None:
    """A file that .dockerignore holds back would break the build on somebody else's machine."""
    let_through = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    for name in [*copied(), "requirements.lock"]:
        assert (ROOT / name).exists(), name
        assert name.split("/")[0] in let_through, name


def test_no_secret_reaches_the_builder() -> None:
    """Environment files, keys, databases and the history stay outside."""
    first, *rest = [
        line
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert first == "*"
    assert not {"!.env", "!var", "!.git", "!goodword.key"} & set(rest)


def test_the_product_is_copied_whole_and_nothing_else_of_it() -> None:
    """The simulated Slack, the tests and the training stay at home."""
    assert {"bot", "handlers", "storage", "migrations"} <= set(copied())
    assert not {"sandbox", "tests", "training", "benchmarks"} & set(copied())


def test_images_are_named_without_a_registry_and_pinned_to_a_slim_python() -> None:
    """Whoever builds decides where images come from."""
    for image in (line.split()[0] for line in all_of("FROM")):
        assert re.fullmatch(r"python:3\.\d+-slim", image), image


def test_it_runs_as_nobody_in_particular_and_cannot_install_anything() -> None:
    """A user without a name in our files, no pip, data in one volume."""
    assert all_of("USER")[-1].split(":")[0].isdigit()
    assert all_of("USER")[-1] != "0"
    assert "uninstall --yes pip setuptools wheel" in " ".join(all_of("RUN"))
    assert all_of("VOLUME") == ["/app/var"]


def test_libraries_come_with_hashes_and_as_wheels() -> None:
    """Nothing is compiled, nothing unknown is fetched, nothing of the tests is in it."""
    (install,) = [line for line in all_of("RUN") if " install " in line]
    assert "--require-hashes" in install
    assert "--only-binary :all:" in install
    assert "requirements-dev.lock" not in install


@pytest.fixture(scope="module")
def slack() -> Iterator[SandboxServer]:
    with running_sandbox() as started:
        yield started


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The image's /app: what is copied, read-only, and one folder that can be written to."""
    made = tmp_path_factory.mktemp("image") / "app"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in copied():
        source, target = ROOT / name, made / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy(source, target)
    folders = [made, *(one for one in made.rglob("*") if one.is_dir())]
    for name in ("var", "tmp"):
        (made.parent / name).mkdir()
    (made / "var").symlink_to(made.parent / "var")
    for folder in folders:
        folder.chmod(0o555)
    yield made
    for folder in folders:
        folder.chmod(0o755)


def unprivileged(tree: Path) -> dict[str, int]:
    """Run as nobody where the machine lets us: as root, and Python can be reached by others."""
    python = Path(PYTHON)
    path = [*python.parents, *python.resolve().parents, *tree.parents]
    if os.geteuid() or not all(one.stat().st_mode & 0o005 == 0o005 for one in path):
        return {}
    for name in ("var", "tmp"):
        os.chown(tree.parent / name, NOBODY, NOBODY)
    return {"user": NOBODY, "group": NOBODY}


def free_port() -> str:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return str(made.getsockname()[1])


@contextmanager
def container(tree: Path, **more: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Start the default command as the image would, with only the image's environment."""
    given = {**environment(), "TMPDIR": str(tree.parent / "tmp"), "PATH": os.environ["PATH"]}
    given |= {"METRICS_PORT": free_port(), "PORT": "", **more}
    entry, command = json.loads(all_of("ENTRYPOINT")[0]), json.loads(all_of("CMD")[0])
    with subprocess.Popen(
        [PYTHON, *entry[1:], *command],
        cwd=tree,
        env=given,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        **unprivileged(tree),  # type: ignore[call-overload]
    ) as process:
        try:
            yield process, given
        finally:
            process.terminate()


def is_healthy(tree: Path, given: dict[str, str]) -> bool:
    python, script = health_check()
    assert python.endswith("/bin/python")
    command = [PYTHON, str(tree / Path(script).relative_to("/app"))]
    return subprocess.run(command, env=given, check=False, timeout=WITHIN_S).returncode == 0


def test_it_runs_from_a_read_only_tree_and_its_health_check_tells_when_it_does(
    tree: Path, slack: SandboxServer
) -> None:
    """Nothing is written beside the volume, and a process that is gone is noticed."""
    before = sorted(tree.rglob("*"))
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    with container(tree, SLACK_API_URL=slack.api_url, **tokens) as (process, given):
        assert process.stderr is not None
        assert any(CONNECTED in line for line in process.stderr)
        assert is_healthy(tree, given)

    assert not is_healthy(tree, given)
    assert sorted(tree.rglob("*")) == before
    assert {"goodword.sqlite3", "goodword.key"} <= {
        one.name for one in (tree.parent / "var").iterdir()
    }
