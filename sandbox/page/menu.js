// The sidebar on a narrow screen: opened by a button, closed by choosing a place.

import { part } from "./dom.js";

/** Whether the sidebar hides behind a button. */
export function isNarrow() {
  return getComputedStyle(part("menu")).display !== "none";
}

export function openMenu(open) {
  part("sidebar").classList.toggle("open", open);
  part("menu").setAttribute("aria-expanded", String(open));
}

/** Wire up the button, the places and the Escape key. */
export function prepareMenu() {
  part("menu").addEventListener("click", () => openMenu(!part("sidebar").classList.contains("open")));
  part("sidebar").addEventListener("click", (event) => {
    if (event.target.closest("[data-channel]")) openMenu(false);
  });
  part("sidebar").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isNarrow()) return;
    openMenu(false);
    part("menu").focus();
  });
}
