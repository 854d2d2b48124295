// A data_visualization block, drawn as labelled bars that also read as a table.

import { el } from "./dom.js";

/** A figure: one row for each point, its bar as wide as its share of the largest. */
export function chart(block) {
  const series = block.chart.series ?? [{ name: "", data: block.chart.segments ?? [] }];
  const largest = Math.max(1, ...series.flatMap((one) => one.data.map((point) => point.value)));
  // The only series is what the title names already.
  const rows = series.flatMap((one) => one.data.map((point) => row(series.length > 1 ? one.name : "", point, largest)));
  return el("figure", {}, el("figcaption", { text: block.title }), el("table", { class: "bars" }, ...rows));
}

function row(name, point, largest) {
  const bar = el("span", { class: "bar" });
  bar.style.width = `${Math.round((point.value / largest) * 100)}%`;
  const label = name ? `${point.label} · ${name}` : point.label;
  return el("tr", {},
    el("th", { scope: "row", text: label }),
    el("td", {}, bar),
    el("td", { text: String(point.value) }));
}
