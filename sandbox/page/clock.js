// The simulated time, in the viewer's zone, and the time machine that moves it.

import { get, post } from "./api.js";
import { busy, part } from "./dom.js";
import { me } from "./workspace.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const THURSDAY = 4;
const DIGEST_HOUR = 15;
/** Goodword spreads its digests over five minutes after the hour. */
const AFTER_MS = 5 * MINUTE + 5_000;
/** How long a timer is over before one looks. */
const STEP_AFTER_MS = 1_000;

const clock = { offset: 0, nextDue: null };

/** Learn how far the simulated clock is ahead, and when the bot's next timer ends. */
export async function learn() {
  const said = await get("clock");
  clock.offset = said.offset * 1000;
  clock.nextDue = said.next_due ? Date.parse(said.next_due) : null;
  show();
}

export function now() {
  return Date.now() + clock.offset;
}

function zone() {
  return me()?.tz ?? "UTC";
}

function words(moment, options) {
  return new Date(moment).toLocaleString("en-GB", { timeZone: zone(), ...options });
}

/** "14:05" */
export function hourOf(moment) {
  return words(moment, { hour: "2-digit", minute: "2-digit" });
}

/** "Tuesday, 17 November", with the year when it is another one. */
export function dayOf(moment) {
  const year = words(moment, { year: "numeric" }) === words(now(), { year: "numeric" }) ? {} : { year: "numeric" };
  return words(moment, { weekday: "long", day: "numeric", month: "long", ...year });
}

/** The whole of a moment, for a tooltip. */
export function wholeOf(moment) {
  return `${dayOf(moment)}, ${hourOf(moment)}`;
}

/** How long ago, as long as that says more than the time of day. */
export function ago(moment) {
  const passed = now() - moment;
  if (passed < MINUTE) return "just now";
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < 12 * HOUR) return `${Math.floor(passed / HOUR)} h ago`;
  return hourOf(moment);
}

/** Year, month (from 1), day and weekday (Sunday is 0) of a moment in the viewer's zone. */
function calendar(moment) {
  const [year, month, day] = new Intl.DateTimeFormat("sv-SE", { timeZone: zone() }).format(moment).split("-").map(Number);
  return { year, month, day, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() };
}

/** The moment at which the viewer's clocks show this date and hour. */
function local(year, month, day, hour) {
  const wanted = Date.UTC(year, month - 1, day, hour);
  let moment = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone(), dateStyle: "short", timeStyle: "medium",
    }).format(moment);
    moment += wanted - Date.parse(`${shown.replace(" ", "T")}Z`);
  }
  return moment;
}

function nextDigest() {
  const { year, month, day, weekday } = calendar(now());
  const days = (THURSDAY - weekday + 7) % 7;
  const slot = (more) => local(year, month, day + days + more, DIGEST_HOUR) + AFTER_MS;
  return slot(0) > now() ? slot(0) : slot(7);
}

/** The first working day of the next month: the day of the monthly report. */
function nextMonth() {
  const { year, month } = calendar(now());
  const weekday = new Date(Date.UTC(year, month, 1)).getUTCDay();
  const day = { 0: 2, 6: 3 }[weekday] ?? 1;
  return local(year, month + 1, day, DIGEST_HOUR) + AFTER_MS;
}

const LEAPS = {
  step: () => (clock.nextDue === null ? null : Math.max(clock.nextDue, now()) + STEP_AFTER_MS),
  digest: nextDigest,
  month: nextMonth,
};

/** Wire up the buttons and keep the clock running. */
export function prepareClock() {
  for (const button of document.querySelectorAll("[data-leap]")) {
    button.addEventListener("click", () => leap(button));
  }
  setInterval(show, 1000);
}

async function leap(button) {
  const moment = LEAPS[button.dataset.leap]();
  if (moment === null) return;
  await busy(button, () => post("clock", { set: new Date(moment).toISOString() }));
  show();
}

function show() {
  const moment = now();
  part("clock").dateTime = new Date(moment).toISOString();
  part("clock").textContent = words(moment, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const step = document.querySelector("[data-leap=step]");
  step.disabled = clock.nextDue === null;
  step.title = clock.nextDue === null ? "No handoff is waiting" : `Next timer: ${wholeOf(clock.nextDue)}`;
  for (const node of document.querySelectorAll("time[data-at]")) {
    node.textContent = ago(Number(node.dataset.at));
  }
}
