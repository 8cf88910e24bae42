// All figures: who gives which in which year, and from how many recorded origins.

import { h } from "./dom.js";
import { addressOfQuestion, answerOf, countMark, dateMark, documentLink, longList, nothing, thingLink, thingLinks, title } from "./parts.js";
import { addressOf } from "./router.js";
import { t } from "./words.js";

const KINDS = ["one", "several", "none"];

/** On what an answer rests: one recorded origin and nothing else, several ends, or no recorded lineage at all. @param {any} answer */
export function restsOn(answer) {
  if (answer.origins.length + answer.open.length > 1) return "several";
  return answer.origins.length === 1 ? "one" : "none";
}

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function figuresView(model, address) {
  const chosen = address.query.get("rests");
  const property = address.query.get("property");
  const all = model.questions.filter((each) => each.property.takes === "quantity").flatMap((question) =>
    model.answers(question.claims).answers.map((answer) => ({ question, answer, rests: restsOn(answer) })));
  const properties = [...new Set(all.map(({ question }) => question.property))].sort((a, b) => (a.label < b.label ? -1 : 1));
  const ofProperty = all.filter(({ question }) => !property || question.property.key === property);
  const shown = ofProperty.filter(({ rests }) => !chosen || rests === chosen);
  shown.sort((a, b) => b.answer.claims.length - a.answer.claims.length || (a.question.key < b.question.key ? -1 : 1));
  const here = (/** @type {string | null} */ rests, /** @type {string | null} */ of) => addressOf("figures", [], { rests, property: of });
  return h("div.view.figures", {}, title(t("figures")), h("p.lead", {}, t("figuresLead")),
    h("nav.tabs", { "aria-label": t("figures") },
      h("a", { href: here(null, property), "aria-current": chosen ? null : "true" }, t("all"), countMark(ofProperty.length)),
      KINDS.map((name) => h("a", { href: here(name, property), "aria-current": chosen === name ? "true" : null, "data-rests": name },
        t(`rests.${name}`), countMark(ofProperty.filter(({ rests }) => rests === name).length)))),
    h("nav.chips", { "aria-label": t("facet.property") }, properties.map((each) => h("a", {
      href: here(chosen, each.key === property ? null : each.key), "aria-current": each.key === property ? "true" : null, dir: "auto" }, each.label))),
    chosen && h("p.note", {}, t(`restsNote.${chosen}`)),
    shown.length === 0 ? nothing(t("noFigures")) : longList("ol.figurelist", shown, figureItem, 40));
}

/** @param {{question: any, answer: any}} figure */
function figureItem({ question, answer }) {
  const rows = [...answer.claims].sort((a, b) => (a.document.from ?? 99999999) - (b.document.from ?? 99999999));
  return h("li.figure", {},
    h("div.head", {}, h("p.bigvalue", {}, answerOf(answer.first)), h("p.in", {}, h("a", { href: addressOfQuestion(question), dir: "auto" }, question.property.label), " · ", thingLink(question.subject))),
    h("div.scroll.plainscroll", {}, h("table", {}, h("thead", {}, h("tr", {}, ["year", "voice", "document", "origin"].map((name) => h("th", { scope: "col" }, t(`column.${name}`))))),
      h("tbody", {}, rows.slice(0, 60).map((claim) => h("tr", {},
        h("td", {}, h("a", { href: addressOf("claim", [claim.id]) }, dateMark(claim.document))), h("td", {}, thingLink(claim.voice)), h("td", {}, documentLink(claim.document)),
        h("td", {}, claim.origins.length ? thingLinks(claim.origins) : claim.sources.length ? t("fromClaims", { n: claim.sources.length }) : t("originNotRecorded"))))))));
}
