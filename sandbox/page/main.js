// The page: who looks, where, and what changed.

import { get, post } from "./api.js";
import { blocks } from "./blocks.js";
import { learn, prepareClock } from "./clock.js";
import { prepareComposer, send, sendsOnEnter } from "./composer.js";
import { arrange, el, oneAtATime, part, toast } from "./dom.js";
import { settled } from "./entering.js";
import { focusKey, restore } from "./focus.js";
import { prepareInspector } from "./inspector.js";
import { drawMessages, pointOut } from "./messages.js";
import { prepareMenu } from "./menu.js";
import { prepareModal, refreshModal } from "./modal.js";
import { emoji } from "./mrkdwn.js";
import { observe, prepareTour } from "./tour.js";
import { isUnread, refreshUnread } from "./unread.js";
import { about, APP_NAME, channel, directId, humans, load, me, roleOf, visibleChannels, workspace } from "./workspace.js";

const FIRST_VIEWER = "U0PRIYA";
const FIRST_PLACE = "C0PRAISE";
let threadTs = null;

async function start() {
  await load();
  workspace.viewer = rememberedViewer();
  await learn();
  prepareClock();
  prepareInspector();
  prepareModal();
  prepareComposer();
  part("act-as").addEventListener("change", (event) => become(event.target.value));
  prepareMenu();
  addEventListener("hashchange", go);
  await go();
  await prepareTour(!new URLSearchParams(location.search).has("as"), lookAs);
  // The tour's panel took some of the room in which the newest message stood.
  part("messages").scrollTop = part("messages").scrollHeight;
  follow();
  document.body.dataset.ready = "";
}

function rememberedViewer() {
  const wanted = new URLSearchParams(location.search).get("as") ?? sessionStorage.getItem("viewer");
  return humans().some((one) => one.id === wanted) ? wanted : (humans().find((one) => one.id === FIRST_VIEWER) ?? humans()[0]).id;
}

async function become(viewer) {
  workspace.viewer = viewer;
  sessionStorage.setItem("viewer", viewer);
  threadTs = null;
  await go();
}

/** Look at `place` as `viewer`. */
async function lookAs(viewer, place) {
  history.replaceState(null, "", `#${place}`);
  await become(viewer);
}

/** Show the place the address names. */
async function go() {
  const [place, digits] = location.hash.slice(1).split("/");
  const here = visibleChannels();
  const known = ["dm", "home"].includes(place) || here.some((one) => one.id === place);
  if (place.startsWith("D")) workspace.place = "dm";
  else workspace.place = known ? place : (here.find((one) => one.id === FIRST_PLACE) ?? here[0])?.id ?? "dm";
  threadTs = null;
  if (workspace.place === "home" || workspace.place === "dm") await tellHome();
  await Promise.all([drawPlace(), refreshModal(), refreshUnread()]);
  drawSidebar();
  await observe();
  part("messages").scrollTop = part("messages").scrollHeight;
  if (digits) pointOut(digits.replace(/^p/, ""));
}

async function tellHome() {
  await post("home", { user: workspace.viewer, tab: workspace.place === "home" ? "home" : "messages" });
  await load();
}

async function drawPlace() {
  const home = workspace.place === "home";
  part("messages").hidden = home;
  part("composer-form").hidden = home;
  part("home").hidden = !home;
  drawHeading();
  part("thread").hidden = true;
  if (home) await drawHome();
  else await drawChannel();
}

function drawHeading() {
  const found = channel(workspace.place);
  const titles = { dm: `${APP_NAME} (direct messages)`, home: `${APP_NAME}: Home` };
  part("place").textContent = titles[workspace.place] ?? `#${found?.name ?? ""}`;
  part("topic").textContent = found?.purpose?.value ?? "";
  part("composer").placeholder = "Write here, or type / for a command";
  document.title = `${part("place").textContent} · Simulated Slack`;
}

const drawChannel = oneAtATime(drawMessagesHere);

async function drawMessagesHere() {
  const viewer = encodeURIComponent(workspace.viewer);
  const { place } = workspace;
  if (place === "home") return;
  const answer = await get(`messages/${place}?as=${viewer}`);
  if (place !== workspace.place || viewer !== encodeURIComponent(workspace.viewer)) return;
  const thread = (message) => message.thread_ts && message.thread_ts !== message.ts;
  const top = answer.messages.filter((one) => !thread(one) || one.subtype === "thread_broadcast" || one.ephemeral);
  drawMessages(part("messages"), top, answer.channel, openThread);
  drawThread(answer);
}

async function openThread(ts) {
  threadTs = ts;
  await drawChannel();
  part("thread-composer")?.focus();
}

function drawThread(answer) {
  const pane = part("thread");
  const parent = answer.messages.find((one) => one.ts === threadTs);
  pane.hidden = !parent;
  if (!parent) return;
  const replies = answer.messages.filter((one) => one.thread_ts === threadTs && one.ts !== threadTs);
  // Drawn once for each thread, so that a reply half written stays when somebody else's arrives.
  const whose = `${workspace.viewer} ${threadTs}`;
  if (pane.dataset.whose !== whose) pane.replaceChildren(...emptyThread(pane, threadTs));
  pane.dataset.whose = whose;
  drawMessages(pane.querySelector(".messages"), [parent, ...replies], answer.channel, null);
}

function emptyThread(pane, ts) {
  const box = el("textarea", { id: "thread-composer", rows: 2, "aria-label": "Reply", placeholder: "Reply" });
  sendsOnEnter(box, () => send(box, ts));
  const close = () => { threadTs = null; pane.hidden = true; };
  return [
    el("div", { class: "place-bar" },
      el("h2", { text: "Thread" }),
      el("button", { type: "button", class: "plain", text: "Close", on: { click: close } })),
    el("div", { class: "messages", role: "log", "aria-label": "Thread" }),
    el("div", { class: "composer" }, box),
  ];
}

const drawHome = oneAtATime(async () => {
  const { viewer } = workspace;
  const { home } = await settled(() => get(`home/${viewer}`));
  if (viewer !== workspace.viewer) return;
  const surface = { kind: "home", values: home?.values, errors: {} };
  const empty = el("p", { class: "empty", text: `${APP_NAME} has not published a Home for you yet.` });
  const focus = focusKey(part("home"));
  part("home").replaceChildren(...(home ? blocks(surface, home.blocks) : [empty]));
  restore(part("home"), focus);
});

function drawSidebar() {
  drawPeople();
  const other = humans().find((one) => one.id !== workspace.viewer && roleOf(one.id) === "receiver") ?? humans().at(-1);
  part("second-window").href = `/?as=${other.id}#dm`;
  part("about-me").textContent = about(me());
  arrange(part("channels"), visibleChannels().map((one) => entry(one.id, one.name, one.kind === "group" ? emoji("lock") : "#")));
  arrange(part("apps"), [entry("home", `${APP_NAME}: Home`), entry("dm", `${APP_NAME}: Messages`)]);
}

/** Who one can act as; drawn anew only when it changed, for the list may stand open. */
function drawPeople() {
  const box = part("act-as");
  const people = humans().map((one) => ({ value: one.id, text: `${one.profile.display_name || one.profile.real_name} · ${roleOf(one.id)}` }));
  const isSame = JSON.stringify(people) === JSON.stringify([...box.options].map(({ value, text }) => ({ value, text })));
  if (!isSame) box.replaceChildren(...people.map((one) => el("option", one)));
  box.value = workspace.viewer;
}

const entries = new Map();

/** A place in the sidebar; kept from drawing to drawing, so that a press is never lost. */
function entry(place, text, mark = null) {
  const key = `${place} ${text}`;
  if (!entries.has(key)) entries.set(key, placeLink(place, text, mark));
  const item = entries.get(key);
  const unread = place !== workspace.place && isUnread(place);
  const link = item.firstChild;
  link.className = unread ? "unread" : "";
  if (unread) link.setAttribute("aria-label", `${text}, unread`);
  else link.removeAttribute("aria-label");
  if (place === workspace.place) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  return item;
}

function placeLink(place, text, mark) {
  const shown = mark && el("span", { class: "kind", "aria-hidden": "true" }, mark);
  return el("li", {}, el("a", { href: `#${place}`, "data-channel": place }, shown, el("span", { text })));
}

const markUnread = oneAtATime(async () => {
  await refreshUnread();
  drawSidebar();
});


/** Follow the sandbox's changes for as long as the page is open. */
function follow() {
  const source = new EventSource("/_page/stream");
  source.addEventListener("open", () => { part("connection").textContent = ""; });
  source.addEventListener("error", () => { part("connection").textContent = "The sandbox is not running."; });
  source.addEventListener("message", (event) => {
    changed(event.data).catch((error) => toast(error.message));
  });
}

async function changed(topic) {
  const [kind, id] = topic.split(":");
  // The line is open (again): show whatever was missed meanwhile.
  if (kind === "hello") await Promise.all([learn(), drawPlace(), refreshModal(), markUnread()]);
  else if (kind === "channel") await channelChanged(id === directId() ? "dm" : id);
  else if (kind === "view" && id === workspace.viewer) await refreshModal();
  else if (kind === "home" && id === workspace.viewer && workspace.place === "home") await drawHome();
  else if (kind === "clock") {
    await learn();
    if (workspace.place !== "home") await drawChannel();
  }
  else if (kind === "people" || kind === "reset") {
    await load();
    await learn();
    if (!humans().some((one) => one.id === workspace.viewer)) workspace.viewer = rememberedViewer();
    await go();
  }
  await observe();
}

async function channelChanged(place) {
  if (place === workspace.place) await drawChannel();
  if (place.startsWith("D")) return;
  await markUnread();
}

start().catch((error) => toast(`The page could not start: ${error.message}`));
