// A guided tour in five steps. It looks at what happened and goes on by itself.

import { get, post } from "./api.js";
import { now } from "./clock.js";
import { el, oneAtATime, part } from "./dom.js";
import { isNarrow, openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { humans, nameOf, roleOf, workspace } from "./workspace.js";

const KEY = "tour";
const AGENT = "U0PRIYA";
const TICKET = "20417";
const PHRASE = "the bakery with the blue door";
/** Of the same message, and still there once it is shared. */
const KEPT = "the lost shipment";
const KUDOS = "C0KUDOS";
const PRAISE = "C0PRAISE";
const REVIEW = "share_review";
/** The first words of what a requester is told. */
const RECEIPT = "You can stop replying";
const SHARE = 0;
const FIX = 1;
const POINTED_MS = 4000;
const DAY_S = 86_400;

const tour = { step: 0, start: 0, left: false, taker: null, ticket: null, sawWindow: false };
let offered = false;
let lookAs = null;

// In what a step says, *bold* names a control as it is labelled and `code` is what to enter there.
const STEPS = [
  {
    title: "Share a customer message",
    says: () => `You are ${nameOf(AGENT)}, a support agent. The newest message in #praise-inbox is from a bakery. ${canHover() ? "Point at it and" : "Below it,"} press *Share as kudos*.`,
    where: () => viewing(AGENT) ?? placed(PRAISE) ?? `#messages [data-ts="${tour.ticket}"] [data-shortcut=share_kudos]`,
    isDone: async () => (await modalOf(AGENT))?.callback_id === REVIEW || isShared(),
  },
  {
    title: "Fix a redaction",
    says: () => `Name, e-mail and phone are hidden already. But the whole town knows that door. Under *Also hide* write \`${PHRASE}\` and press Enter. Look at the preview, then press *Share*.`,
    where: () => (part("modal").open ? (hidden() ? "#modal-submit" : "#modal [data-block-id=also][data-action-id]") : STEPS[0].where()),
    isDone: isShared,
  },
  {
    title: "Hand off a conversation",
    says: () => `It stands in #kudos. Press *Done*. Now a hard one: in the field below, write \`/handoff ${TICKET}\` and press Enter. Choose *Draining* and press *Hand over*. Nobody asks for more.`,
    where: () => closing() ?? handingOver() ?? viewing(AGENT) ?? (workspace.place === "home" ? placed(PRAISE) : "#composer"),
    isDone: async () => (await hasReceipt()) && Boolean(tour.taker = await lastAsked()),
  },
  {
    title: "Take it as a peer",
    says: () => `You can stop replying. Press *Done*. ${menu()}Under *Act as* choose \`${nameOf(tour.taker)}\`, open *Goodword: Messages* and press *Take it*. Only now the ticket and ${nameOf(AGENT)}'s name appear. Then press *It's with me*.`,
    where: () => closing() ?? viewing(tour.taker) ?? placed("dm") ?? (document.querySelector("#messages [data-action-id=handoff_confirm]") ? "[data-action-id=handoff_confirm]" : "#messages [data-action-id=handoff_take]"),
    isDone: async () => (await offers(tour.taker, "handoff_ended")).length > 0,
  },
  {
    title: "Look back as a lead",
    says: () => (tour.sawWindow
      ? "Under Patterns stands the window: twelve weeks, counted in bands, and nobody can be found in them. Now press " + (isNarrow() ? "*digest* at the top, and under *Channels* open" : "*next digest* at the top, and open") + " *#kudos*. The digest is there within seconds."
      : `${menu()}Under *Act as* choose \`${nameOf(lead())}\`, a lead, and open *Goodword: Home*.`),
    where: () => (tour.sawWindow ? (isDigestDay() ? placed(KUDOS) ?? "#messages .message:last-child" : "[data-leap=digest]") : viewing(lead()) ?? placed("home")),
    isDone: async () => {
      if (!tour.sawWindow && roleOf(workspace.viewer) === "lead" && showWindow()) remember({ sawWindow: true });
      return tour.sawWindow && workspace.place === KUDOS && digest();
    },
  },
];

/** Begin where one left off, if this workspace has what the tour needs; `look` goes to a place as a person. */
export async function prepareTour(isOffered, look) {
  lookAs = look;
  offered = humans().some((one) => roleOf(one.id) === "receiver");
  Object.assign(tour, JSON.parse(sessionStorage.getItem(KEY) ?? "null") ?? { start: now() / 1000, left: !isOffered });
  part("tour-again").addEventListener("click", () => restart());
  await observe();
}

async function restart() {
  remember({ step: 0, start: now() / 1000, left: false, taker: null, sawWindow: false, ticket: null });
  await lookAs(AGENT, PRAISE);
}

function remember(changes) {
  Object.assign(tour, changes);
  sessionStorage.setItem(KEY, JSON.stringify(tour));
}

/** Look whether the present step is done; called whenever something changed. */
export const observe = oneAtATime(look);

async function look() {
  if (offered && !tour.left && tour.step < STEPS.length) {
    tour.ticket ??= await tourMessage();
    if (tour.step === FIX && await isReviewGone()) remember({ step: SHARE });
    while (tour.step < STEPS.length && await STEPS[tour.step].isDone()) remember({ step: tour.step + 1 });
  }
  draw();
}

function draw() {
  const shown = offered && !tour.left;
  part("tour").hidden = !shown;
  part("tour-again").hidden = !offered || shown;
  if (!shown) return;
  // What says the same stays: a press on one of its buttons may be under way.
  const said = tour.step < STEPS.length ? STEPS[tour.step].says() : "the end";
  if (said === part("tour").dataset.said) return;
  part("tour").dataset.said = said;
  part("tour").replaceChildren(...(tour.step < STEPS.length ? instruction(true) : ending()));
  const note = document.querySelector(".tour-note");
  note?.replaceWith(tourNote() ?? "");
}

/** The present instruction, to stand in a modal, which covers the rest of the page. */
export function tourNote() {
  if (!offered || tour.left || tour.step >= STEPS.length) return null;
  return el("div", { class: "tour-note" }, ...instruction(false));
}

function instruction(leaving) {
  const { title, says } = STEPS[tour.step];
  const leave = el("button", { type: "button", class: "plain", text: "Leave the tour", on: { click: () => { remember({ left: true }); draw(); } } });
  const buttons = el("p", { class: "tour-buttons" }, el("button", { type: "button", "data-show-where": "", text: "Show me where", on: { click: showWhere } }));
  if (leaving) buttons.append(leave);
  return [
    el("p", { class: "tour-count", text: `Step ${tour.step + 1} of ${STEPS.length}` }),
    el("h2", { text: title }),
    el("p", { class: "tour-says", "aria-live": leaving ? "polite" : null }, ...mrkdwn(says())),
    buttons,
  ];
}

function ending() {
  const paste = () => {
    remember({ left: true });
    draw();
    const box = part("composer");
    box.value = "/kudos ";
    box.focus();
  };
  return [
    el("p", { class: "tour-count", text: "The tour is over" }),
    el("h2", { text: "Now your own words" }),
    el("p", { class: "tour-says" }, ...mrkdwn("Paste a message of your own behind `/kudos` and see what is hidden. It stays on this machine, and is forgotten when you stop the demo. Or hand off again and press *next step due* instead of taking it.")),
    el("p", { class: "tour-buttons" },
      el("button", { type: "button", class: "primary", id: "paste-own", text: "Paste my own message", on: { click: paste } }),
      el("button", { type: "button", class: "plain", text: "Close", on: { click: () => { remember({ left: true }); draw(); } } })),
  ];
}

function showWhere() {
  const selector = STEPS[tour.step]?.where();
  // Of two cards alike the newest one is meant.
  const alike = selector ? [...document.querySelectorAll(selector)] : [];
  const found = selector?.startsWith("#messages") ? alike.at(-1) : alike[0];
  if (!found) return;
  if (part("sidebar").contains(found)) openMenu(true);
  found.scrollIntoView({ block: "center" });
  found.classList.add("pointed-out", "pointed-at");
  found.focus({ preventScroll: true });
  setTimeout(() => found.classList.remove("pointed-out", "pointed-at"), POINTED_MS);
}

// Where things are.

function canHover() {
  return matchMedia("(hover: hover)").matches;
}

function menu() {
  return isNarrow() ? "Press *Channels*. " : "";
}

function viewing(user) {
  return workspace.viewer === user ? null : "#act-as";
}

function placed(place) {
  return workspace.place === place ? null : `#sidebar [data-channel="${place}"]`;
}

function closing() {
  return part("modal").open && !part("modal-submit") ? "#modal-close" : null;
}

function handingOver() {
  if (!part("modal").open) return null;
  return document.querySelector("#modal [data-block-id=ground] input:checked") ? "#modal-submit" : "#modal [data-block-id=ground] input";
}

function hidden() {
  const box = document.querySelector("#modal [data-block-id=also][data-action-id]");
  return Boolean(box?.value.trim());
}

function lead() {
  return humans().find((one) => roleOf(one.id) === "lead")?.id;
}

// What has happened.

async function isShared() {
  return (await fresh(KUDOS)).some((one) => one.user === "U0GOODWORD");
}

/** Whether the review was closed without sharing, so that it has to be opened again. */
async function isReviewGone() {
  return !(await modalOf(AGENT)) && !(await isShared());
}

async function modalOf(user) {
  return (await get(`view/${user}`)).stack.at(-1);
}

async function fresh(channel) {
  const { messages } = await get(`messages/${channel}`);
  return messages.filter((one) => Number(one.ts) > tour.start);
}

/** The message to share; one that was shared before comes in once more, for a second tour. */
async function tourMessage() {
  const { messages } = await get(`messages/${PRAISE}`);
  const found = messages.findLast((one) => (one.text ?? "").includes(PHRASE));
  if (!found) return null;
  const { messages: shared } = await get(`messages/${KUDOS}`);
  if (!shared.some((one) => one.ts > found.ts && JSON.stringify(one).includes(KEPT))) return found.ts;
  return (await post("message", { channel: PRAISE, bot: "Helpdesk", text: found.text })).ts;
}

/** What the app wrote to a person since the tour began. */
async function news(user) {
  const { messages } = await get(`messages/dm?as=${encodeURIComponent(user)}`);
  return messages.filter((one) => Number(one.ts) > tour.start);
}

async function offers(user, action) {
  const has = (block) => (block.elements ?? []).some((part) => part.action_id === action);
  return (await news(user)).filter((one) => (one.blocks ?? []).some(has));
}

/** Whether the agent's own handoff is under way; others' may be as well. */
async function hasReceipt() {
  return (await news(AGENT)).some((one) => (one.text ?? "").startsWith(RECEIPT));
}

/** Whoever was asked last. */
async function lastAsked() {
  const asked = humans().map(async (one) => ({ id: one.id, ts: (await offers(one.id, "handoff_take")).at(-1)?.ts ?? "" }));
  return (await Promise.all(asked)).reduce((last, one) => (one.ts > last.ts ? one : last), { id: null, ts: "" }).id;
}

/** Bring the lead's window into view; false while it is not drawn. */
function showWindow() {
  if (workspace.place !== "home") return false;
  const found = [...part("home").querySelectorAll("strong")].find((one) => one.textContent === "Patterns");
  found?.scrollIntoView({ block: "start" });
  return Boolean(found);
}

/** Whether the time machine was used since the tour began. */
function isDigestDay() {
  return now() / 1000 - tour.start > DAY_S;
}

/** Whether a digest was posted: good words without the buttons of a kudos. */
async function digest() {
  const posts = (await fresh(KUDOS)).filter((one) => one.user === "U0GOODWORD");
  return posts.some((one) => !(one.blocks ?? []).some((block) => block.type === "actions"));
}
