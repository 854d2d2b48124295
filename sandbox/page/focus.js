// The keyboard stays where it is when a modal or the Home is drawn anew.

/** Where the keyboard is, so that an update does not move it. */
export function focusKey(surface) {
  const node = surface.contains(document.activeElement) ? document.activeElement : null;
  const holder = node?.closest("[data-action-id]");
  if (!holder) return null;
  return {
    block: holder.dataset.blockId,
    action: holder.dataset.actionId,
    value: node === holder ? null : node.value,
    start: node.selectionStart ?? null,
    end: node.selectionEnd ?? null,
  };
}

/** Put the keyboard back where it was. */
export function restore(surface, focus) {
  if (!focus) return;
  const find = (holder) => holder.dataset.blockId === focus.block && holder.dataset.actionId === focus.action;
  const holder = [...surface.querySelectorAll("[data-action-id]")].find(find);
  const inner = focus.value === null ? null : [...(holder?.querySelectorAll("input") ?? [])].find((one) => one.value === focus.value);
  const node = inner ?? holder;
  node?.focus({ preventScroll: true });
  if (node && focus.start !== null && node.setSelectionRange && node.type !== "email") {
    node.setSelectionRange(focus.start, focus.end);
  }
}
