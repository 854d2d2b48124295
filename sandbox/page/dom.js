// Making elements. Everything anybody wrote goes in as text, never as markup.

/**
 * Make an element. `props` may hold class, text, on (listeners) and any attribute;
 * attributes that are false or null are left out, those that are true are empty.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "text") node.textContent = value;
    else if (name === "class") node.className = value;
    else if (name === "on") listen(node, value);
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** A small drawing made of one path on a 16 by 16 grid, for whoever has no emoji font. */
export function icon(path) {
  const node = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" })) {
    node.setAttribute(name, value);
  }
  node.append(document.createElementNS(SVG, "path"));
  node.firstChild.setAttribute("d", path);
  return node;
}

function listen(node, handlers) {
  for (const [event, handler] of Object.entries(handlers)) node.addEventListener(event, handler);
}

/** Find an element that is part of the page's frame. */
export function part(id) {
  return document.getElementById(id);
}

/** Make `nodes` the children of `list`, leaving alone what already stands in its place. */
export function arrange(list, nodes) {
  const wanted = new Set(nodes);
  for (const old of [...list.children]) if (!wanted.has(old)) old.remove();
  nodes.forEach((node, at) => {
    if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
  });
}

let toastTimer = 0;

/** Say something briefly at the edge of the page. */
export function toast(text) {
  const node = part("toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { node.hidden = true; }, 6000);
}

/** `work`, one at a time: whoever asks meanwhile gets one more run, however many they are. */
export function oneAtATime(work) {
  let running = null;
  let again = false;
  const runs = async () => {
    while (again) {
      again = false;
      await work();
    }
  };
  return () => {
    again = true;
    running ??= runs().finally(() => { running = null; });
    return running;
  };
}

/** Run `work` with the button disabled, and say what went wrong if it did. */
export async function busy(button, work) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return null;
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}
