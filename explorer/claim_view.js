// The dossier of a claim: its evidence, who says it, where it comes from, what agrees and what stands against it.

import { between, copyButton, h } from "./dom.js";
import { addressOfQuestion, answerOf, chainOf, claimItem, countMark, dateMark, dateOf, documentLink, facts, longList, nothing, placeOf, questionText, quoteOf, relationTag, section, thingLink, thingLinks, title } from "./parts.js";
import { originsPicture } from "./origins.js";
import { addressOf } from "./router.js";
import { ruler } from "./ruler.js";
import { t, wordFor } from "./words.js";

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address @param {() => Promise<any>} turtle */
export function claimView(model, address, turtle) {
  const claim = model.byAddress.get(`claim/${address.of.join("/")}`)?.claim;
  if (!claim) return h("div.view", {}, title(t("notFound")), nothing(t("notFoundText")));
  return h("div.view.dossier", {},
    h("p.crumb", {}, documentLink(claim.document), " › ", h("a", { href: addressOfQuestion(claim.question), dir: "auto" }, questionText(claim.question))),
    title(h("span.asked", {}, thingLink(claim.question.subject), " — ", claim.question.property.label, ": "), answerOf(claim)),
    h("blockquote", {}, h("p", { dir: "auto" }, claim.passage.quote)),
    h("p.who", {}, chainOf(claim), " · ", documentLink(claim.document), " · ", dateMark(claim.document)),
    evidence(model, claim),
    chain(claim),
    lineage(model, claim),
    against(model, claim),
    record(model, claim, turtle));
}

/** @param {import("./model.js").Model} model @param {any} claim */
function evidence(model, claim) {
  const { passage } = claim;
  return section(t("evidence"), ruler(model, claim.document, [passage]),
    facts([
      [t("place"), h("a", { href: addressOf("document", [claim.document.id], { at: String(passage.start) }) }, placeOf(passage))],
      [t("match"), wordFor("match", passage.match)],
      [t("words"), claim.words && quoteOf(claim.words)],
      [t("context"), claim.context && [quoteOf(claim.context.quote), " ", placeOf(claim.context)]],
      [t("nameAsWritten"), claim.written], [t("hedge"), claim.hedge], [t("manner"), claim.manner],
      [t("figureStatus"), claim.status], [t("modality"), claim.modality !== "actual" && wordFor("modality", claim.modality)],
      [t("reading"), claim.reading], [t("sic"), claim.sic], [t("yearFrom"), claim.year && wordFor("year", claim.year)],
      [t("identity"), claim.identities.length > 0 && h("ul.plain", {}, claim.identities.map((/** @type {any} */ each) =>
        h("li", {}, thingLink(each.of), ` ${wordFor("identity", each.grade)}`, each.reading && [": ", h("bdi", {}, each.reading)])))],
      [t("counts"), !claim.counts && t("countsNot")],
    ]));
}

/** @param {any} claim */
function chain(claim) {
  return section(t("chain"), h("ol.chainlist", {}, claim.chain.map((/** @type {any} */ said) => h("li", {},
    thingLink(said.voice), " ", h("b", {}, wordFor("stance", said.stance)),
    said.passage && [" ", quoteOf(said.passage.quote), " ", h("span.in", {}, placeOf(said.passage))]))));
}

/** @param {import("./model.js").Model} model @param {any} claim */
function lineage(model, claim) {
  const recorded = claim.sources.length > 0 || claim.derived.length > 0;
  return section(t("lineage"),
    recorded ? originsPicture(claim) : nothing(t("lineageNotRecorded")),
    claim.sources.length > 0 && h("ul.plain", {}, claim.sources.map((/** @type {any} */ { source, basis }) => h("li", {},
      source.claim ? sourceClaim(source.claim) : thingLink(source), h("span.in", {}, ` ${wordFor("basis", basis)}`)))),
    claim.derived.length > 0 && [h("h3", {}, t("derivedClaims"), countMark(claim.derived.length)),
      longList("ul.plain", claim.derived, (each) => claimItem(each, { answer: true }), 20)],
    claim.origins.length > 0 && facts([[t("origins"), thingLinks(claim.origins)]]),
    recorded && model.lineage.claims && h("p", {}, h("a", { href: addressOf("lineage", ["claims"], { of: `claim/${claim.id}` }) }, t("inLineage"))));
}

/** @param {any} claim */
function sourceClaim(claim) {
  return [h("a", { href: addressOf("claim", [claim.id]) }, answerOf(claim, false), " ", quoteOf(claim.passage.quote)), " ", documentLink(claim.document)];
}

/** @param {import("./model.js").Model} model @param {any} claim */
function against(model, claim) {
  const { question } = claim;
  const compared = model.comparedWith(claim);
  const same = question.claims.filter((/** @type {any} */ each) => each !== claim && each.answer === claim.answer && (each.counts || each.denies));
  if (!same.length && !compared.length) return section(t("compared"), nothing(t("alone")));
  return section([t("compared"), countMark(same.length + compared.length)],
    same.length > 0 && [h("h3", {}, t("sameAnswer"), countMark(same.length)), longList("ul.plain", same, (each) => claimItem(each), 20)],
    longList("ul.plain.compared", compared, ({ comparison, others }) => h("li", { "data-relation": comparison.relation },
      h("p", {}, relationTag(comparison.relation), " ", others.length > 0 && answerOf(others[0], false), " ",
        between(others.map((/** @type {any} */ each) => [h("a", { href: addressOf("claim", [each.id]), dir: "auto" }, each.document.id)]), ", ")),
      comparison.notes && h("p.why", {}, comparison.notes.join("; "))), 30));
}

/** @param {import("./model.js").Model} model @param {any} claim @param {() => Promise<any>} turtle */
function record(model, claim, turtle) {
  const iri = `${model.base}claim/${claim.id}`;
  const citation = t("citation", {
    quote: claim.passage.quote, title: claim.document.title ?? claim.document.id, date: dateOf(claim.document),
    start: claim.passage.start, end: claim.passage.end, iri,
  });
  const code = h("pre", { tabindex: "0", "aria-label": t("turtle"), dir: "ltr" });
  const box = h("details.turtle", {}, h("summary", {}, t("turtle")), code);
  box.addEventListener("toggle", async () => {
    const found = await turtle();
    const own = found.claims[claim.n];
    code.textContent = own ? `${usedPrefixes(found.prefixes, own)}\n${own}` : t("turtleLeftOut");
  }, { once: true });
  return section(t("record"), facts([
    [t("mappedAt"), claim.at && h("code", { dir: "ltr" }, claim.at)],
    [t("iri"), [h("code", { dir: "ltr" }, iri), " ", copyButton(t("copy"), () => iri, t("copied"))]],
    [t("cite"), [h("span", { dir: "auto" }, citation), " ", copyButton(t("copy"), () => citation, t("copied"))]],
  ]), box);
}

/** The prefixes that a piece of Turtle uses. @param {string} prefixes @param {string} text */
function usedPrefixes(prefixes, text) {
  return prefixes.split("\n").filter((line) => {
    const name = /^@prefix (\S*:)/.exec(line)?.[1];
    return name && text.includes(name);
  }).join("\n").concat("\n");
}
