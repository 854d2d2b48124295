// What a person types or chooses reaches the sandbox; typing waits for a short pause.

import { post } from "./api.js";
import { toast } from "./dom.js";
import { workspace } from "./workspace.js";

const PAUSE_MS = 200;
const waiting = new Map();
const underway = new Set();
let entries = 0;

/** The part of a control request that says where an element stands. */
export function whereabouts(surface, block, element) {
  const place = surface.ts
    ? { channel: surface.channel, ts: surface.ts }
    : { surface: surface.kind };
  return {
    user: workspace.viewer,
    action: element.action_id,
    block_id: block.block_id,
    ...place,
  };
}

/** Note what was typed; it is sent after a pause or when `flush` is called. */
export function typed(surface, block, element, value) {
  const key = `${block.block_id}/${element.action_id}`;
  entries += 1;
  clearTimeout(waiting.get(key)?.timer);
  const send = () => {
    waiting.delete(key);
    enter(surface, block, element, value);
  };
  waiting.set(key, { send, timer: setTimeout(send, PAUSE_MS) });
}

/** Send a choice at once; in a message it is an interaction. */
export function enter(surface, block, element, value) {
  entries += 1;
  const endpoint = surface.ts ? "interact" : "type";
  const body = { ...whereabouts(surface, block, element), value, quiet: true };
  const sending = post(endpoint, body).catch((error) => {
    if (!String(error.message).startsWith("nothing called")) toast(error.message);
  });
  underway.add(sending);
  sending.finally(() => underway.delete(sending));
  return sending;
}

/** Send what is still waiting and return when everything has arrived. */
export async function flush() {
  for (const { send, timer } of [...waiting.values()]) {
    clearTimeout(timer);
    send();
  }
  await Promise.all([...underway]);
}

/** What `look` finds once everything entered has arrived; else it would show a choice undone. */
export async function settled(look) {
  for (;;) {
    await flush();
    const before = entries;
    const found = await look();
    if (entries === before) return found;
  }
}
