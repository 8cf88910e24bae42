// What the corpus is about in one picture: its documents in time, and what each has from which.

import { dayNumber, Scale } from "./axis.js";
import { h, s } from "./dom.js";
import { push } from "./groups.js";
import { addressOfThing, dateOf, shortTitle } from "./parts.js";
import { addressOf } from "./router.js";
import { t } from "./words.js";

const ROW = 44;
const ARC = 76;
const MOST_ROWS = 24;

/** The documents that claims connect: the derived one, its source, and how many claims are derived. @param {import("./model.js").Model} model */
export function documentEdges(model) {
  /** @type {Map<string, {derived: any, source: any, claims: number}>} */
  const edges = new Map();
  const join = (/** @type {any} */ derived, /** @type {any} */ source, /** @type {number} */ claims) => {
    if (derived === source) return;
    const key = `${derived.id}\u0001${source.id}`;
    const edge = edges.get(key) ?? { derived, source, claims: 0 };
    edge.claims += claims;
    edges.set(key, edge);
  };
  for (const claim of model.claims) {
    for (const { source } of claim.sources) if (source.claim) join(claim.document, source.claim.document, 1);
  }
  return [...edges.values()];
}

/** The picture of the landing page. @param {import("./model.js").Model} model */
export function corpusPicture(model) {
  const documents = model.wholeDocuments;
  return documents.length > MOST_ROWS ? manyDocuments(model, documents) : fewDocuments(model, documents);
}

/** A row for each document, with its place in time; arcs lead from a document to what it has claims from. @param {import("./model.js").Model} model @param {any[]} documents */
function fewDocuments(model, documents) {
  const dated = documents.filter((each) => each.from);
  const days = dated.map((each) => /** @type {number} */ (dayNumber(each.from)));
  const scale = days.length > 1 ? new Scale(days, true) : null;
  const rows = documents.map((document) => h("li", {},
    h("span.when", {}, dateOf(document)),
    h("div.what", {}, h("a.name", { href: addressOfThing(document.thing), dir: "auto" }, shortTitle(document, 90)),
      h("span.kind", {}, [document.kind, document.voice?.label].filter(Boolean).join(" · "))),
    h("span.track", {}, scale && document.from ? dot(scale, document) : null),
    h("span.number", {}, t("claimsOf", { n: document.claims.length }))));
  return h("figure.corpus", {}, h("div.sheet", {}, arcs(model, documents), h("ol.rows", {}, rows)),
    h("figcaption", {}, t("corpusCaption")));
}

/** @param {Scale} scale @param {any} document */
function dot(scale, document) {
  const x = `${scale.at(/** @type {number} */ (dayNumber(document.from)))}%`;
  return s("svg.strip", { "aria-hidden": "true", focusable: "false" },
    s("line.grid", { x1: "0", x2: "100%", y1: "50%", y2: "50%" }),
    s("circle.mark", { cx: x, cy: "50%", r: 3 + Math.min(7, Math.sqrt(document.claims.length) / 3) }));
}

/** @param {import("./model.js").Model} model @param {any[]} documents */
function arcs(model, documents) {
  const edges = documentEdges(model);
  const drawing = s("svg.arcs", {
    viewBox: `0 0 ${ARC} ${documents.length * ROW}`, width: ARC, height: documents.length * ROW,
    role: "img", "aria-label": t("arcsLabel", { n: edges.length }), focusable: "false",
  });
  const most = Math.max(1, ...edges.map((edge) => edge.claims));
  for (const { derived, source, claims } of edges) {
    const from = (documents.indexOf(source) + 0.5) * ROW;
    const to = (documents.indexOf(derived) + 0.5) * ROW;
    const out = ARC - 14 - Math.min(ARC - 30, Math.abs(to - from) * 0.5);
    drawing.append(
      s("path.arc", { d: `M${ARC - 8} ${from} C${out} ${from} ${out} ${to} ${ARC - 14} ${to}`, "stroke-width": 1 + 3 * claims / most },
        s("title", {}, t("hasFrom", { n: claims, derived: derived.label, source: source.label }))),
      s("path.head", { d: `M${ARC - 6} ${to} l-9 -4.5 v9 z` }));
  }
  return drawing;
}

/** Documents of each year as a column of squares. @param {import("./model.js").Model} model @param {any[]} documents */
function manyDocuments(model, documents) {
  /** @type {Map<string, any[]>} */
  const years = new Map();
  for (const document of documents) {
    const year = document.year ? String(document.year) : t("noDate");
    push(years, year, document);
  }
  const most = Math.max(...[...years.values()].map((each) => each.length));
  const bars = [...years].map(([year, found]) => h("li", {},
    h("a", { href: addressOf("questions", [], { year: found[0].year ? year : "none" }) },
      bar(found.length / most), h("span.when", {}, year), h("span.count", {}, String(found.length)))));
  return h("figure.corpus.many", {}, years.size > 1 && h("ol.years", {}, bars),
    h("figcaption", {}, t("manyCaption", { n: documents.length, edges: documentEdges(model).length })));
}

/** @param {number} share */
function bar(share) {
  return s("svg.bar", { "aria-hidden": "true", focusable: "false", viewBox: "0 0 10 100", preserveAspectRatio: "none" },
    s("rect.mark", { x: 0, width: 10, y: 100 - 100 * share, height: 100 * share }));
}
