// Blocks of messages, modals and the App Home.

import { chart } from "./chart.js";
import { el } from "./dom.js";
import { element } from "./elements.js";
import { emoji, link, plain, textObject } from "./mrkdwn.js";
import { channel, nameOf, workspace } from "./workspace.js";

/**
 * Draw blocks. `surface` says where they stand: {kind, values, errors} for a view,
 * {channel, ts} for a message.
 */
export function blocks(surface, list) {
  return list.map((block) => {
    const node = draw(surface, block);
    node.classList.add("block", `block-${block.type}`);
    node.dataset.blockId = block.block_id ?? "";
    return node;
  });
}

function draw(surface, block) {
  switch (block.type) {
    case "section": return section(surface, block);
    case "header": return el(surface.kind === "modal" ? "h3" : "h2", {}, ...plain(block.text.text));
    case "divider": return el("hr");
    case "context": return el("p", {}, ...block.elements.flatMap((one) => [...textObject(one), " "]));
    case "actions": return el("div", {}, ...block.elements.map((one) => element(surface, block, one)));
    case "input": return input(surface, block);
    case "rich_text": return el("div", {}, ...block.elements.flatMap(richPart));
    case "table": return table(block);
    case "data_visualization": return chart(block);
    default: return el("p", { text: `(a ${block.type} block)` });
  }
}

function section(surface, block) {
  const words = el("div", { class: "words" });
  if (block.text) words.append(el("p", {}, ...textObject(block.text)));
  if (block.fields) {
    words.append(el("div", { class: "fields" }, ...block.fields.map((one) => el("p", {}, ...textObject(one)))));
  }
  const node = el("div", {}, words);
  if (block.accessory) node.append(element(surface, block, block.accessory));
  return node;
}

function input(surface, block) {
  const id = `label-${surface.kind ?? surface.ts}-${block.block_id}`;
  const error = surface.errors?.[block.block_id];
  const control = element(surface, block, block.element, id);
  const label = el("p", { class: "label", id }, ...plain(block.label.text));
  if (block.optional) label.append(el("small", { text: " (optional)" }));
  const node = el("div", { class: error ? "wrong" : "" }, label, control);
  if (error) {
    const errorId = `${id}-error`;
    node.append(el("p", { class: "error", id: errorId, "data-error-for": block.block_id, text: error }));
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", errorId);
  }
  if (block.hint) node.append(el("p", { class: "hint" }, ...plain(block.hint.text)));
  return node;
}

function table(block) {
  const rows = block.rows.map((row, index) => el("tr", {}, ...row.map((cell) => {
    const words = cell.type === "raw_text" ? [cell.text] : (cell.elements ?? []).flatMap(richPart);
    return el(index ? "td" : "th", index ? {} : { scope: "col" }, ...words);
  })));
  return el("div", { class: "scroll" }, el("table", {}, ...rows));
}

function richPart(piece) {
  switch (piece.type) {
    case "rich_text_section": return piece.elements.flatMap(richPart);
    case "rich_text_list": return [el("ul", {}, ...piece.elements.map((one) => el("li", {}, ...richPart(one))))];
    case "rich_text_quote": return [el("blockquote", {}, ...piece.elements.flatMap(richPart))];
    case "rich_text_preformatted": return [el("pre", {}, ...piece.elements.flatMap(richPart))];
    case "text": return richText(piece);
    case "user": return [el("span", { class: "mention", text: `@${nameOf(piece.user_id)}` })];
    case "usergroup": return [el("span", { class: "mention", text: `@${groupHandle(piece.usergroup_id)}` })];
    case "channel": return [el("a", { href: `#${piece.channel_id}`, text: `#${channel(piece.channel_id)?.name ?? ""}` })];
    case "link": return [link(piece.url, piece.text ?? piece.url)];
    case "emoji": return [emoji(piece.name)];
    default: return [];
  }
}

function groupHandle(id) {
  return workspace.groups.find((one) => one.id === id)?.handle ?? id;
}

function richText(piece) {
  const words = plain(piece.text);
  const style = piece.style ?? {};
  const tag = { bold: "strong", italic: "em", strike: "s", code: "code" };
  const used = Object.keys(tag).find((name) => style[name]);
  return used ? [el(tag[used], {}, ...words)] : words;
}
