"""`python -m tests.audit.licences`: every installed library with its licence, from its metadata."""

from __future__ import annotations

from importlib.metadata import Distribution, distributions

OWN = "goodword"
SHORT = 60
"""A licence field longer than this is the licence's whole text, not its name."""


def licence_of(library: Distribution) -> str:
    """The licence a library states: SPDX expression, else classifiers, else a short field."""
    stated = library.metadata
    if expression := stated.get("License-Expression"):
        return str(expression)
    classifiers = [one for one in stated.get_all("Classifier") or [] if one.startswith("License")]
    if named := [one.rpartition(" :: ")[2] for one in classifiers if one.count(" :: ") > 1]:
        return "; ".join(named)
    field = str(stated.get("License") or "")
    return field if len(field) <= SHORT else ""


def stated_licences() -> dict[str, str]:
    """Every installed library but ourselves, by its normalised name."""
    found = {one.name.lower().replace("_", "-"): licence_of(one) for one in distributions()}
    return dict(sorted((name, said) for name, said in found.items() if name != OWN))


def main() -> None:
    """Print the list."""
    for name, said in stated_licences().items():
        print(f"{name:28}{said or 'says nothing'}")  # noqa: T201 (a command's output)


if __name__ == "__main__":
    main()
