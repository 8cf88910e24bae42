// The graph in memory: rows joined to each other, and what follows from them by counting alone.

import { columnsOf, rowsOf } from "./data.js";
import { push } from "./groups.js";
import { joinedLineage } from "./lineage_view.js";

/** Relations that make a question one to look at first, the most telling first. */
export const OPEN = ["conflict", "relation-not-stated"];
const DENIES = "denies";

/** Everything the page shows. */
export class Model {
  /** @param {any} data */
  constructor(data) {
    this.title = data.title;
    this.language = data.language;
    this.generator = data.generator;
    this.base = data.base;
    this.leftOut = data.leftOut;
    this.things = rowsOf(data.things);
    this.documents = rowsOf(data.documents);
    this.passages = rowsOf(data.passages);
    this.properties = rowsOf(data.properties);
    this.questions = rowsOf(data.questions);
    this.claims = rowsOf(data.claims);
    /** The comparisons, by column: there are many, and few are looked at. */
    this.compared = columnsOf(data.comparisons);
    this.citations = rowsOf(data.citations);
    this.links = rowsOf(data.links);
    this.drifts = data.drifts ?? [];
    /** The outline of the land, where a place has a position: rings of longitudes and latitudes in tenths of a degree. @type {number[][]} */
    this.outline = data.outline ?? [];
    this.rawLineage = data.lineage;
    /** Things by kind and id, questions by their keys. @type {Map<string, any>} */
    this.byAddress = new Map();
    /** @type {Map<string, any>} */
    this.questionByKey = new Map();
    /** The claims about a thing, those in which it speaks, and those that name it. @type {Map<any, any[]>} */
    this.about = new Map();
    /** @type {Map<any, any[]>} */
    this.saidBy = new Map();
    /** @type {Map<any, any[]>} */
    this.naming = new Map();
    /** @type {Record<string, any>} */
    this.lineage = {};
    /** @type {Map<string, any>} */
    this.readings = new Map((data.readings ?? []).map((/** @type {any} */ each) => [each.document, each]));
    this.join();
  }

  join() {
    for (const thing of this.things) this.byAddress.set(`${thing.kind}/${thing.id}`, thing);
    for (const document of this.documents) this.joinDocument(document);
    for (const question of this.questions) {
      question.subject = this.things[question.subject];
      question.property = this.properties[question.property];
      question.key = `${question.subject.id}.${question.property.key}`;
      question.claims = [];
      question.compared = [];
      question.relations = new Map();
    }
    this.questionByKey = new Map(this.questions.map((each) => [each.key, each]));
    for (const claim of this.claims) this.joinClaim(claim);
    for (const passage of this.passages) passage.document = this.documents[passage.document];
    this.joinComparisons();
    for (const citation of this.citations) {
      citation.citing = this.things[citation.citing];
      citation.cited = this.things[citation.cited];
      citation.passage = this.passages[citation.passage];
    }
    for (const link of this.links) {
      link.derived = this.things[link.derived];
      link.source = this.things[link.source];
    }
    this.joinThings();
    this.joinLineage();
  }

  /** @param {any} document */
  joinDocument(document) {
    const thing = this.things[document.thing];
    thing.document = document;
    document.thing = thing;
    document.id = thing.id;
    document.publisher = this.thing(document.publisher);
    document.voice = this.thing(document.voice);
    document.whole = document.whole === null ? document : this.documents[document.whole];
    document.claims = [];
    document.year = document.from ? Math.floor(document.from / 10000) : null;
    document.label = thing.label;
  }

  /** @param {number | null} number */
  thing(number) {
    return number === null || number === undefined ? null : this.things[number];
  }

  /** @param {any} claim */
  joinClaim(claim) {
    const thing = this.things[claim.thing];
    thing.claim = claim;
    claim.id = thing.id;
    claim.section = this.documents[claim.document];
    claim.document = claim.section.whole;
    claim.question = this.questions[claim.question];
    for (const name of ["object", "population", "place", "voice"]) claim[name] = this.thing(claim[name]);
    claim.chain = claim.chain.map((/** @type {any[]} */ [voice, stance, passage]) => ({
      voice: this.things[voice], stance, passage: passage === null ? null : this.passages[passage],
    }));
    claim.passage = this.passages[claim.passage];
    claim.context = claim.context === null ? null : this.passages[claim.context];
    claim.identities = (claim.identities ?? []).map((/** @type {any[]} */ [of, grade, reading]) => ({
      of: this.things[of], grade, reading,
    }));
    claim.sources = (claim.sources ?? []).map((/** @type {any[]} */ [source, basis]) => ({
      source: this.things[source], basis,
    }));
    claim.origins = (claim.origins ?? []).map((/** @type {number} */ each) => this.things[each]);
    claim.derived = [];
    claim.denies = claim.stance === DENIES;
    claim.answer = claim.denies ? -1 - claim.content : claim.content;
    claim.question.claims.push(claim);
    claim.document.claims.push(claim);
    if (claim.section !== claim.document) claim.section.claims.push(claim);
  }

  /** Which comparisons each question has, by their numbers, and how many of each relation. */
  joinComparisons() {
    const { left, relation } = this.compared;
    for (let n = 0; n < left.length; n += 1) {
      const { compared, relations } = this.claims[left[n][0]].question;
      compared.push(n);
      relations.set(relation[n], (relations.get(relation[n]) ?? 0) + 1);
    }
  }

  /** The comparisons of a question, joined to their claims when they are first asked for. @param {any} question @returns {any[]} */
  comparisonsOf(question) {
    const { left, right, relation, notes } = this.compared;
    const claims = (/** @type {number[]} */ numbers) => numbers.map((n) => this.claims[n]);
    return question.comparisons ??= question.compared.map((/** @type {number} */ n) =>
      ({ n, left: claims(left[n]), right: claims(right[n]), relation: relation[n], notes: notes[n] }));
  }

  /** What a claim is compared with: each comparison with the claims on its other side. @param {any} claim @returns {{comparison: any, others: any[]}[]} */
  comparedWith(claim) {
    if (!claim.comparedWith) {
      for (const each of claim.question.claims) each.comparedWith = [];
      for (const comparison of this.comparisonsOf(claim.question)) {
        for (const each of comparison.left) each.comparedWith.push({ comparison, others: comparison.right });
        for (const each of comparison.right) each.comparedWith.push({ comparison, others: comparison.left });
      }
    }
    return claim.comparedWith;
  }

  joinThings() {
    for (const claim of this.claims) {
      push(this.about, claim.question.subject, claim);
      for (const voice of voicesOf(claim)) push(this.saidBy, voice, claim);
      for (const thing of namedIn(claim)) push(this.naming, thing, claim);
      for (const { source } of claim.sources) if (source.claim) source.claim.derived.push(claim);
    }
    for (const thing of this.things) {
      thing.broader = (thing.broader ?? []).map((/** @type {number} */ n) => this.things[n]);
      thing.above = (thing.above ?? []).map((/** @type {number} */ n) => this.things[n]);
    }
    for (const thing of this.things) {
      for (const above of [...thing.broader, ...thing.above]) (above.below ??= []).push(thing);
    }
  }

  /** The graphs of what comes from what. */
  joinLineage() {
    const graphs = Object.entries(this.rawLineage).map(([name, raw]) =>
      [name, joinedLineage(this, raw, rowsOf(raw.nodes), rowsOf(raw.edges))]);
    this.lineage = Object.fromEntries(graphs);
  }

  /** The document or part of an id. @param {string} id */
  section(id) {
    return (this.byAddress.get(`doc/${id}`) ?? this.byAddress.get(`part/${id}`))?.document;
  }

  /** The documents as such, without their parts, by date. */
  get wholeDocuments() {
    const found = this.documents.filter((each) => each.whole === each);
    return found.sort((a, b) => (a.from ?? 99999999) - (b.from ?? 99999999) || (a.id < b.id ? -1 : 1));
  }

  /** What a question is open in: `conflict`, `not-stated`, or nothing. @param {any} question */
  standing(question) {
    return OPEN.find((relation) => question.relations.has(relation)) ?? null;
  }

  /** How many documents answer a question. @param {any} question */
  documentsOf(question) {
    question.documents ??= new Set(question.claims.map((/** @type {any} */ claim) => claim.document)).size; // sorting asks often
    return question.documents;
  }

  /**
   * The answers to a question, by value: each with its claims; then the claims that do not count (planned, demanded …).
   * @param {any[]} claims
   */
  answers(claims) {
    /** @type {Map<string, any[]>} */
    const groups = new Map();
    const beside = [];
    for (const claim of claims) {
      if (claim.counts || claim.denies) push(groups, claim.answer, claim);
      else beside.push(claim);
    }
    const answers = [...groups.values()].map((group) => ({ claims: group, first: group[0], ...this.support(group) }));
    answers.sort((a, b) => compareAnswers(a.first, b.first));
    return { answers, beside };
  }

  /** Where the recorded lineage of claims ends: in works, and in claims of which nothing further is recorded. @param {any[]} claims */
  support(claims) {
    const origins = new Set();
    const open = new Set();
    for (const claim of claims) {
      for (const origin of claim.origins) origins.add(origin);
      for (const end of this.openEnds(claim)) open.add(end);
    }
    const documents = new Set(claims.map((claim) => claim.document));
    return { origins: [...origins], open: [...open], documents: [...documents] };
  }

  /** The claims in which the recorded lineage of a claim ends; itself, where it has none. @param {any} claim */
  openEnds(claim) {
    const seen = new Set([claim]);
    const ends = new Set();
    const todo = [claim];
    for (let at = todo.pop(); at; at = todo.pop()) {
      if (!at.sources.length) ends.add(at);
      for (const { source } of at.sources) {
        if (source.claim && !seen.has(source.claim)) {
          seen.add(source.claim);
          todo.push(source.claim);
        }
      }
    }
    return ends;
  }

  /** Every voice of the chains, with how many claims it speaks in. */
  voices() {
    return [...this.saidBy].map(([voice, claims]) => ({ voice, claims: claims.length }));
  }
}

/** Who speaks in a claim, each once. @param {any} claim @returns {any[]} */
export function voicesOf({ chain }) {
  return chain.length === 1 ? [chain[0].voice] : [...new Set(chain.map((/** @type {any} */ each) => each.voice))];
}

/** What a claim names as its answer or in its limits, each once. @param {any} claim @returns {any[]} */
function namedIn({ object, population, place }) {
  return [object, population !== object && population, place !== object && place !== population && place].filter(Boolean);
}

/** By value: numbers and days by their bounds, words by their letters. @param {any} a @param {any} b */
function compareAnswers(a, b) {
  const low = (/** @type {any} */ c) => c.lo ?? c.from ?? c.hi ?? c.to ?? Infinity;
  return low(a) - low(b) || (a.value < b.value ? -1 : a.value > b.value ? 1 : a.n - b.n) || a.n - b.n;
}
