// Under the hood: what was delivered to the app, acknowledged, and called by it.

import { get } from "./api.js";
import { el, part } from "./dom.js";

const LOOK_MS = 1000;
const SHOWN = 150;
let last = 0;
let timer = null;

/** Follow the log for as long as the inspector is open. */
export function prepareInspector() {
  part("inspector").addEventListener("toggle", () => {
    clearInterval(timer);
    if (!part("inspector").open) return;
    look();
    timer = setInterval(look, LOOK_MS);
  });
}

async function look() {
  const { entries } = await get(`log?after=${last}`);
  if (!entries.length) return;
  last = entries.at(-1).seq;
  part("inspected").prepend(...entries.reverse().map(entry));
  while (part("inspected").children.length > SHOWN) part("inspected").lastElementChild.remove();
}

function entry(one) {
  const call = one.kind === "api";
  const more = el("details", {}, el("summary", {},
    el("span", { class: "way", text: call ? "Goodword called" : "Slack delivered" }),
    el("strong", { text: call ? one.method : delivered(one.payload) }),
    el("span", { class: "outcome", text: call ? called(one) : acked(one) })));
  more.addEventListener("toggle", () => {
    if (more.children.length < 2) {
      const shown = call ? { args: one.args, response: one.response } : one.payload;
      more.append(el("pre", { text: JSON.stringify(shown, null, 2) }));
    }
  });
  return el("li", {}, more);
}

function delivered(payload) {
  const found = payload ?? {};
  if (found.event) return `event: ${found.event.type}`;
  return found.command ?? found.type ?? "payload";
}

function called(one) {
  const trouble = one.fault ?? one.response?.error;
  return trouble ? `refused: ${trouble}` : `ok, ${Math.round(one.ms ?? 0)} ms`;
}

function acked(one) {
  if (one.problem) return one.problem;
  if (one.acked_after_ms === null || one.acked_after_ms === undefined) return "waiting";
  return `acknowledged in ${Math.round(one.acked_after_ms)} ms`;
}
