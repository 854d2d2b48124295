import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping

import pytest

import bot.wording

BANNED = [
    "we're so sorry",
    "we hear you",
    "your feelings are valid",
    "wellbeing matters",
    "are you sure",
    "what exactly did",
    "this is your third",
    "you've got this",
    "completely anonymous",
    "declined",
    "most in",
    "self-care",
    "amazing",
    "oops",
    "please",
]


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings_in(part)


def constants() -> Iterator[tuple[str, str]]:
    for info in pkgutil.walk_packages(bot.wording.__path__, "bot.wording."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if not name.startswith("__") and not inspect.ismodule(value):
                for text in strings_in(value):
                    yield f"{info.name}.{name}", text


SENTENCES = sorted(set(constants()))


@pytest.mark.parametrize(("where", "text"), SENTENCES)
def test_the_bot_speaks_plainly(where: str, text: str) -> None:
    """No banned phrase, no exclamation mark, no sentence over twenty words."""
    lowered = text.lower()
    assert [phrase for phrase in BANNED if phrase in lowered] == [], where
    assert "!" not in text, where
    for sentence in re.split(r"(?<=[.?:])\s+|\n", text):
        assert len(sentence.split()) <= 20, (where, sentence)
