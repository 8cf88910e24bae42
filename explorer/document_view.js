// A document: what it is, where things stand in it, and its claims in the order of the text.

import { between, h, outside } from "./dom.js";
import { push } from "./groups.js";
import { addressOfQuestion, answerOf, chainOf, countMark, dateOf, documentLink, facts, longList, nothing, placeOf, quoteOf, relationTag, section, thingLink, thingLinks, title } from "./parts.js";
import { addressOf } from "./router.js";
import { gapsOf, lengthOf, ruler } from "./ruler.js";
import { textOf } from "./text.js";
import { t, wordFor } from "./words.js";

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function documentView(model, address) {
  const document = model.byAddress.get(`doc/${address.of.join("/")}`)?.document
    ?? model.byAddress.get(`part/${address.of.join("/")}`)?.document;
  if (!document) return h("div.view", {}, title(t("notFound")), nothing(t("notFoundText")));
  const passages = passagesOf(document);
  const tab = address.query.get("show") ?? "claims";
  const reading = model.readings.get(document.id);
  return h("div.view.document", {},
    h("p.crumb", {}, h("a", { href: addressOf("documents") }, t("documents")),
      document.whole !== document && [" › ", documentLink(document.whole)]),
    title(document.title ?? document.id),
    h("p.lead", {}, document.kind && [document.kind, " · "], h("bdi", {}, document.issued ?? t("noDate")), document.voice && [" · ", thingLink(document.voice)]),
    about(model, document),
    ruler(model, document.whole, passages.map((each) => each.passage)),
    h("nav.tabs", { "aria-label": t("documentParts") },
      [["claims", t("claims"), document.claims.length],
        ["unmapped", t("unmapped"), reading ? gapsOf(reading).length : null],
        ["text", t("text"), reading?.text === undefined ? null : ""],
        ["drift", t("drift"), driftsOf(model, document).length || null]].filter(([, , n]) => n !== null).map(([name, label, n]) =>
        h("a", { href: addressOf("document", [document.id], { show: name === "claims" ? null : name }), "aria-current": tab === name ? "true" : null },
          label, n !== "" && countMark(n)))),
    tab === "unmapped" && reading ? unmapped(document, reading)
      : tab === "text" && reading?.text !== undefined ? textOf(document, reading, Number(address.query.get("at")))
        : tab === "drift" ? drifts(model, document) : claimsInOrder(model, passages, Number(address.query.get("at"))));
}

/** @param {import("./model.js").Model} model @param {any} document */
export function driftsOf(model, document) {
  return model.drifts.filter((/** @type {any} */ each) => [each.document, each.source].some((id) => id === document.id || id.startsWith(`${document.id}.`)));
}

/** @param {import("./model.js").Model} model @param {any} document */
function drifts(model, document) {
  return h("ul.plain", {}, driftsOf(model, document).map((/** @type {any} */ each) => h("li", {},
    h("a", { href: addressOf("drift", [each.document, each.source]), dir: "auto" }, t("driftOf", { document: each.document, source: each.source })),
    countMark(each.changes.length))));
}

/** The passages of a document in the order of the text, each with its claims. @param {any} document */
function passagesOf(document) {
  /** @type {Map<any, any[]>} */
  const found = new Map();
  for (const claim of document.claims) push(found, claim.passage, claim);
  return [...found].map(([passage, claims]) => ({ passage, claims }))
    .sort((a, b) => a.passage.start - b.passage.start || a.passage.end - b.passage.end);
}

/** @param {import("./model.js").Model} model @param {any} document */
function about(model, document) {
  /** @type {Map<string, any[]>} */
  const more = new Map();
  for (const [label, text, things] of document.facts ?? []) {
    const value = things ? thingLinks(things.map((/** @type {number} */ n) => model.things[n])) : /^https?:/.test(text) ? outside(text) : h("bdi", {}, text);
    push(more, label, value);
  }
  const parts = model.documents.filter((each) => each.whole === document && each !== document);
  const cites = model.citations.filter((each) => each.citing.document?.whole === document.whole);
  const cited = model.citations.filter((each) => each.cited === document.thing);
  return facts([
    [t("publisher"), document.publisher && thingLink(document.publisher)],
    [t("symbols"), document.symbols?.join(", ")], [t("language"), document.language],
    ...[...more].map(([label, values]) => /** @type {[any, any]} */ ([label, between(values, "; ")])),
    [t("reports"), document.reports && thingLinks(document.reports.map((/** @type {number} */ n) => model.things[n]))],
    [t("copyOf"), document.copies && thingLinks(document.copies.map((/** @type {number} */ n) => model.things[n]))],
    [t("parts"), parts.length > 0 && between(parts.map((each) => [documentLink(each), each.voice && [" — ", thingLink(each.voice)]]), "; ")],
    [t("cites"), cites.length > 0 && between(cites.map((each) => [wordFor("intent", each.intent), " ", thingLink(each.cited), " ", quoteOf(each.passage.quote)]), "; ")],
    [t("citedBy"), cited.length > 0 && thingLinks(cited.map((each) => each.citing))],
    [t("length"), h("span", {}, t("charactersLong", { n: lengthOf(model, document.whole) }))],
    [t("textHash"), document.hash && h("code.hash", { dir: "ltr" }, document.hash)],
    [t("mappedAt"), document.at && h("code", { dir: "ltr" }, document.at)],
  ]);
}

/** @param {import("./model.js").Model} model @param {{passage: any, claims: any[]}[]} passages @param {number} at */
function claimsInOrder(model, passages, at) {
  if (!passages.length) return nothing(t("noClaims"));
  const first = passages.findIndex((each) => each.passage.start === at);
  const list = longList("ol.passages", passages, ({ passage, claims }) => {
    const here = at && passage.start === at;
    return h(`li.passage${here ? ".here" : ""}`, { id: `at-${passage.start}-${passage.end}` },
      h("div.text", {}, h("p", {}, quoteOf(passage.quote)), h("span.in", {}, placeOf(passage))),
      h("ul.plain.said", {}, claims.map((/** @type {any} */ claim) => claimRow(model, claim))));
  }, Math.max(60, first + 1));
  return list;
}

/** A claim with what agrees and what stands against it in the margin. @param {import("./model.js").Model} model @param {any} claim */
function claimRow(model, claim) {
  const same = claim.question.claims.filter((/** @type {any} */ each) => each !== claim && each.answer === claim.answer && each.document !== claim.document);
  /** @type {Map<string, number>} */
  const relations = new Map();
  if (same.length) relations.set("agree", same.length);
  for (const { comparison, others } of model.comparedWith(claim)) {
    if (others.length) relations.set(comparison.relation, (relations.get(comparison.relation) ?? 0) + others.length);
  }
  return h("li", { "data-claim": claim.id },
    h("div.content", {},
      h("a.name", { href: addressOf("claim", [claim.id]), dir: "auto" }, claim.question.property.label), ": ", answerOf(claim),
      h("span.in", { dir: "auto" }, ` ${claim.question.subject.label}`),
      claim.chain.length > 1 && h("div.who", {}, chainOf(claim))),
    relations.size > 0 && h("a.margin", { href: addressOfQuestion(claim.question) },
      [...relations].map(([relation, n]) => relationTag(relation, n))));
}

/** What of a document no claim rests on. @param {any} document @param {any} reading */
function unmapped(document, reading) {
  const gaps = gapsOf(reading);
  const bare = gaps.reduce((sum, [start, end]) => sum + end - start, 0);
  return h("div.unmapped", {},
    h("p.lead", {}, t("unmappedLead", { n: bare, share: Math.round(100 * bare / reading.length), length: reading.length })),
    h("p.note", {}, t("unmappedNote")),
    reading.open && section([t("openItems"), countMark(reading.open.length)],
      reading.open.length ? h("ul.plain", {}, reading.open.map((/** @type {any[]} */ [kind, start, end]) => h("li", {},
        `${wordFor("item", kind)} `, reading.text !== undefined && quoteOf([...reading.text].slice(start, end).join("")), " ", placeOf({ start, end })))) : nothing(t("noOpenItems"))),
    section([t("leftOut"), countMark(reading.ignored.length)],
      reading.ignored.length ? h("ul.plain", {}, reading.ignored.map((/** @type {any[]} */ [start, end, why]) =>
        h("li", {}, placeOf({ start, end }), ": ", h("bdi", {}, why)))) : nothing(t("nothingLeftOut"))),
    section([t("gaps"), countMark(gaps.length)],
      longList("ol.gaps", [...gaps].sort((a, b) => b[1] - b[0] - (a[1] - a[0])), ([start, end]) =>
        h("li", {}, placeOf({ start, end }), " ", h("span.in", {}, t("charactersLong", { n: end - start }), neighbours(document, start, end))))));
}

/** Between which passages a gap lies. @param {any} document @param {number} start @param {number} end */
function neighbours(document, start, end) {
  const before = document.claims.find((/** @type {any} */ claim) => claim.passage.end === start);
  const after = document.claims.find((/** @type {any} */ claim) => claim.passage.start === end);
  return [before && [" · ", t("after"), " ", quoteOf(before.passage.quote)], after && [" · ", t("before"), " ", quoteOf(after.passage.quote)]];
}

/** @param {import("./model.js").Model} model */
export function documentsView(model) {
  return h("div.view", {}, title(t("documents"), countMark(model.wholeDocuments.length)),
    longList("ul.lines.documents", model.wholeDocuments, (document) => h("li.line", {},
      h("span.when", {}, dateOf(document)), documentLink(document),
      h("span.subject", {}, [document.kind, document.voice?.label].filter(Boolean).join(" · ")),
      countMark(document.claims.length)), 100));
}
