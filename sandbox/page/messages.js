// The messages of a channel, and their hover menu.

import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { ago, dayOf, hourOf, wholeOf } from "./clock.js";
import { arrange, busy, el, part, toast } from "./dom.js";
import { emoji, emojiNames, mrkdwn, textObject } from "./mrkdwn.js";
import { APP_NAME, BOT_USER, colourOf, nameOf, workspace } from "./workspace.js";

const QUICK_REACTION = "love_letter";
/** What each list shows now, so that only what changed is drawn anew: a press may be under way. */
const drawn = new WeakMap();

/** Draw messages into `list`; keeps the view at the bottom if it was there. */
export function drawMessages(list, messages, channelId, openThread) {
  const atBottom = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const nodes = [];
  const keep = keeper(list);
  let day = "";
  for (const message of messages) {
    const itsDay = dayOf(Number(message.ts) * 1000);
    if (itsDay !== day) nodes.push(keep(itsDay, () => el("p", { class: "day" }, el("span", { text: itsDay }))));
    day = itsDay;
    const look = JSON.stringify([channelId, workspace.viewer, message]);
    nodes.push(keep(look, () => article(message, channelId, openThread)));
  }
  if (!nodes.length) nodes.push(el("p", { class: "empty", text: "Nothing here yet." }));
  const focus = focusPath(list);
  arrange(list, nodes);
  if (atBottom) list.scrollTop = list.scrollHeight;
  if (focus && !list.contains(document.activeElement)) list.querySelector(focus)?.focus({ preventScroll: true });
}

/** A function that gives back the node of the last drawing where the look is the same. */
function keeper(list) {
  const before = drawn.get(list);
  const old = before?.people === workspace.people ? before.nodes : new Map();
  const nodes = new Map();
  drawn.set(list, { people: workspace.people, nodes });
  return (look, make) => {
    const node = old.get(look) ?? make();
    nodes.set(look, node);
    return node;
  };
}

/** A selector for the button that has the keyboard, so that a redraw does not take it away. */
function focusPath(list) {
  const node = list.contains(document.activeElement) ? document.activeElement : null;
  const message = node?.closest("[data-ts]");
  const marks = ["data-action-id", "data-shortcut", "data-reaction", "data-react", "data-reply"];
  const mark = marks.find((name) => node?.hasAttribute(name));
  if (!message || !mark) return null;
  return `[data-ts="${message.dataset.ts}"] [${mark}="${CSS.escape(node.getAttribute(mark))}"]`;
}

function article(message, channelId, openThread) {
  const name = authorName(message);
  const node = el("article", {
    class: message.ephemeral ? "message ephemeral" : "message",
    "data-ts": message.ts,
    "data-author": message.user ?? message.bot_id ?? "",
    "aria-label": `${name}, ${clockTime(message.ts)}`,
  },
  el("span", { class: `avatar ${colourOf(name)}`, "aria-hidden": "true", text: initials(name) }),
  el("div", { class: "message-main" },
    message.ephemeral ? el("p", { class: "only-you", text: "Only visible to you" }) : null,
    heading(message, name),
    ...body(message, channelId),
    reactions(message, channelId),
    threadLink(message, openThread)));
  if (!message.ephemeral && message.subtype !== "tombstone") {
    node.append(toolbar(message, channelId, openThread));
  }
  return node;
}

function authorName(message) {
  if (message.user === BOT_USER) return APP_NAME;
  if (message.username) return message.username;
  return message.user === "USLACKBOT" ? "Slackbot" : nameOf(message.user ?? "");
}

function initials(name) {
  return name.split(/\s+/).slice(0, 2).map((word) => word[0] ?? "").join("").toUpperCase();
}

function clockTime(ts) {
  return hourOf(Number(ts) * 1000);
}

function heading(message, name) {
  const at = Number(message.ts) * 1000;
  const app = message.bot_id ? el("span", { class: "badge", text: "APP" }) : null;
  return el("p", { class: "author" },
    el("strong", { text: name }), app,
    el("time", { datetime: new Date(at).toISOString(), title: wholeOf(at), "data-at": at, text: ago(at) }),
    message.edited ? el("small", { text: "(edited)" }) : null);
}

function body(message, channelId) {
  const surface = { channel: channelId, ts: message.ts };
  const shown = message.blocks?.length
    ? blocks(surface, message.blocks)
    : [el("p", { class: "text" }, ...mrkdwn(message.text ?? ""))];
  return [...shown, ...(message.attachments ?? []).map(attachment)];
}

function attachment(one) {
  const node = el("div", { class: "attachment" });
  if (one.pretext) node.append(el("p", {}, ...mrkdwn(one.pretext)));
  if (one.title) node.append(el("p", {}, el("strong", { text: one.title })));
  if (one.text) node.append(el("p", {}, ...mrkdwn(one.text)));
  for (const field of one.fields ?? []) {
    node.append(el("p", {}, el("strong", { text: `${field.title}: ` }), ...mrkdwn(String(field.value ?? ""))));
  }
  for (const block of one.blocks ?? []) node.append(el("p", {}, ...textObject(block.text)));
  if (!node.children.length) node.append(el("p", { text: one.fallback ?? "" }));
  return node;
}

function reactions(message, channelId) {
  if (!message.reactions?.length) return null;
  return el("p", { class: "reactions" }, ...message.reactions.map((one) => {
    const mine = one.users.includes(workspace.viewer);
    return el("button", {
      type: "button",
      class: mine ? "reaction mine" : "reaction",
      "aria-pressed": String(mine),
      "data-reaction": one.name,
      title: one.users.map(nameOf).join(", "),
      "aria-label": `${one.name}, ${one.count}: ${one.users.map(nameOf).join(", ")}`,
      on: { click: () => react(message, channelId, one.name, mine) },
    }, emoji(one.name), ` ${one.count}`);
  }));
}

function react(message, channelId, name, remove) {
  return post("reaction", { user: workspace.viewer, channel: channelId, ts: message.ts, emoji: name, remove });
}

function threadLink(message, openThread) {
  if (!openThread || !message.reply_count) return null;
  const words = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return el("button", { type: "button", class: "link", text: words, on: { click: () => openThread(message.ts) } });
}

function toolbar(message, channelId, openThread) {
  const where = { user: workspace.viewer, channel: channelId, ts: message.ts };
  const node = el("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" });
  const add = (label, shown, work, extra = {}) => {
    const button = el("button", { type: "button", class: "plain", "aria-label": label, title: label, ...extra }, shown);
    button.addEventListener("click", () => busy(button, work));
    node.append(button);
  };
  add(`React with ${QUICK_REACTION}`, emoji(QUICK_REACTION), () => post("reaction", { ...where, emoji: QUICK_REACTION }), { "data-react": QUICK_REACTION });
  node.append(otherReactions(where));
  if (openThread) add("Reply in thread", "Reply", () => openThread(message.ts), { "data-reply": "" });
  for (const shortcut of workspace.shortcuts.filter((one) => one.type === "message")) {
    add(shortcut.name, shortcut.name, () => post("shortcut", { ...where, callback_id: shortcut.callback_id }), { "data-shortcut": shortcut.callback_id });
  }
  if (message.user === workspace.viewer) add("Delete message", "Delete", () => post("delete", where), { "data-delete": "" });
  return node;
}

/** Any other emoji, as a list that opens. */
function otherReactions(where) {
  const choose = (event) => post("reaction", { ...where, emoji: event.target.value }).catch((error) => toast(error.message));
  const first = el("option", { value: "", text: "React…" });
  const others = emojiNames().map((name) => el("option", { value: name, text: `:${name}:` }));
  return el("select", { "aria-label": "React with another emoji", "data-react-other": "", on: { change: choose } }, first, ...others);
}

/** Bring a message into view and mark it for a moment. */
export function pointOut(digits) {
  const nodes = [...part("messages").querySelectorAll("[data-ts]")];
  const found = nodes.find((node) => node.dataset.ts.replace(".", "") === digits);
  if (!found) return;
  found.scrollIntoView({ block: "center" });
  found.classList.add("pointed-out");
  setTimeout(() => found.classList.remove("pointed-out"), 3000);
}
