// Writing: messages, mentions and slash commands.

import { post } from "./api.js";
import { busy, el, part, toast } from "./dom.js";
import { workspace } from "./workspace.js";

function literally(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What a person typed, in Slack's wire form: escaped, mentions and channels as ids. */
export function wireText(typed) {
  let text = typed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  for (const person of workspace.people) {
    for (const name of [person.profile.real_name, person.profile.display_name, person.name]) {
      if (name) text = text.replaceAll(new RegExp(`@${literally(name)}(?!\\w)`, "g"), `<@${person.id}>`);
    }
  }
  for (const group of workspace.groups) text = text.replaceAll(`@${group.handle}`, `<!subteam^${group.id}>`);
  for (const one of workspace.channels) {
    if (one.name) text = text.replaceAll(new RegExp(`#${literally(one.name)}(?![\\w-])`, "g"), `<#${one.id}|${one.name}>`);
  }
  return text.replaceAll(/(?<![<|])\bhttps?:\/\/[^\s<>]+/g, (address) => `<${address}>`);
}

/** Send what stands in `box`: a command if it starts with a slash, else a message. */
export async function send(box, threadTs = null) {
  const typed = box.value.trim();
  if (!typed) return;
  const where = { user: workspace.viewer, channel: workspace.place };
  box.value = "";
  suggest();
  try {
    if (typed.startsWith("/")) await command(where, typed);
    else await message(where, typed, threadTs);
  } catch (error) {
    box.value = typed;
    toast(error.message);
  }
}

async function command(where, typed) {
  const [name] = typed.split(/\s/, 1);
  const rest = typed.slice(name.length).trim();
  await post("command", { ...where, command: name, text: wireText(rest) });
}

async function message(where, typed, threadTs) {
  const bot = part("author").value;
  const author = bot ? { bot } : {};
  const thread = threadTs ? { thread_ts: threadTs } : {};
  await post("message", { ...where, ...author, ...thread, text: wireText(typed) });
}

/** Offer the app's commands while one is being typed. */
export function suggest() {
  const { value } = part("composer");
  const wanted = /^\/\S*$/.test(value) ? workspace.commands.filter((one) => one.startsWith(value)) : [];
  part("suggestions").replaceChildren(...wanted.map((name) => el("li", {}, suggestion(name))));
  part("suggestions").hidden = wanted.length === 0;
}

function suggestion(name) {
  const hint = workspace.hints[name] ?? "";
  const words = hint ? el("small", { text: hint }) : null;
  return el("button", { type: "button", class: "plain", "data-command": name, on: { click: () => complete(name) } }, name, words);
}

function complete(name) {
  part("composer").value = `${name} `;
  part("composer").focus();
  suggest();
}

/** Tab takes the first suggestion, the arrows walk through them, Escape puts them away. */
function walk(event) {
  const list = [...part("suggestions").querySelectorAll("button")];
  if (part("suggestions").hidden || event.isComposing) return;
  const at = list.indexOf(document.activeElement);
  const places = { ArrowUp: at < 0 ? list.length - 1 : at - 1, ArrowDown: at < 0 ? 0 : at + 1 };
  if (event.key === "Tab" && at < 0 && !event.shiftKey) complete(list[0].dataset.command);
  else if (event.key === "Escape") {
    part("composer").focus();
    part("suggestions").hidden = true;
  } else if (event.key in places) (list[places[event.key]] ?? part("composer")).focus();
  else return;
  event.preventDefault();
}

/** Wire up the composer at the foot of the page. */
export function prepareComposer() {
  const box = part("composer");
  part("composer-form").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(part("send"), () => send(box));
  });
  box.addEventListener("input", suggest);
  part("composer-form").addEventListener("keydown", walk);
  sendsOnEnter(box, () => part("composer-form").requestSubmit());
}

/** Enter sends, Shift+Enter starts a new line. */
export function sendsOnEnter(box, work) {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    work();
  });
}
