// Filters with counts: every value says how many questions would be left.

import { h } from "./dom.js";
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
  { name: "voice", of: (claim) => claim.chain.map((/** @type {any} */ each) => each.voice.id), label: String },
  { name: "document", of: (claim) => [claim.document.id], label: String },
  { name: "year", of: (claim) => [String(claim.document.year ?? "none")], label: (value) => (value === "none" ? t("noDate") : value) },
];

/** Filters of an address, applied to the questions of a model. */
export class Filters {
  /** @param {import("./model.js").Model} model @param {URLSearchParams} query */
  constructor(model, query) {
    this.model = model;
    /** @type {Map<string, string>} */
    this.chosen = new Map();
    for (const { name } of FACETS) {
      const value = query.get(name);
      if (value !== null) this.chosen.set(name, value);
    }
    this.text = query.get("q") ?? "";
  }

  get any() {
    return this.chosen.size > 0;
  }

  /** The claims of a question that pass the filters of claims. @param {any} question @param {string} [but] */
  claimsOf(question, but) {
    const active = FACETS.filter((facet) => facet.of && facet.name !== but && this.chosen.has(facet.name));
    if (!active.length) return question.claims;
    return question.claims.filter((/** @type {any} */ claim) =>
      active.every((facet) => facet.of?.(claim).includes(this.chosen.get(facet.name))));
  }

  /** Whether a question passes the filters of questions. @param {any} question @param {string} [but] */
  passes(question, but) {
    return FACETS.every((facet) => !facet.ofQuestion || facet.name === but || !this.chosen.has(facet.name)
      || facet.ofQuestion(question).includes(this.chosen.get(facet.name)));
  }

  /** The questions that are left, each with the claims that are left of it. */
  questions() {
    const found = [];
    for (const question of this.model.questions) {
      if (!this.passes(question)) continue;
      const claims = this.claimsOf(question);
      if (claims.length) found.push({ question, claims });
    }
    return found;
  }

  /** For each value of a facet how many questions there would be. @param {typeof FACETS[number]} facet */
  counts(facet) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const question of this.model.questions) {
      if (!this.passes(question, facet.name)) continue;
      const claims = this.claimsOf(question, facet.name);
      if (!claims.length) continue;
      const values = new Set(facet.ofQuestion ? facet.ofQuestion(question) : claims.flatMap(facet.of));
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
    const labels = labelsOf(this.model);
    const lists = FACETS.map((facet) => this.list(facet, labels.get(facet.name)));
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
