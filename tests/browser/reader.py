"""A newcomer who does what the tour's panel says, and nothing else.

In an instruction, bold words name a control as it is labelled on the page, and words in
code are what to enter: into the field named just before, else into the message box.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

from tests.sandbox.chromium import Tab
from tests.sandbox_client import Json

FIND = """
(() => {
  const wanted = %s.replaceAll(/\\s/g, "");
  const open = document.querySelector("dialog[open]");
  const shown = (node) => node.getClientRects().length > 0 && !node.disabled;
  const label = (node) => (node.innerText || "").replaceAll(/\\s/g, "");
  const named = (node) => label(node) === wanted && shown(node);
  const onTop = (node) => {
    const box = node.getBoundingClientRect();
    return node.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
  };
  document.querySelectorAll("[data-found]").forEach((one) => one.removeAttribute("data-found"));
  const within = [open ?? document.body];
  for (const place of within) {
    const labels = [...place.querySelectorAll("label, .label")];
    const title = labels.find((node) => label(node).replace("(optional)", "") === wanted);
    const field = title && (title.htmlFor ? document.getElementById(title.htmlFor)
      : title.parentElement.querySelector("input, textarea, select"));
    const alike = [...place.querySelectorAll("button, a")].filter(named);
    const pressed = alike.findLast((node) => node.matches("a") && onTop(node)) ?? alike.at(-1);
    const starting = labels.find((node) => label(node).startsWith(wanted) && node.htmlFor);
    const found = field ?? pressed ?? (starting && document.getElementById(starting.htmlFor));
    if (found) {
      found.setAttribute("data-found", "");
      found.scrollIntoView({ block: "center" });
      const box = found.getBoundingClientRect();
      const message = found.closest(".toolbar")?.closest("article").getBoundingClientRect();
      return {
        kind: found.matches("button, a, [type=radio], [type=checkbox]") ? "press" : found.tagName,
        at: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
        message: message ? { x: message.x + 80, y: message.y + message.height / 2 } : null,
      };
    }
  }
  return null;
})()
"""
WORDS = """
[...document.querySelectorAll("dialog[open] .tour-says strong, dialog[open] .tour-says code"),
 ...document.querySelectorAll("#tour .tour-says strong, #tour .tour-says code")]
  .map((one) => [one.tagName, one.textContent])
"""
SAYS = "(document.querySelector('#tour .tour-says')?.textContent ?? '')"
AGAIN = "(document.querySelector('#modal .modal-body')?.textContent ?? '').includes('press Share')"
"""Whoever shares before the preview is there is asked to look at it and press once more."""
FOUND = "[data-found]"
COMPOSER = "#composer"
STEADY_S = 0.1
TRIES = 3
TRY_S = 40
"""Seconds after which a newcomer does again what seems to have had no effect."""


@dataclass
class Reader:
    """Follows one instruction at a time; ``actions`` counts presses, choices and entries."""

    page: Tab
    actions: int = 0

    def says(self) -> str:
        """What the panel says now."""
        return str(self.page.run(SAYS))

    def follow(self) -> None:
        """Do all that the present instruction names, in its order."""
        field = ""
        words = self.page.run(WORDS)
        half = len(words) // 2
        # A modal repeats the panel's words; read them once.
        once = words[:half] if words[:half] == words[half:] and half else words
        for tag, text in once:
            if tag == "CODE":
                self._enter(field, text)
                continue
            field = self._find(text)["kind"]
            if field == "press":
                self._press(text)

    def go_on(self) -> None:
        """Do what the panel says until it says something else."""
        said = self.says()
        changed = f"{SAYS} !== {json.dumps(said)}"
        for _ in range(TRIES):
            self.follow()
            if self._came(f"{changed} || {AGAIN}"):
                break
        self.page.wait(f"{changed} || {AGAIN}")
        while not self.page.run(changed) and self.page.run(AGAIN):
            self.page.run("document.querySelector('#modal .modal-body').textContent = ''")
            self._press("Share")
            self.page.wait(f"{changed} || {AGAIN}")

    def _came(self, condition: str) -> bool:
        """Whether it is true before a newcomer would lose patience."""
        deadline = time.monotonic() + TRY_S
        while not self.page.run(f"Boolean({condition})"):
            if time.monotonic() > deadline:
                return False
            time.sleep(STEADY_S)
        return True

    def _steady(self, text: str) -> Json:
        """Where a control is once it stands still: nobody aims at what moves."""
        found = self._find(text)
        while True:
            time.sleep(STEADY_S)
            again = self._find(text)
            if again["at"] == found["at"]:
                return again
            found = again

    def _find(self, text: str) -> Json:
        """Where the control of that name is, as soon as it is there."""
        script = FIND % json.dumps(text)
        self.page.wait(script)
        found: Json = self.page.run(script)
        return found

    def _press(self, text: str) -> None:
        found = self._steady(text)
        if found["message"]:
            self.page.move(found["message"])
            found = self._steady(text)
        self.page.press_there(found["at"])
        self.actions += 1

    def _enter(self, field: str, text: str) -> None:
        if field == "SELECT":
            self.page.run(
                f"(() => {{ const box = document.querySelector('{FOUND}');"
                f"box.value = [...box.options].find(one => one.text.startsWith('{text}')).value;"
                "box.dispatchEvent(new Event('change')); })()"
            )
        else:
            if field not in {"INPUT", "TEXTAREA"}:
                self.page.wait("!document.querySelector('dialog[open]')")
            place = FOUND if field in {"INPUT", "TEXTAREA"} else COMPOSER
            # Who enters it once more sees that it stands there already.
            if self.page.run(f"document.querySelector('{place}').value") == text:
                self.page.run(f"document.querySelector('{place}').focus()")
            else:
                self.page.type(place, text)
            self.page.press("Enter")
        self.actions += 1
