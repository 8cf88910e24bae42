// One question: all its answers with every claim, and how they compare.

import { answerRows } from "./answers.js";
import { between, h } from "./dom.js";
import { answerOf, claimItem, countMark, longList, nothing, questionText, relationTag, relationTags, section, thingLink, title } from "./parts.js";
import { addressOf } from "./router.js";
import { t } from "./words.js";

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function questionView(model, address) {
  const question = model.questionByKey.get(address.of.join("/"));
  if (!question) return h("div.view", {}, title(t("notFound")), nothing(t("notFoundText")));
  const { answers, beside } = model.answers(question.claims);
  const comparisons = model.comparisonsOf(question);
  return h("div.view.question", {},
    h("p.crumb", {}, h("a", { href: addressOf("questions") }, t("questions")), " › ", thingLink(question.subject)),
    title(questionText(question)),
    h("p.lead", {}, thingLink(question.subject)),
    relationTags(question),
    h("p.note", {}, t("answersNote")),
    answerRows(answers, { claims: true }),
    beside.length > 0 && section([t("besideTitle"), countMark(beside.length)], h("p.note", {}, t("besideNote")),
      longList("ul.plain", beside, (claim) => claimItem(claim, { answer: true }))),
    comparisons.length > 0 && section([t("comparisons"), countMark(comparisons.length)],
      h("p.note", {}, t("comparisonsNote")),
      longList("ol.comparisons", ranked(comparisons), comparisonItem)));
}

/** @param {any[]} comparisons */
function ranked(comparisons) {
  const order = ["conflict", "relation-not-stated", "later-figure", "part-of-total", "not-comparable", "compatible", "agree"];
  return [...comparisons].sort((a, b) => order.indexOf(a.relation) - order.indexOf(b.relation) || a.n - b.n);
}

/** Two answers, how they relate, and why. @param {any} comparison */
export function comparisonItem(comparison) {
  const side = (/** @type {any[]} */ claims) => h("span.side", {}, claims.length > 0 && answerOf(claims[0], false),
    h("span.in", {}, " ", between(claims.map((claim) => h("a", { href: addressOf("claim", [claim.id]), dir: "auto" }, claim.document.id)), ", ")));
  return h("li", { "data-relation": comparison.relation },
    h("div.sides", {}, side(comparison.left), relationTag(comparison.relation), side(comparison.right)),
    comparison.notes && h("p.why", {}, comparison.notes.join("; ")));
}
