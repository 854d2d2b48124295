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
  const box = part("composer");
  const list = part("suggestions");
  const wanted = /^\/\S*$/.test(box.value) ? workspace.commands.filter((one) => one.startsWith(box.value)) : [];
  list.replaceChildren(...wanted.map((one) => el("li", {}, el("button", {
    type: "button",
    class: "plain",
    text: one,
    on: { click: () => { box.value = `${one} `; box.focus(); suggest(); } },
  }))));
  list.hidden = wanted.length === 0;
}

/** Wire up the composer at the foot of the page. */
export function prepareComposer() {
  const box = part("composer");
  part("composer-form").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(part("send"), () => send(box));
  });
  box.addEventListener("input", suggest);
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
