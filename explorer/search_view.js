// What was found, by kind, as it is typed.

import { h } from "./dom.js";
import { addressOfQuestion, claimItem, countMark, documentLink, longList, nothing, questionText, thingLink, title } from "./parts.js";
import { t } from "./words.js";

/** @param {import("./search.js").Search} search @param {import("./router.js").Address} address */
export function searchView(search, address) {
  const query = address.query.get("q") ?? "";
  const found = search.find(query);
  const all = [...found.values()].reduce((sum, list) => sum + list.length, 0);
  /** @type {Record<string, (item: any) => Node>} */
  const rows = {
    document: ({ document }) => h("li.line", {}, documentLink(document), h("span.subject", {}, document.kind)),
    thing: ({ thing }) => h("li.line", {}, thingLink(thing), h("span.subject", {}, thing.type)),
    question: ({ question }) => h("li.line", {}, h("a", { href: addressOfQuestion(question), dir: "auto" }, questionText(question)),
      h("span.subject", { dir: "auto" }, question.subject.label), countMark(question.claims.length)),
    claim: ({ claim }) => claimItem(claim, { question: true, answer: true }),
  };
  return h("div.view.search", {},
    title(query ? t("searchFor", { query }) : t("search")),
    h("p.tally", { role: "status", "data-count": String(all) }, query ? t("found", { n: all }) : t("searchHint")),
    query && !all && nothing(t("foundNothing")),
    [...found].filter(([, list]) => list.length).map(([kind, list]) => h("section", { "data-found": kind, "data-count": String(list.length) },
      h("h2", {}, t(`found.${kind}`), countMark(list.length)),
      longList(kind === "claim" ? "ul.plain" : "ul.lines", list, rows[kind], kind === "claim" ? 20 : 10))));
}
