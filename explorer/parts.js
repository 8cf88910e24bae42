// Pieces that several views share: links to things, quotes, voices, relations, claims in a line.

import { between, h } from "./dom.js";
import { addressOf } from "./router.js";
import { t, wordFor } from "./words.js";

/** How many members of a list are shown before "more". */
const MANY = 60;
/** @type {Record<string, string>} */
const SIGNS = { agree: "=", compatible: "≈", "later-figure": "→", "part-of-total": "⊂", conflict: "≠", "relation-not-stated": "?", "not-comparable": "∥" };

/** The address of a thing's page. @param {any} thing */
export function addressOfThing(thing) {
  if (thing.claim) return addressOf("claim", [thing.id]);
  if (thing.document) return addressOf("document", [thing.document.id]);
  return addressOf("thing", [thing.kind, thing.id]);
}

/** @param {any} thing @param {string} [label] */
export function thingLink(thing, label = thing.label) {
  return h("a.name", { href: addressOfThing(thing), dir: "auto" }, label);
}

/** @param {any} document */
export function documentLink(document) {
  return h("a.name", { href: addressOf("document", [document.id]), dir: "auto" }, shortTitle(document));
}

/** A document in a few words: its title cut short, or its id. @param {any} document @param {number} [most] */
export function shortTitle(document, most = 60) {
  const title = document.title ?? document.id;
  if (title.length <= most) return title;
  return `${title.slice(0, title.lastIndexOf(" ", most)) || title.slice(0, most)}…`;
}

/** The year or date of a document, or the words for none. @param {any} document */
export function dateOf(document) {
  return document.issued ?? document.whole.issued ?? t("noDate");
}

/** The date of a document where it stands among other words: written from left to right, whichever way they run. @param {any} document */
export function dateMark(document) {
  return h("bdi", {}, dateOf(document));
}

/** @param {any} question */
export function addressOfQuestion(question) {
  return addressOf("question", [question.key]);
}

/** @param {any} question */
export function questionText(question) {
  return question.property.question || question.property.label;
}

/** A quote as the mapping writes it. @param {string} text */
export function quoteOf(text) {
  return h("q.quote", { dir: "auto" }, text);
}

/** Where a passage stands: on the page or line of its original, where that is known, and at its characters. @param {any} passage */
export function placeOf(passage) {
  return [passage.where, t("characters", { start: passage.start, end: passage.end })].filter(Boolean).join(" · ");
}

/** A relation with its sign: never by colour alone. @param {string} relation @param {number} [count] */
export function relationTag(relation, count) {
  const name = wordFor("relation", relation);
  return h(`span.relation.${relation}`, {},
    h("span.sign", { "aria-hidden": "true" }, SIGNS[relation] ?? "·"), count === undefined ? name : `${name} ${count}`);
}

/** All relations of a question, with how many comparisons each. @param {any} question */
export function relationTags(question) {
  const order = [...question.relations].sort(([a], [b]) => rank(a) - rank(b));
  return h("span.relations", {}, order.map(([relation, count]) => relationTag(relation, count)));
}

/** @param {string} relation */
function rank(relation) {
  const at = ["conflict", "relation-not-stated", "later-figure", "part-of-total", "compatible", "agree"].indexOf(relation);
  return at < 0 ? 9 : at;
}

/** What a claim answers, with everything that limits it. @param {any} claim @param {boolean} [linked] */
export function answerOf(claim, linked = true) {
  const value = claim.object && linked ? thingLink(claim.object) : h("bdi", {}, claim.value);
  const limits = limitsOf(claim);
  return h("span.answer", {}, claim.negative && h("span.not", {}, `${t("not")} `),
    h("span.value", {}, value), claim.unit && claim.unit !== "person" && ` ${claim.unit}`,
    claim.denies && h("span.limit", {}, ` ${t("denied")}`),
    limits.length > 0 && h("span.limit", {}, " ", between(limits, " · ")));
}

/** @param {any} claim */
export function limitsOf(claim) {
  const limits = [];
  if (claim.extent) limits.push(claim.extent);
  if (claim.population) limits.push(claim.population.label);
  if (claim.severity) limits.push(claim.severity);
  if (claim.place) limits.push(t("in", { place: claim.place.label }));
  if (claim.time) limits.push(claim.time);
  return limits;
}

/** The voices of a claim, the outermost first. @param {any} claim */
export function chainOf(claim) {
  return h("span.chain", {}, claim.chain.map((/** @type {any} */ said, /** @type {number} */ at) => [
    at > 0 && h("span.arrow", { "aria-hidden": "true" }, " › "),
    thingLink(said.voice), h("span.stance", {}, ` ${wordFor("stance", said.stance)}`),
  ]));
}

/** How many mentions, recorded origins, and claims without recorded lineage stand behind an answer. @param {any} answer */
export function supportOf(answer) {
  const parts = [t("mentions", { n: answer.claims.length }), t("inDocuments", { n: answer.documents.length })];
  if (answer.origins.length) parts.push(t("recordedOrigins", { n: answer.origins.length }));
  if (answer.open.length) parts.push(t("lineageOpen", { n: answer.open.length }));
  return h("span.support", {}, parts.join(" · "));
}

/** A claim in two lines: its quote, and who says it where. @param {any} claim @param {{question?: boolean, answer?: boolean}} [show] */
export function claimItem(claim, show = {}) {
  return h("li.claim", {},
    show.question && h("p.asked", {},
      h("a.name", { href: addressOfQuestion(claim.question), dir: "auto" }, claim.question.property.label), " · ",
      h("bdi", {}, claim.question.subject.label)),
    h("p.said", {}, show.answer && [answerOf(claim), " "], quoteOf(claim.passage.quote)),
    h("p.who", {}, chainOf(claim), " · ", documentLink(claim.document), " · ", dateMark(claim.document), " · ",
      h("a.open", { href: addressOf("claim", [claim.id]), "aria-label": `${t("evidence")}: ${claim.id}` }, t("evidence"))));
}

/**
 * A list that shows its first members, and the rest on demand.
 * @param {string} name @param {any[]} items @param {(item: any) => Node} show @param {number} [most]
 */
export function longList(name, items, show, most = MANY) {
  const list = h(name);
  let shown = 0;
  const more = h("button.more", { type: "button", onclick: () => next() });
  const box = h("div.long", {}, list, more);
  function next() {
    const until = Math.min(items.length, shown + most);
    const first = shown;
    for (; shown < until; shown += 1) list.append(show(items[shown]));
    more.textContent = t("more", { n: items.length - shown });
    more.hidden = shown >= items.length;
    const start = list.children[first];
    if (first > 0 && start instanceof HTMLElement) {
      start.tabIndex = -1;
      start.focus({ preventScroll: true });
    }
  }
  next();
  return box;
}

/** A heading of a view, which the keyboard goes to when the view opens. @param {any[]} content */
export function title(...content) {
  return h("h1", { tabindex: "-1", dir: "auto" }, content);
}

/** A part of a view under a heading. @param {any} heading @param {...any} content */
export function section(heading, ...content) {
  return h("section", {}, h("h2", {}, heading), content);
}

/** Words and what they mean, in two columns; pairs without a value are left out. @param {[any, any][]} pairs */
export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "");
  return h("dl.facts", {}, shown.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, typeof value === "string" ? h("bdi", {}, value) : value))));
}

/** @param {any[]} things */
export function thingLinks(things) {
  return h("span", {}, between(things.map((each) => thingLink(each)), ", "));
}

/** What is shown where nothing is there. @param {string} text */
export function nothing(text) {
  return h("p.nothing", {}, text);
}

/** A count behind a heading. @param {number} n */
export function countMark(n) {
  return h("span.count", {}, String(n));
}
