// What the page knows: who looks, who there is, where we are.

import { get } from "./api.js";

export const APP_NAME = "Goodword";
export const BOT_USER = "U0GOODWORD";
const COLOURS = 6;

export const workspace = {
  viewer: "",
  people: [],
  channels: [],
  groups: [],
  commands: [],
  hints: {},
  shortcuts: [],
  place: "",
};

/** Fetch people, channels and what the app registered. */
export async function load() {
  const [people, state] = await Promise.all([get("people"), get("state")]);
  Object.assign(workspace, people, { commands: state.commands, hints: state.command_hints, shortcuts: state.shortcuts });
  return state;
}

export function me() {
  return person(workspace.viewer);
}

export function person(id) {
  return workspace.people.find((one) => one.id === id);
}

/** The people one can act as. */
export function humans() {
  return workspace.people.filter((one) => !one.is_bot && !one.deleted && one.id !== "USLACKBOT");
}

export function nameOf(id) {
  const found = person(id);
  return found ? found.profile.display_name || found.profile.real_name : id;
}

/** What a person is for the app: agent, receiver, lead, admin, guest or outsider. */
export function roleOf(id) {
  const found = person(id);
  if (!found) return "";
  if (found.is_stranger) return "other company";
  if (found.is_restricted || found.is_ultra_restricted) return "guest";
  const title = found.profile.title.toLowerCase();
  if (title.includes("lead")) return "lead";
  if (title.includes("receiver")) return "receiver";
  return found.is_admin ? "admin" : "agent";
}

/** A person's standing in a few words, for the sidebar. */
export function about(found) {
  const standing = [];
  if (found.is_admin) standing.push("workspace admin");
  if (found.is_stranger) standing.push("from another company");
  if (found.is_restricted || found.is_ultra_restricted) standing.push("guest");
  const words = [found.profile.title, ...standing].filter(Boolean);
  return words.join(" · ");
}

/** The channels the viewer can open: their own, and public ones unless they are a guest. */
export function visibleChannels() {
  const guest = me()?.is_restricted || me()?.is_stranger;
  return workspace.channels.filter((channel) => {
    if (channel.kind === "im") return false;
    return channel.members.includes(workspace.viewer) || (channel.kind === "channel" && !guest);
  });
}

export function channel(id) {
  return workspace.channels.find((one) => one.id === id);
}

/** The id of the viewer's direct conversation with the app. */
export function directId() {
  return `D${workspace.viewer.slice(1)}`;
}

/** Where messages of the current place are found in the control API. */
export function placePath() {
  return workspace.place === "dm" ? "dm" : workspace.place;
}

/** A steady colour class for an author. */
export function colourOf(key) {
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return `colour-${sum % COLOURS}`;
}
