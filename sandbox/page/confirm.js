// The "are you sure" that a button may bring along.

import { el, part } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Ask what `wanted` (a confirmation object, or nothing) asks; true when agreed. */
export function confirmed(wanted) {
  if (!wanted) return Promise.resolve(true);
  const dialog = part("confirm");
  return new Promise((resolve) => {
    const answer = (agreed) => {
      dialog.close();
      resolve(agreed);
    };
    dialog.replaceChildren(
      el("h2", { id: "confirm-title", text: wanted.title.text }),
      el("div", { class: "modal-body" }, ...textObject(wanted.text)),
      el("footer", {},
        el("button", { type: "button", text: wanted.deny.text, on: { click: () => answer(false) } }),
        el("button", {
          id: "confirm-yes",
          type: "button",
          class: wanted.style === "danger" ? "danger" : "primary",
          text: wanted.confirm.text,
          on: { click: () => answer(true) },
        })),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(false);
    }, { once: true });
    dialog.showModal();
  });
}
