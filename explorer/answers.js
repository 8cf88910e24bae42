// The answers to a question, one row each: value, place on the axis, who says it, what stands behind it.

import { scaleOf, scaleRow, strip } from "./axis.js";
import { between, h } from "./dom.js";
import { answerOf, claimItem, countMark, documentLink, longList, relationTags, addressOfQuestion, questionText, supportOf, thingLink } from "./parts.js";
import { t } from "./words.js";

const FEW = 4;

/** Who says an answer: voices with their documents, the first few. @param {any} answer */
function speakers(answer) {
  /** @type {Map<any, Set<any>>} */
  const voices = new Map();
  for (const claim of answer.claims) {
    const documents = voices.get(claim.voice) ?? new Set();
    voices.set(claim.voice, documents.add(claim.document));
  }
  const shown = [...voices].slice(0, FEW).map(([voice, documents]) => h("span.speaker", {}, thingLink(voice), " ",
    h("span.in", {}, between([...documents].slice(0, FEW).map((each) => documentLink(each)), ", "),
      documents.size > FEW && ` +${documents.size - FEW}`)));
  return h("div.speakers", {}, shown, voices.size > FEW && h("span.rest", {}, t("andMore", { n: voices.size - FEW })));
}

/**
 * The rows of a question's answers.
 * @param {any[]} answers @param {{claims?: boolean, most?: number}} [show]
 */
export function answerRows(answers, show = {}) {
  const scale = scaleOf(answers);
  const most = show.most ?? answers.length;
  const rows = answers.slice(0, most).map((answer) => h("li.row", {},
    h("div.what", {}, answerOf(answer.first)),
    scale && h("div.axis", {}, strip(scale, answer.first)),
    h("div.behind", {}, speakers(answer), supportOf(answer)),
    show.claims && h("div.claims", {}, longList("ul.plain", answer.claims, (claim) => claimItem(claim), 20))));
  return h(`div.answers${scale ? ".scaled" : ""}`, {}, h("ol.rows", {}, rows),
    scale && scaleRow(scale),
    answers.length > most && h("p.rest", {}, t("andMoreAnswers", { n: answers.length - most })));
}

/** A question on a card: its words, its subject, and its answers. @param {import("./model.js").Model} model @param {any} question @param {any[]} claims */
export function questionCard(model, question, claims) {
  const { answers, beside } = model.answers(claims);
  return h("article.card", {},
    h("header", {},
      h("h3", {}, h("a", { href: addressOfQuestion(question), dir: "auto" }, questionText(question))),
      h("p.subject", {}, thingLink(question.subject)),
      relationTags(question)),
    answerRows(answers, { most: 8 }),
    beside.length > 0 && h("p.rest", {}, t("beside", { n: beside.length })));
}

/** A question in one line. @param {import("./model.js").Model} model @param {any} question */
export function questionLine(model, question) {
  const { answers } = model.answers(question.claims);
  const values = answers.slice(0, FEW).map((answer) => h("bdi.value", {}, answer.first.value));
  return h("li.line", {},
    h("a", { href: addressOfQuestion(question), dir: "auto" }, questionText(question)),
    h("span.subject", { dir: "auto" }, question.subject.label),
    h("span.values", {}, between(values, " · "), answers.length > FEW && ` +${answers.length - FEW}`),
    countMark(question.claims.length));
}
