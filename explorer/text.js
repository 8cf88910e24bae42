// The text of a document with its passages marked, where the page was made with texts. Passages may overlap.

import { h } from "./dom.js";
import { addressOf } from "./router.js";
import { t } from "./words.js";

/**
 * The text, cut where a passage begins or ends: a piece belongs to all passages that hold it.
 * @param {any} document @param {any} reading @param {number} at
 */
export function textOf(document, reading, at) {
  const characters = [...reading.text];
  const passages = [...new Set(document.claims.map((/** @type {any} */ claim) => claim.passage))];
  const cuts = new Set([0, characters.length]);
  for (const passage of passages) cuts.add(passage.start).add(passage.end);
  const ends = [...cuts].sort((a, b) => a - b);
  const box = h("div.fulltext", { dir: "auto", lang: document.whole.language });
  for (let n = 0; n + 1 < ends.length; n += 1) {
    const [start, end] = [ends[n], ends[n + 1]];
    const piece = characters.slice(start, end).join("");
    const own = passages.filter((passage) => passage.start <= start && end <= passage.end);
    if (own.length) box.append(marked(document, piece, own, own.some((passage) => passage.start === at)));
    else box.append(piece);
  }
  return box;
}

/** @param {any} document @param {string} piece @param {any[]} passages @param {boolean} here */
function marked(document, piece, passages, here) {
  const claims = document.claims.filter((/** @type {any} */ claim) => passages.includes(claim.passage));
  const narrow = passages.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a));
  const first = claims.find((/** @type {any} */ claim) => claim.passage === narrow);
  return h(`a.marked${passages.length > 1 ? ".overlap" : ""}${here ? ".here" : ""}`, {
    href: claims.length === 1 ? addressOf("claim", [first.id]) : addressOf("document", [document.id], { at: String(narrow.start) }),
    title: t("claimsHere", { n: claims.length }), id: `text-${narrow.start}`,
  }, piece);
}
