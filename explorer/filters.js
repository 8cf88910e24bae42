// Filters with counts: every value says how many questions would be left.

import { h } from "./dom.js";
import { voicesOf } from "./model.js";
import { addressOf } from "./router.js";
import { t, wordFor } from "./words.js";

const FEW = 8;

/**
 * What questions can be filtered by. `of` gives the values of one claim, `ofQuestion` those of a question.
 * @type {{name: string, of?: (claim: any) => any[], ofQuestion?: (question: any) => any[], label: (value: any) => string}[]}
 */
const FACETS = [
  { name: "event", ofQuestion: (question) => [question.subject.id], label: String },
  { name: "property", ofQuestion: (question) => [question.property.key], label: String },
  { name: "relation", ofQuestion: (question) => [...question.relations.keys()], label: (value) => wordFor("relation", value) },
  { name: "voice", of: (claim) => voicesOf(claim).map((each) => each.id), label: String },
  { name: "document", of: (claim) => [claim.document.id], label: String },
  { name: "year", of: (claim) => [String(claim.document.year ?? "none")], label: (value) => (value === "none" ? t("noDate") : value) },
];

/** The values of every claim and question, taken once: filters look at all of them at every change. */
class FacetIndex {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    const ofClaims = FACETS.filter((facet) => facet.of);
    const ofQuestions = FACETS.filter((facet) => facet.ofQuestion);
    this.questions = model.questions.map((question) => ({
      question,
      values: Object.fromEntries(ofQuestions.map(({ name, ofQuestion }) => [name, ofQuestion?.(question)])),
      claims: question.claims.map((/** @type {any} */ claim) => ({
        claim, values: Object.fromEntries(ofClaims.map(({ name, of }) => [name, of?.(claim)])),
      })),
    }));
    this.labels = labelsOf(model);
  }
}

/** @type {WeakMap<object, FacetIndex>} */
const indexes = new WeakMap();

/** Filters of an address, applied to the questions of a model. */
export class Filters {
  /** @param {import("./model.js").Model} model @param {URLSearchParams} query */
  constructor(model, query) {
    this.index = indexes.get(model) ?? new FacetIndex(model);
    indexes.set(model, this.index);
    /** @type {Map<string, string>} */
    this.chosen = new Map();
    for (const { name } of FACETS) {
      const value = query.get(name);
      if (value !== null) this.chosen.set(name, value);
    }
    this.left = this.passing();
  }

  get any() {
    return this.chosen.size > 0;
  }

  /** The questions that pass all filters but one, each with the claims that pass. @param {string} [but] */
  passing(but) {
    const active = FACETS.filter(({ name }) => name !== but && this.chosen.has(name));
    if (!active.length) return this.index.questions;
    const [ofQuestion, ofClaim] = [active.filter((facet) => facet.ofQuestion), active.filter((facet) => facet.of)];
    const holds = (/** @type {any} */ each, /** @type {typeof FACETS} */ facets) =>
      facets.every(({ name }) => each.values[name].includes(this.chosen.get(name)));
    const found = [];
    for (const each of this.index.questions) {
      if (!holds(each, ofQuestion)) continue;
      const claims = ofClaim.length ? each.claims.filter((/** @type {any} */ claim) => holds(claim, ofClaim)) : each.claims;
      if (claims.length) found.push({ ...each, claims });
    }
    return found;
  }

  /** The questions that are left, each with the claims that are left of it. */
  questions() {
    return this.left.map(({ question, claims }) => ({ question, claims: claims.map((/** @type {any} */ each) => each.claim) }));
  }

  /** For each value of a facet how many questions there would be. @param {typeof FACETS[number]} facet */
  counts({ name, of }) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const each of this.chosen.has(name) ? this.passing(name) : this.left) {
      const values = of ? new Set(each.claims.flatMap((/** @type {any} */ claim) => claim.values[name])) : /** @type {Record<string, any>} */ (each.values)[name];
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  }

  /** The address with one filter changed. @param {string} name @param {string | null} value */
  address(name, value) {
    const query = Object.fromEntries(this.chosen);
    return addressOf("questions", [], { ...query, [name]: value });
  }

  /** The filters as lists of links, with a count at every value. */
  panel() {
    const lists = FACETS.map((facet) => this.list(facet, this.index.labels.get(facet.name)));
    return h("details.filters", { open: window.innerWidth > 900 },
      h("summary", {}, h("h2", {}, t("filters"), this.any && ` (${this.chosen.size})`)),
      this.any && h("a.clear", { href: addressOf("questions") }, t("clearFilters")), lists);
  }

  /** @param {typeof FACETS[number]} facet @param {Map<string, string> | undefined} labels */
  list(facet, labels) {
    const chosen = this.chosen.get(facet.name);
    const counts = this.counts(facet);
    if (counts.length < 2 && chosen === undefined) return null;
    const item = (/** @type {[string, number]} */ [value, count]) => {
      const on = value === chosen;
      return h("li", {}, h("a", {
        href: this.address(facet.name, on ? null : value), "aria-current": on ? "true" : null,
      }, h("bdi", {}, labels?.get(value) ?? facet.label(value)), h("span.count", {}, String(count))));
    };
    const first = counts.filter(([value], at) => at < FEW || value === chosen);
    const rest = counts.filter(([value], at) => at >= FEW && value !== chosen);
    return h("div.facet", {}, h("h3", {}, t(`facet.${facet.name}`)),
      h("ul", {}, first.map(item)),
      rest.length > 0 && moreValues(rest, item));
  }
}

/** The rest of a facet's values, made when they are asked for. @param {[string, number][]} rest @param {(each: [string, number]) => Node} item */
function moreValues(rest, item) {
  const list = h("ul");
  const box = h("details", {}, h("summary", {}, t("more", { n: rest.length })), list);
  box.addEventListener("toggle", () => {
    if (!list.firstChild) list.append(...rest.map(item));
  }, { once: true });
  return box;
}

/** What the values of each facet are called. @param {import("./model.js").Model} model @returns {Map<string, Map<string, string>>} */
function labelsOf(model) {
  const voices = model.voices().map(({ voice }) => [voice.id, voice.label]);
  return new Map([
    ["event", new Map(model.questions.map((each) => [each.subject.id, each.subject.label]))],
    ["property", new Map(model.properties.map((each) => [each.key, each.label]))],
    ["voice", new Map(/** @type {[string, string][]} */ (voices))],
    ["document", new Map(model.documents.map((each) => [each.id, each.label]))],
  ]);
}
