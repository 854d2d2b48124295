// The modal in front of the viewer.

import { get, post } from "./api.js";
import { blocks } from "./blocks.js";
import { arrange, busy, el, oneAtATime, part } from "./dom.js";
import { flush } from "./entering.js";
import { focusKey, restore } from "./focus.js";
import { plain } from "./mrkdwn.js";
import { tourNote } from "./tour.js";
import { workspace } from "./workspace.js";

/** What is drawn of the view in front: how it looked, and the nodes of its blocks by their look. */
let drawn = { look: "", blocks: new Map() };

/** Fetch the viewer's modals and show the top one, if it looks different from before. */
export const refreshModal = oneAtATime(async () => {
  const { viewer } = workspace;
  const { stack } = await get(`view/${viewer}`);
  if (viewer !== workspace.viewer) return;
  const top = stack.at(-1);
  const look = top ? JSON.stringify([top.id, top.hash, top.errors, top.notice, stack.length]) : "";
  if (look === drawn.look) return;
  drawn.look = look;
  if (top) show(top, stack.length);
  else part("modal").close();
});

function show(view, depth) {
  const dialog = part("modal");
  const isUpdate = dialog.open && dialog.dataset.viewId === view.id;
  if (!isUpdate) {
    drawn.blocks = new Map();
    dialog.replaceChildren(frame());
  }
  dialog.dataset.viewId = view.id;
  dialog.dataset.callbackId = view.callback_id;
  const focus = focusKey(dialog);
  const form = dialog.querySelector("form");
  arrange(dialog, [dialog.querySelector(".tour-note") ?? tourNote(), form].filter(Boolean));
  part("modal-title").replaceChildren(...plain(view.title.text));
  drawBody(form.querySelector(".modal-body"), view);
  drawFooter(form.querySelector("footer"), view, depth);
  if (!dialog.open) dialog.showModal();
  if (!isUpdate) (dialog.querySelector(".block-input [data-action-id], #modal-submit") ?? part("modal-close")).focus();
  else if (!dialog.contains(document.activeElement)) restore(dialog, focus);
}

function frame() {
  return el("form", { novalidate: true, on: { submit } },
    el("header", {},
      el("h2", { id: "modal-title" }),
      el("button", { id: "modal-x", type: "button", class: "plain", "aria-label": "Close", text: "✕", on: { click: () => close(true) } })),
    el("div", { class: "modal-body" }),
    el("footer"));
}

/** Draw what changed. A block that looks the same stays, with what is being typed into it. */
function drawBody(body, view) {
  const surface = { kind: "modal", values: view.values, errors: view.errors };
  const before = drawn.blocks;
  drawn.blocks = new Map();
  const nodes = view.blocks.map((block) => {
    const look = JSON.stringify([withoutInitials(block), view.errors?.[block.block_id]]);
    const [fresh] = before.has(look) ? [] : blocks(surface, [block]);
    if (fresh) keepText(body, fresh);
    drawn.blocks.set(look, fresh ?? before.get(look));
    return drawn.blocks.get(look);
  });
  const notice = view.notice ? el("p", { id: "notice", class: "error", role: "alert", text: view.notice }) : null;
  arrange(body, [notice, ...nodes].filter(Boolean));
}

/** A block as its look depends on it: initial values only count when it is new. */
function withoutInitials(block) {
  const initial = (name) => name.startsWith("initial_");
  return JSON.parse(JSON.stringify(block, (name, value) => (initial(name) ? undefined : value)));
}

/** Where a field is drawn anew, under an error for one, what was typed so far moves over. */
function keepText(body, block) {
  for (const field of block.querySelectorAll("input[data-action-id], textarea[data-action-id]")) {
    const old = controlLike(body, field);
    if (old) field.value = old.value;
  }
}

function controlLike(body, field) {
  const { actionId, blockId, elementType } = field.dataset;
  const alike = ({ dataset }) => dataset.actionId === actionId && dataset.blockId === blockId && dataset.elementType === elementType;
  return [...body.querySelectorAll("[data-action-id]")].find(alike);
}

function drawFooter(footer, view, depth) {
  const wanted = [["modal-close", view.close?.text ?? (depth > 1 ? "Back" : "Cancel")], ["modal-submit", view.submit?.text]];
  arrange(footer, wanted.filter(([, text]) => text).map(([id, text]) => {
    const button = footer.querySelector(`#${id}`) ?? footerButton(id);
    button.textContent = text;
    return button;
  }));
}

function footerButton(id) {
  return id === "modal-submit"
    ? el("button", { id, type: "submit", class: "primary" })
    : el("button", { id, type: "button", on: { click: () => close(false) } });
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
