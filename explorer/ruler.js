// A document as a ruler: where in it passages stand, where its parts begin, and where nothing is mapped.

import { s } from "./dom.js";
import { t } from "./words.js";

/** How long a document is, as far as is known: to the end of its last passage at least. @param {import("./model.js").Model} model @param {any} document */
export function lengthOf(model, document) {
  const reading = model.readings.get(document.id);
  if (reading) return reading.length;
  return Math.max(1, ...document.claims.map((/** @type {any} */ claim) => claim.passage.end));
}

/** The stretches of a document that no claim rests on. @param {any} reading @returns {[number, number][]} */
export function gapsOf(reading) {
  /** @type {[number, number][]} */
  const gaps = [];
  let at = 0;
  for (const [start, end] of [...reading.covered, [reading.length, reading.length]]) {
    if (start > at) gaps.push([at, start]);
    at = Math.max(at, end);
  }
  return gaps;
}

/** @param {import("./model.js").Model} model @param {any} document @param {any[]} marked */
export function ruler(model, document, marked) {
  const length = lengthOf(model, document);
  const at = (/** @type {number} */ n) => `${100 * n / length}%`;
  const wide = (/** @type {number} */ start, /** @type {number} */ end) => `${Math.max(0.25, 100 * (end - start) / length)}%`;
  const drawing = s("svg.ruler", { role: "img", "aria-label": t("rulerLabel", { n: marked.length, length }), focusable: "false" },
    s("rect.paper", { x: 0, y: 6, width: "100%", height: 16 }));
  for (const [start, end] of model.readings.get(document.id)?.covered ?? []) {
    drawing.append(s("rect.covered", { x: at(start), width: wide(start, end), y: 6, height: 16 }));
  }
  for (const [, start] of model.readings.get(document.id)?.parts ?? []) {
    drawing.append(s("line.part", { x1: at(start), x2: at(start), y1: 0, y2: 28 }));
  }
  for (const passage of marked) {
    drawing.append(s("rect.passage", { x: at(passage.start), width: wide(passage.start, passage.end), y: 3, height: 22 },
      s("title", {}, passage.quote)));
  }
  return drawing;
}
