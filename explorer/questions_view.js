// The landing page: the corpus in one picture, then the questions that are answered differently, then all others.

import { questionCard, questionLine } from "./answers.js";
import { corpusPicture } from "./corpus.js";
import { h } from "./dom.js";
import { Filters } from "./filters.js";
import { countMark, longList, nothing, title } from "./parts.js";
import { t } from "./words.js";

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function questionsView(model, address) {
  const filters = new Filters(model, address.query);
  const left = filters.questions();
  /** @type {Map<string, {question: any, claims: any[]}[]>} */
  const groups = new Map([["conflict", []], ["relation-not-stated", []], ["several", []], ["one", []]]);
  for (const each of left) {
    const standing = model.standing(each.question);
    const group = standing ?? (model.documentsOf(each.question) > 1 ? "several" : "one");
    groups.get(group)?.push(each);
  }
  for (const group of groups.values()) {
    group.sort((a, b) => model.documentsOf(b.question) - model.documentsOf(a.question)
      || b.question.claims.length - a.question.claims.length || (a.question.key < b.question.key ? -1 : 1));
  }
  return h("div.view.questions", {},
    filters.any ? title(t("questions")) : opening(model),
    h("div.beside", {}, filters.panel(),
      h("div.found", { "aria-live": "polite" },
        h("p.tally", { "data-count": String(left.length) }, t("questionsLeft", { n: left.length, all: model.questions.length })),
        left.length === 0 && nothing(t("noQuestions")),
        [...groups].map(([name, found]) => questionGroup(model, name, found)))));
}

/** @param {import("./model.js").Model} model */
function opening(model) {
  const contested = model.questions.filter((each) => model.standing(each) === "conflict").length;
  return h("header.opening", {},
    title(model.title),
    h("p.lead", {}, t("lead", { contested })),
    h("ul.tallies", {},
      tally("documents", model.wholeDocuments.length), tally("claims", model.claims.length),
      tally("voices", model.voices().length), tally("questions", model.questions.length),
      tally("contested", contested)),
    corpusPicture(model));
}

/** @param {string} what @param {number} n */
function tally(what, n) {
  return h("li", { "data-tally": what, "data-count": String(n) }, h("b", {}, t("number", { n })), " ", t(`tally.${what}`, { n }));
}

/** @param {import("./model.js").Model} model @param {string} name @param {{question: any, claims: any[]}[]} found */
function questionGroup(model, name, found) {
  if (!found.length) return null;
  const open = name === "conflict" || name === "relation-not-stated";
  const list = open
    ? longList("div.cards", found, ({ question, claims }) => questionCard(model, question, claims), 8)
    : longList("ul.lines", found, ({ question }) => questionLine(model, question), name === "several" ? 20 : 12);
  return h(`section.group.${name}`, { "data-group": name, "data-count": String(found.length) },
    h("h2", {}, t(`group.${name}`), countMark(found.length)), h("p.note", {}, t(`groupNote.${name}`)), list);
}
