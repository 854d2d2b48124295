"""The first thing the fork server imports; `warm`, the second, ends what is begun here."""

from bot import imports

imports.begin()
