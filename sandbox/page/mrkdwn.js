// Slack's markup to DOM nodes: a subset, always through text nodes.

import { dayOf, hourOf } from "./clock.js";
import { el, icon } from "./dom.js";
import { channel, nameOf, workspace } from "./workspace.js";

const EMOJI = {
  love_letter: "💌", heart: "❤️", tada: "🎉", "+1": "👍", thumbsup: "👍", pray: "🙏",
  eyes: "👀", white_check_mark: "✅", raised_hands: "🙌", clap: "👏", sunflower: "🌻",
  sparkles: "✨", point_right: "👉", bulb: "💡", warning: "⚠️", smile: "😄", blush: "😊", star: "⭐",
  hourglass: "⌛", wave: "👋", bow: "🙇", speech_balloon: "💬", lock: "🔒", seedling: "🌱",
};

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^>\\n]+)>",
    "(?<![\\w*])\\*(?<bold>[^*\\n]+)\\*(?![\\w*])",
    "(?<!\\w)_(?<italic>[^_\\n]+)_(?!\\w)",
    "(?<![\\w~])~(?<strike>[^~\\n]+)~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+-]+):",
  ].join("|"),
  "g",
);

/** Drawn, because the page itself offers them: a letter with a heart, and a lock. */
const DRAWN = {
  love_letter: "M1 3h14v10H1zm1.5 1.3L8 7.6l5.5-3.3zM8 11.6c-1.9-1.2-2.6-2-2.6-2.8 0-1.3 1.8-1.6 2.6-.5.8-1.1 2.6-.8 2.6.5 0 .8-.7 1.6-2.6 2.8z",
  lock: "M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm1.7 0h4.6V5a2.3 2.3 0 0 0-4.6 0z",
};

/** What an emoji's name stands for: a drawing, a character, or the name between colons. */
export function emoji(name) {
  return name in DRAWN ? icon(DRAWN[name]) : EMOJI[name] ?? `:${name}:`;
}

/** Every emoji one can react with here. */
export function emojiNames() {
  return Object.keys(EMOJI);
}

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Nodes for a whole text: code blocks, quotes, lines. */
export function mrkdwn(text) {
  const nodes = [];
  text.split("```").forEach((piece, index) => {
    if (index % 2) nodes.push(el("pre", { text: unescape(piece).replace(/^\n/, "") }));
    else if (piece) nodes.push(...lines(piece));
  });
  return nodes;
}

/** Nodes for a text object of either type. */
export function textObject(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plain(object.text);
}

/** Nodes for plain text, with emoji names shown as emoji. */
export function plain(text) {
  const shown = text.replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI[name] ?? all);
  return breaks(shown);
}

function breaks(text) {
  return text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
}

function lines(text) {
  const nodes = [];
  let quote = null;
  text.split("\n").forEach((line, index) => {
    const quoted = /^(&gt;|>) ?/.exec(line);
    if (quoted) {
      if (!quote) nodes.push(quote = el("blockquote"));
      else quote.append(el("br"));
      quote.append(...inline(line.slice(quoted[0].length)));
    } else {
      if (index && !quote) nodes.push(el("br"));
      quote = null;
      nodes.push(...inline(line));
    }
  });
  return nodes;
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(unescape(text.slice(end, match.index)), styled(match));
    end = match.index + match[0].length;
  }
  nodes.push(unescape(text.slice(end)));
  return nodes.filter((node) => node !== "");
}

function styled(match) {
  const { code, angle, bold, italic, strike, emoji: name } = match.groups;
  if (code) return el("code", { text: unescape(code) });
  if (angle) return reference(angle);
  if (bold) return el("strong", {}, ...inline(bold));
  if (italic) return el("em", {}, ...inline(italic));
  if (strike) return el("s", {}, ...inline(strike));
  return EMOJI[name] ? emoji(name) : match[0];
}

function reference(inside) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (target.startsWith("@")) return mention(`@${nameOf(target.slice(1))}`);
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!subteam^")) return mention(groupName(target.slice("!subteam^".length)));
  if (target.startsWith("!date^")) return el("time", { text: dated(target, unescape(label ?? "")) });
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  return link(unescape(target), unescape(label ?? target));
}

/** `!date^SECONDS^TOKENS`, as its reader sees it; the label where a token is not known here. */
function dated(target, label) {
  const [, seconds, pattern] = target.split("^");
  const moment = Number(seconds) * 1000;
  if (!Number.isFinite(moment) || !pattern) return label;
  const text = pattern.replaceAll(/\{date(_\w+)?\}/g, () => dayOf(moment)).replaceAll(/\{time(_secs)?\}/g, () => hourOf(moment));
  return /[{}]/.test(text) ? label : text;
}

function mention(text) {
  return el("span", { class: "mention", text });
}

function groupName(id) {
  const group = workspace.groups.find((one) => one.id === id);
  return `@${group ? group.handle : id}`;
}

function channelLink(id, label) {
  const found = channel(id);
  return el("a", { href: `#${id}`, text: `#${found ? found.name : label ?? id}` });
}

/** A link that can only be an address of the web or of mail. */
export function link(address, label) {
  if (!/^(https?:|mailto:)/i.test(address)) return el("span", { text: label });
  const here = address.startsWith(`${location.origin}/archives/`);
  const href = here ? `#${address.slice(`${location.origin}/archives/`.length).split("?")[0]}` : address;
  const away = here ? {} : { target: "_blank", rel: "noopener noreferrer" };
  return el("a", { href, text: label, ...away });
}
