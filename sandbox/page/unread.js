// What a person has not looked at yet, kept for each person one acts as.

import { get } from "./api.js";
import { now } from "./clock.js";
import { workspace } from "./workspace.js";

const KEY = "read";
let latest = {};

function load() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  return kept ?? { since: String(now() / 1000), people: {} };
}

function readUntil(kept, place) {
  const mine = kept.people[workspace.viewer] ?? {};
  // Channels begin as read; what the app wrote to a person does not.
  return mine[place] ?? (place === "dm" ? "" : kept.since);
}

/** Ask what is newest in each of the viewer's places, and take the present one as read. */
export async function refreshUnread() {
  const { viewer } = workspace;
  const answer = await get(`latest?as=${encodeURIComponent(viewer)}`);
  if (viewer !== workspace.viewer) return;
  latest = answer.latest;
  const kept = load();
  const mine = { ...kept.people[viewer], [workspace.place]: latest[workspace.place] ?? "" };
  sessionStorage.setItem(KEY, JSON.stringify({ ...kept, people: { ...kept.people, [viewer]: mine } }));
}

export function isUnread(place) {
  return (latest[place] ?? "") > readUntil(load(), place);
}
