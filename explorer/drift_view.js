// Two documents side by side: what the report has from its source, leaves out, adds, or says otherwise.

import { between, h } from "./dom.js";
import { countMark, documentLink, longList, nothing, quoteOf, title } from "./parts.js";
import { addressOf } from "./router.js";
import { t, wordFor } from "./words.js";

const GROUPS = ["figures", "dates", "agency", "qualifiers", "wording", "omitted", "added"];

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function driftView(model, address) {
  const [of, beside] = address.of;
  if (!of) return driftList(model);
  const found = model.drifts.find((/** @type {any} */ each) => each.document === of && each.source === beside);
  if (!found) return h("div.view", {}, title(t("notFound")), nothing(t("notFoundText")));
  const [report, source] = [model.section(found.document), model.section(found.source)];
  const chosen = address.query.get("group");
  const counts = new Map(GROUPS.map((name) => [name, found.changes.filter((/** @type {any[]} */ [group]) => group === name).length]));
  const shown = GROUPS.filter((name) => counts.get(name) && (!chosen || name === chosen));
  const here = (/** @type {string | null} */ group) => addressOf("drift", [of, beside], { group });
  return h("div.view.drift", {},
    h("p.crumb", {}, h("a", { href: addressOf("drift") }, t("drift"))),
    title(t("driftTitle")),
    h("p.lead", {}, t("driftLead", { same: found.same, n: found.changes.length })),
    h("nav.tabs", { "aria-label": t("drift") },
      h("a", { href: here(null), "aria-current": chosen ? null : "true" }, t("all"), countMark(found.changes.length)),
      GROUPS.filter((name) => counts.get(name)).map((name) =>
        h("a", { href: here(name), "aria-current": chosen === name ? "true" : null }, t(`drift.${name}`), countMark(counts.get(name) ?? 0)))),
    h("div.pair.heads", {}, h("p", {}, h("b", {}, t("driftSource")), " ", documentLink(source)), h("p", {}, h("b", {}, t("driftReport")), " ", documentLink(report))),
    found.changes.length === 0 && nothing(t("driftNone")),
    shown.map((name) => h("section", { "data-drift": name, "data-count": String(counts.get(name)) }, h("h2", {}, t(`drift.${name}`), countMark(counts.get(name) ?? 0)),
      h("p.note", {}, t(`driftNote.${name}`)),
      longList("ol.changes", found.changes.filter((/** @type {any[]} */ [group]) => group === name), (each) => changeItem(model, each), 30))));
}

/** @param {import("./model.js").Model} model @param {any[]} change */
function changeItem(model, change) {
  const [, aspect, pairing, subject, properties, value, before, after, source, report] = change;
  const side = (/** @type {(string | null)[]} */ values, /** @type {string[]} */ claims) => h("div.side", {},
    h("p", {}, values.length ? between(values.map((each) => h("bdi.value", {}, each ?? t("notStated"))), " · ") : h("span.nothing", {}, pairing === "none" ? t("nothingOfIt") : t("nothingElse"))),
    h("ul", {}, claims.map((id) => {
      const claim = model.byAddress.get(`claim/${id}`)?.claim;
      return claim && h("li", {}, h("a.quiet", { href: addressOf("claim", [id]) }, quoteOf(claim.passage.quote)));
    })));
  return h("li.change", {},
    h("p.about", {}, h("bdi", {}, subject), " · ", h("bdi", {}, properties.join(", ")), value && [": ", h("b", { dir: "auto" }, value)],
      aspect !== "value" && h("span.in", {}, ` — ${wordFor("aspect", aspect)}`)),
    h("div.pair", {}, side(before, source), side(after, report)));
}

/** @param {import("./model.js").Model} model */
function driftList(model) {
  return h("div.view.drift", {}, title(t("drift")), h("p.lead", {}, t("driftListLead")),
    model.drifts.length === 0 && nothing(t("driftListNone")),
    longList("ul.cards", model.drifts, (found) => h("li.card", {},
      h("p", {}, h("a.big", { href: addressOf("drift", [found.document, found.source]) }, t("driftTitle"))),
      h("p", {}, t("driftReport"), " ", documentLink(model.section(found.document))), h("p", {}, t("driftSource"), " ", documentLink(model.section(found.source))),
      h("p.in", {}, GROUPS.map((name) => [name, found.changes.filter((/** @type {any[]} */ [group]) => group === name).length])
        .filter(([, n]) => n).map(([name, n], at) => [at > 0 && " · ", h("a", { href: addressOf("drift", [found.document, found.source], { group: String(name) }) }, t(`drift.${name}`), countMark(Number(n)))]))), 40));
}
