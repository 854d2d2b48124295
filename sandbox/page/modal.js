// The modal in front of the viewer.

import { get, post } from "./api.js";
import { blocks } from "./blocks.js";
import { busy, el, part } from "./dom.js";
import { flush } from "./entering.js";
import { focusKey, restore } from "./focus.js";
import { plain } from "./mrkdwn.js";
import { tourNote } from "./tour.js";
import { workspace } from "./workspace.js";

let shown = "";

/** Fetch the viewer's modals and show the top one, if it looks different from before. */
export async function refreshModal() {
  await flush();
  const { stack } = await get(`view/${workspace.viewer}`);
  const top = stack.at(-1);
  const look = top ? JSON.stringify([top.id, top.hash, top.errors, top.notice, stack.length]) : "";
  if (look === shown) return;
  shown = look;
  if (top) show(top, stack.length);
  else part("modal").close();
}

function show(view, depth) {
  const dialog = part("modal");
  const focus = focusKey(dialog);
  const surface = { kind: "modal", values: view.values, errors: view.errors };
  const form = el("form", { novalidate: true, on: { submit } },
    el("header", {},
      el("h2", { id: "modal-title" }, ...plain(view.title.text)),
      el("button", { id: "modal-x", type: "button", class: "plain", "aria-label": "Close", text: "✕", on: { click: () => close(true) } })),
    el("div", { class: "modal-body" },
      view.notice ? el("p", { id: "notice", class: "error", role: "alert", text: view.notice }) : null,
      ...blocks(surface, view.blocks)),
    el("footer", {},
      el("button", { id: "modal-close", type: "button", text: view.close?.text ?? (depth > 1 ? "Back" : "Cancel"), on: { click: () => close(false) } }),
      view.submit ? el("button", { id: "modal-submit", type: "submit", class: "primary", text: view.submit.text }) : null));
  dialog.dataset.viewId = view.id;
  dialog.dataset.callbackId = view.callback_id;
  dialog.replaceChildren(...[tourNote(), form].filter(Boolean));
  if (dialog.open) restore(dialog, focus);
  else {
    dialog.showModal();
    (dialog.querySelector(".block-input [data-action-id], #modal-submit") ?? part("modal-close")).focus();
  }
}

async function submit(event) {
  event.preventDefault();
  const button = part("modal-submit");
  if (!button) return;
  await busy(button, async () => {
    await flush();
    await post("submit", { user: workspace.viewer });
  });
  await refreshModal();
  part("modal").querySelector("[aria-invalid]")?.focus();
}

async function close(all) {
  await flush();
  // Pressed twice, or closed by the app meanwhile: then there is nothing left to close.
  await post("close", { user: workspace.viewer, all }).catch(() => null);
  await refreshModal();
}

/** Listen for the Escape key once, when the page starts. */
export function prepareModal() {
  part("modal").addEventListener("cancel", (event) => {
    event.preventDefault();
    close(false);
  });
}
