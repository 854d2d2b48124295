// Block elements as native controls.

import { post } from "./api.js";
import { confirmed } from "./confirm.js";
import { busy, el } from "./dom.js";
import { enter, flush, typed, whereabouts } from "./entering.js";
import { link, textObject } from "./mrkdwn.js";
import { humans, visibleChannels } from "./workspace.js";

const TEXT_TYPES = {
  plain_text_input: "text",
  email_text_input: "text",
  url_text_input: "text",
  number_input: "text",
  datepicker: "date",
  timepicker: "time",
};
const MODES = { email_text_input: "email", url_text_input: "url", number_input: "decimal" };
let counter = 0;

/** The control for one element; `labelled` is the id of the text that names it, if any. */
export function element(surface, block, item, labelled) {
  const control = build(surface, block, item, labelled);
  control.dataset.actionId = item.action_id;
  control.dataset.blockId = block.block_id;
  control.dataset.elementType = item.type;
  return control;
}

function build(surface, block, item, labelled) {
  if (item.type === "button") return button(surface, block, item);
  if (item.type === "overflow") return overflow(surface, block, item);
  if (item.type in TEXT_TYPES) return textInput(surface, block, item, labelled);
  if (item.type === "checkboxes") return ticks(surface, block, item, labelled, "checkbox");
  if (item.type === "radio_buttons") return ticks(surface, block, item, labelled, "radio");
  if (item.type === "external_select") return lookedUp(surface, block, item, labelled);
  if (item.type.startsWith("multi_")) return manyOf(surface, block, item, labelled);
  return oneOf(surface, block, item, labelled);
}

function valueOf(surface, block, item) {
  return surface.values?.[block.block_id]?.[item.action_id] ?? null;
}

function button(surface, block, item) {
  const style = { primary: "primary", danger: "danger" }[item.style] ?? "";
  const press = async () => {
    if (!(await confirmed(item.confirm))) return;
    await busy(node, async () => {
      await flush();
      await post("interact", { ...whereabouts(surface, block, item), button_value: item.value ?? "" });
    });
  };
  const node = el("button", {
    type: "button",
    class: style,
    "data-value": item.value ?? null,
    "aria-label": item.accessibility_label ?? null,
    on: { click: press },
  }, ...textObject(item.text));
  if (!item.url) return node;
  const away = link(item.url, item.text.text);
  away.className = "button-link";
  away.addEventListener("click", () => { press(); });
  return away;
}

function overflow(surface, block, item) {
  const choose = () => {
    enter(surface, block, item, select.value);
    select.value = "";
  };
  const select = el("select", { "aria-label": "More actions", on: { change: choose } });
  select.append(el("option", { text: "⋯", value: "" }));
  for (const option of item.options) {
    select.append(el("option", { text: option.text.text, value: option.value }));
  }
  return select;
}

function textInput(surface, block, item, labelled) {
  const many = item.type === "plain_text_input" && item.multiline;
  const node = el(many ? "textarea" : "input", {
    type: many ? null : TEXT_TYPES[item.type],
    rows: many ? 5 : null,
    inputmode: MODES[item.type] ?? null,
    placeholder: item.placeholder?.text ?? null,
    "aria-labelledby": labelled,
    "aria-label": labelled ? null : item.placeholder?.text ?? item.type,
    autocomplete: "off",
  });
  node.value = valueOf(surface, block, item) ?? "";
  node.addEventListener("input", () => {
    if (item.type.endsWith("picker")) enter(surface, block, item, node.value || null);
    else typed(surface, block, item, node.value);
  });
  if (!many) node.addEventListener("keydown", (event) => enterKey(event, surface, block, item));
  return node;
}

async function enterKey(event, surface, block, item) {
  if (event.key !== "Enter" || !block.dispatch_action) return;
  event.preventDefault();
  const { value } = event.target;
  await flush();
  await post("interact", { ...whereabouts(surface, block, item), value });
}

/** Choices of an element: [{value, label, description}]. */
function choices(item) {
  if (item.type.includes("users_select")) {
    return humans().map((one) => ({ value: one.id, label: one.profile.real_name }));
  }
  if (item.type.includes("conversations_select") || item.type.includes("channels_select")) {
    const open = visibleChannels().filter((one) => !item.type.includes("channels") || one.kind === "channel");
    return open.map((one) => ({ value: one.id, label: `#${one.name}` }));
  }
  const options = item.options ?? item.option_groups.flatMap((group) => group.options);
  return options.map((option) => ({
    value: option.value, label: option.text.text, text: option.text, description: option.description,
  }));
}

function chosen(surface, block, item) {
  const value = valueOf(surface, block, item);
  const list = Array.isArray(value) ? value : [value];
  return list.filter(Boolean).map((one) => one.value ?? one);
}

function oneOf(surface, block, item, labelled) {
  const choose = (event) => enter(surface, block, item, event.target.value || null);
  const node = el("select", {
    "aria-labelledby": labelled,
    "aria-label": labelled ? null : item.placeholder?.text ?? "Choose",
    on: { change: choose },
  });
  const picked = chosen(surface, block, item)[0];
  node.append(el("option", { value: "", text: item.placeholder?.text ?? "Choose" }));
  for (const { value, label } of choices(item)) {
    node.append(el("option", { value, text: label, selected: value === picked }));
  }
  return node;
}

/** A field to type in; what the app offers to what was typed stands below it. */
function lookedUp(surface, block, item, labelled) {
  const list = el("datalist", { id: `offered-${counter += 1}` });
  const field = el("input", {
    type: "text",
    list: list.id,
    placeholder: item.placeholder?.text ?? null,
    "aria-labelledby": labelled,
    "aria-label": labelled ? null : item.placeholder?.text ?? "Choose",
    autocomplete: "off",
  });
  field.value = valueOf(surface, block, item)?.text?.text ?? "";
  let offered = [];
  const look = async (value) => {
    ({ options: offered } = await post("suggest", { ...whereabouts(surface, block, item), value }));
    list.replaceChildren(...offered.map((one) => el("option", { value: one.text.text })));
  };
  const named = () => offered.find((one) => one.text.text === field.value);
  const typing = async () => {
    if (!named()) await look(field.value);
    if (named()) await enter(surface, block, item, named().value);
  };
  field.addEventListener("focus", () => { look(""); });
  field.addEventListener("input", typing);
  return el("div", {}, field, list);
}

function manyOf(surface, block, item, labelled) {
  const group = ticks(surface, block, item, labelled, "checkbox");
  group.classList.add("picker");
  return group;
}

function ticks(surface, block, item, labelled, type) {
  const name = `choice-${counter += 1}`;
  const picked = chosen(surface, block, item);
  const group = el("div", {
    class: "choices", role: type === "radio" ? "radiogroup" : "group", "aria-labelledby": labelled,
  });
  const report = () => {
    const values = [...group.querySelectorAll("input:checked")].map((input) => input.value);
    enter(surface, block, item, type === "radio" ? values[0] ?? null : values);
  };
  for (const choice of choices(item)) {
    const id = `${name}-${group.children.length}`;
    const input = el("input", {
      type, id, name, value: choice.value, checked: picked.includes(choice.value), on: { change: report },
    });
    const words = choice.text ? textObject(choice.text) : [choice.label];
    const label = el("label", { for: id }, ...words);
    if (choice.description) label.append(el("small", {}, ...textObject(choice.description)));
    group.append(el("div", { class: "choice" }, input, label));
  }
  return group;
}
