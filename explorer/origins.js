// Where a claim comes from, as a picture: what it is derived from to the left, what is derived from it to the right.

import { h, s } from "./dom.js";
import { addressOfThing, dateOf } from "./parts.js";
import { addressOf } from "./router.js";
import { t } from "./words.js";

const WIDE = 190;
const GAP = 56;
const HIGH = 52;
const STEP = 66;
const MOST = 12;

/** Columns of things, from the farthest source to the last that is derived. @param {any} claim */
function levels(claim) {
  const seen = new Set([claim]);
  const found = [[claim]];
  for (const [next, put] of /** @type {[(each: any) => any[], (column: any[]) => void][]} */ ([
    [(each) => each.sources?.map((/** @type {any} */ one) => one.source.claim ?? one.source) ?? [], (column) => found.unshift(column)],
    [(each) => each.derived ?? [], (column) => found.push(column)],
  ])) {
    let level = [claim];
    for (;;) {
      const column = [...new Set(level.flatMap(next))].filter((each) => !seen.has(each));
      if (!column.length) break;
      column.forEach((each) => seen.add(each));
      put(column);
      level = column;
    }
  }
  return found;
}

/** @param {any} claim */
export function originsPicture(claim) {
  const columns = levels(claim).map((column) => ({ shown: column.slice(0, MOST), more: Math.max(0, column.length - MOST) }));
  const rows = Math.max(...columns.map(({ shown, more }) => shown.length + (more ? 1 : 0)));
  const width = columns.length * WIDE + (columns.length - 1) * GAP + 4;
  const height = rows * STEP;
  /** @type {Map<any, [number, number]>} */
  const places = new Map();
  columns.forEach(({ shown }, x) => shown.forEach((each, y) => {
    places.set(each, [2 + x * (WIDE + GAP), 4 + (height - shown.length * STEP) / 2 + y * STEP]);
  }));
  const drawing = s("svg.origins", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": t("originsLabel") });
  for (const [each, [x, y]] of places) {
    for (const { source } of each.sources ?? []) {
      const from = places.get(source.claim ?? source);
      if (!from) continue;
      const [x1, y1] = [from[0] + WIDE, from[1] + HIGH / 2];
      drawing.append(s("path.arc", { d: `M${x1} ${y1} C${x1 + GAP / 2} ${y1} ${x - GAP / 2} ${y + HIGH / 2} ${x - 8} ${y + HIGH / 2}` }),
        s("path.head", { d: `M${x - 1} ${y + HIGH / 2} l-9 -4.5 v9 z` }));
    }
  }
  for (const [each, [x, y]] of places) drawing.append(box(each, x, y, each === claim));
  columns.forEach(({ shown, more }, x) => {
    if (more) drawing.append(s("text.more", { x: 2 + x * (WIDE + GAP), y: 20 + (height - shown.length * STEP) / 2 + shown.length * STEP }, t("andMore", { n: more })));
  });
  return h("div.scroll", { tabindex: "0", role: "region", "aria-label": t("originsLabel") }, drawing);
}

/** @param {any} each @param {number} x @param {number} y @param {boolean} own */
function box(each, x, y, own) {
  const thing = each.chain ? null : each;
  const texts = thing ? [thing.label, thing.type ?? ""] : [each.value, each.document.id, dateOf(each.document)];
  const href = thing ? addressOfThing(thing) : addressOf("claim", [each.id]);
  return s(`a.box${own ? ".own" : ""}${thing ? ".work" : ""}`, { href, "aria-label": texts.join(", ") },
    s("rect", { x, y, width: WIDE, height: HIGH, rx: thing ? 0 : 6 }),
    s("text", { x: x + 10, y: y + 21 }, cut(texts[0], 25)),
    s("text.small", { x: x + 10, y: y + 40 }, cut(texts.slice(1).filter(Boolean).join(" · "), 31)),
    s("title", {}, texts.join("\n")));
}

/** @param {string} text @param {number} most */
export function cut(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
