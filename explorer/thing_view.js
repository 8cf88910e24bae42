// A person, body, place, event, law or work: everything said of it and by it, grouped by question.

import { answerRows } from "./answers.js";
import { h, outside } from "./dom.js";
import { push } from "./groups.js";
import { placesMap, positionOf } from "./map_view.js";
import { addressOfQuestion, claimItem, countMark, facts, longList, nothing, questionText, quoteOf, relationTags, section, thingLink, thingLinks, title } from "./parts.js";
import { addressOf } from "./router.js";
import { t } from "./words.js";

/** The groups of names, in the order in which people look for them. */
export const GROUPS = ["events", "people", "organisations", "offices", "groups", "places", "laws", "works", "concepts", "things", "voices"];

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function thingView(model, address) {
  const thing = model.byAddress.get(`${address.of[0]}/${address.of.slice(1).join("/")}`);
  if (!thing) return h("div.view", {}, title(t("notFound")), nothing(t("notFoundText")));
  const about = model.about.get(thing) ?? [];
  const said = model.saidBy.get(thing) ?? [];
  const naming = model.naming.get(thing) ?? [];
  const cited = model.citations.filter((each) => each.cited === thing || (each.cited.above ?? []).includes(thing));
  return h("div.view.thing", {},
    h("p.crumb", {}, h("a", { href: addressOf("names", [thing.group]) }, t(`names.${thing.group}`))),
    title(thing.label),
    h("p.lead", {}, thing.type),
    facts([
      [t("otherNames"), thing.names && h("span", {}, thing.names.map((/** @type {string[]} */ [name, language], /** @type {number} */ at) => [at > 0 && ", ", h("bdi", { lang: language || null }, name)]))],
      [t("namesWritten"), writtenNames(naming.filter((claim) => claim.object === thing))],
      [t("partOf"), [...thing.broader, ...thing.above].length > 0 && thingLinks([...thing.broader, ...thing.above])],
      [t("contains"), thing.below && thingLinks(thing.below)],
      [t("sameAs"), thing.same && h("span", {}, thing.same.map((/** @type {string} */ url, /** @type {number} */ at) => [at > 0 && ", ", outside(url)]))],
      [t("position"), positionOf(thing)], [t("source"), thing.source], [t("registryAt"), thing.at && h("code", { dir: "ltr" }, thing.at)],
    ]),
    thing.group === "places" && placesMap(model, [thing], () => 1),
    about.length > 0 && section([t("saidOf"), countMark(about.length)], questionsOf(model, about)),
    said.length > 0 && section([t("saidBy"), countMark(said.length)], grouped(said)),
    naming.length > 0 && section([t(thing.group === "laws" ? "invokedFor" : "namedIn"), countMark(naming.length)], grouped(naming)),
    below(model, thing),
    cited.length > 0 && section([t("citedIn"), countMark(cited.length)], h("ul.plain", {}, cited.map((each) => h("li", {},
      thingLink(each.citing), " ", quoteOf(each.passage.quote))))),
    !about.length && !said.length && !naming.length && !cited.length && !namedBelow(model, thing) && nothing(t("nothingSaid")));
}

/** @param {any[]} claims */
function writtenNames(claims) {
  const names = [...new Set(claims.map((claim) => claim.written).filter(Boolean))];
  return names.length > 0 && h("span", {}, names.map((name, at) => [at > 0 && ", ", h("bdi", {}, name)]));
}

/** Every question about a thing with all its answers. @param {import("./model.js").Model} model @param {any[]} claims */
function questionsOf(model, claims) {
  const questions = [...new Set(claims.map((claim) => claim.question))]
    .sort((a, b) => b.relations.size - a.relations.size || b.claims.length - a.claims.length);
  return longList("div.blocks", questions, (question) => {
    const { answers } = model.answers(question.claims);
    return h("article.block", {}, h("h3", {}, h("a", { href: addressOfQuestion(question), dir: "auto" }, questionText(question)), countMark(question.claims.length)),
      relationTags(question), answerRows(answers, { most: 12 }));
  }, 12);
}

/** Claims under their questions. @param {any[]} claims */
function grouped(claims) {
  /** @type {Map<any, any[]>} */
  const groups = new Map();
  for (const claim of claims) push(groups, claim.question.property, claim);
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
  return h("div.groups", {}, sorted.map(([property, found], at) => h("details", { open: at < 3 },
    h("summary", {}, h("bdi", {}, property.label), countMark(found.length)),
    longList("ul.plain", found, (claim) => claimItem(claim, { question: true, answer: true }), 12))));
}

/** Whether claims name what is below a law. @param {import("./model.js").Model} model @param {any} thing @returns {boolean} */
function namedBelow(model, thing) {
  return (thing.below ?? []).some((/** @type {any} */ each) => model.naming.has(each) || namedBelow(model, each));
}

/** What is said by the provisions of a law. @param {import("./model.js").Model} model @param {any} thing */
function below(model, thing) {
  if (thing.group !== "laws") return null;
  return (thing.below ?? []).map((/** @type {any} */ each) => section([thingLink(each), countMark((model.naming.get(each) ?? []).length)], grouped(model.naming.get(each) ?? [])));
}

/** All names of one group, or of all. @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function namesView(model, address) {
  const chosen = address.of[0];
  const total = (/** @type {any} */ thing) => [model.about, model.saidBy, model.naming].reduce((sum, map) => sum + (map.get(thing)?.length ?? 0), 0);
  const groups = GROUPS.map((name) => ({ name, things: model.things.filter((thing) => thing.group === name) })).filter(({ things }) => things.length);
  const shown = groups.filter(({ name }) => !chosen || name === chosen);
  return h("div.view.names", {}, title(chosen ? t(`names.${chosen}`) : t("names")),
    h("nav.tabs", { "aria-label": t("names") }, h("a", { href: addressOf("names"), "aria-current": chosen ? null : "true" }, t("all")),
      groups.map(({ name, things }) => h("a", { href: addressOf("names", [name]), "aria-current": chosen === name ? "true" : null }, t(`names.${name}`), countMark(things.length)))),
    chosen === "places" && placesMap(model, model.things.filter((thing) => thing.group === "places"), total),
    shown.map(({ name, things }) => h("section", { "data-names": name, "data-count": String(things.length) }, chosen ? null : h("h2", {}, t(`names.${name}`), countMark(things.length)),
      longList("ul.lines", [...things].sort((a, b) => total(b) - total(a) || (a.label < b.label ? -1 : 1)), (thing) => h("li.line", {},
        thingLink(thing), h("span.subject", {}, thing.type ?? ""), countMark(total(thing))), chosen ? 200 : 8))));
}
