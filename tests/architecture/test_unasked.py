import ast
from pathlib import Path

from bot.domain.unasked import Unasked

SERVICES = Path(__file__).parents[2] / "bot" / "services"
ANSWERS = {
    "dead_letters._give_up": "tells the sharer what became of what they shared",
    "digests.delivery": "a copy for one person has its kind; the channel's digest has none",
    "freezing._post": "a channel the leads chose",
    "handoff_notes._new_card": "its kind, unless a mute would leave a step without anybody",
    "handoff_notes._post": "each call says whether it is an answer",
    "handoff_notes._update": "changes what stands there already",
    "importing.dismiss": "takes away what stands there",
    "importing.offer": "the intake channel, not a person",
    "keeping._close_offers": "takes away what stands there",
    "keeping._post": "the kudos channel, asked for by the sharer",
    "keeping.retract": "takes away what stands there",
    "keeping.update": "changes what stands there already",
    "looking_back._follow": "changes what stands there already",
    "parting_notes._answered": "changes what stands there already",
    "reports._close_letters": "changes what stands there already",
    "voice._keep": "a colleague's own words: not ours to hold back",
    "offers._offer_in_thread": "a thread of the intake channel, not a person",
}
"""Messages without one fixed kind, and why: nothing here interrupts a person by itself."""


def sends() -> list[tuple[str, bool]]:
    """Every place that asks for a delivery, and whether it names what kind it is."""
    found = []
    for path in sorted(SERVICES.glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and ast.unparse(call.func) == "Outgoing":
                        kinds = [one for one in call.keywords if one.arg == "unasked"]
                        fixed = bool(kinds) and isinstance(kinds[0].value, ast.Attribute | ast.Name)
                        found.append((f"{path.stem}.{function.name}", fixed))
    return found


def test_every_message_says_whether_anybody_asked_for_it() -> None:
    """What interrupts people by itself can be muted, so a new message has to say what it is."""
    unsorted = {where for where, fixed in sends() if not fixed and where not in ANSWERS}
    assert unsorted == set()
    assert set(ANSWERS) <= {where for where, _ in sends()}, "no longer there"


def test_every_kind_is_sent_by_something() -> None:
    """A choice in App Home that holds nothing back would be an empty promise."""
    text = "".join(path.read_text(encoding="utf-8") for path in SERVICES.glob("*.py"))
    assert [kind for kind in Unasked if f"Unasked.{kind.name}" not in text] == []
