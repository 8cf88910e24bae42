// Events by the dates that are said of them, and statements by the dates of their documents.

import { dayNumber, Scale, scaleRow } from "./axis.js";
import { between, h, s } from "./dom.js";
import { push } from "./groups.js";
import { addressOfQuestion, addressOfThing, countMark, dateOf, longList, nothing, questionText, thingLink, title } from "./parts.js";
import { addressOf } from "./router.js";
import { t } from "./words.js";

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function timelineView(model, address) {
  const tab = address.of[0] === "statements" ? "statements" : "events";
  return h("div.view.timeline", {}, title(t("timeline")),
    h("nav.tabs", { "aria-label": t("timeline") }, ["events", "statements"].map((name) =>
      h("a", { href: addressOf("timeline", name === "events" ? [] : [name]), "aria-current": tab === name ? "true" : null }, t(`timeline.${name}`)))),
    tab === "events" ? events(model) : statements(model));
}

/** Every event with the dates it is given; earliest first. @param {import("./model.js").Model} model */
export function datedEvents(model) {
  /** @type {Map<any, Map<string, any[]>>} */
  const found = new Map();
  for (const claim of model.claims) {
    if (!claim.question.property.dates || !claim.counts || claim.negative || (claim.from === null && claim.to === null)) continue;
    const dates = found.get(claim.question.subject) ?? new Map();
    const key = [claim.value, claim.extent].filter(Boolean).join(", ");
    push(dates, key, claim);
    found.set(claim.question.subject, dates);
  }
  const rows = [...found].map(([event, dates]) => {
    const claims = [...dates.values()].flat();
    const closed = claims.filter((claim) => claim.from !== null && claim.to !== null);
    const first = Math.min(...(closed.length ? closed : claims).map((claim) => claim.from ?? claim.to));
    return { event, dates, claims, open: closed.length === 0, first };
  });
  return rows.sort((a, b) => Number(a.open) - Number(b.open) || a.first - b.first || (a.event.id < b.event.id ? -1 : 1));
}

/** @param {import("./model.js").Model} model */
function events(model) {
  const rows = datedEvents(model);
  if (!rows.length) return nothing(t("noEvents"));
  const days = rows.filter((row) => !row.open).map((row) => /** @type {number} */ (dayNumber(row.first)));
  const scale = days.length > 1 ? new Scale(days, true) : null;
  let year = "";
  return h("div", {}, h("p.lead", {}, t("eventsLead", { n: rows.length })), scale && overview(scale, rows),
    longList("ol.dated", rows, (row) => {
      const own = row.open ? t("openDates") : String(Math.floor(row.first / 10000));
      const head = own !== year && h("span.year", {}, own);
      year = own;
      return h("li", { "data-event": row.event.id }, h("span.when", {}, head),
        h("div", {}, h("p", {}, thingLink(row.event), countMark(row.claims.length)),
          h("p.in", {}, between([...row.dates].map(([date, claims]) => [h("bdi", {}, date), " (", h("bdi", {}, [...new Set(claims.map((/** @type {any} */ claim) => claim.document.id))].join(", ")), ")"]), " · "))));
    }, 150));
}

/** @param {Scale} scale @param {any[]} rows */
function overview(scale, rows) {
  const drawing = s("svg.overview", { role: "img", "aria-label": t("overviewLabel"), focusable: "false" }, s("line.grid", { x1: 0, x2: "100%", y1: 30, y2: 30 }));
  for (const row of rows) {
    if (row.open) continue;
    drawing.append(s("circle.mark", { cx: `${scale.at(/** @type {number} */ (dayNumber(row.first)))}%`, cy: 30, r: 3 + Math.min(12, Math.sqrt(row.claims.length) * 1.6), opacity: 0.55 }, s("title", {}, row.event.label)));
  }
  return h("figure.span", {}, drawing, scaleRow(scale));
}

/** The first day of a claim's date: that of its part, or of the document where the part has none. @param {any} claim @returns {number | null} */
function dayOf(claim) {
  return claim.section.from ?? claim.document.from;
}

/** Questions that several dated documents answer: each answer at the date of its document. @param {import("./model.js").Model} model */
function statements(model) {
  const questions = model.questions.map((question) => ({ question, claims: question.claims.filter((/** @type {any} */ claim) => claim.counts && dayOf(claim) !== null) }))
    .filter(({ claims }) => new Set(claims.map(dayOf)).size > 1);
  if (!questions.length) return nothing(t("noStatements"));
  questions.sort((a, b) => b.question.relations.size - a.question.relations.size || b.claims.length - a.claims.length);
  const scale = new Scale(questions.flatMap(({ claims }) => claims.map((/** @type {any} */ claim) => /** @type {number} */ (dayNumber(dayOf(claim))))), true);
  return h("div", {}, h("p.lead", {}, t("statementsLead", { n: questions.length })),
    longList("ol.courses", questions, ({ question, claims }) => h("li.course", {},
      h("p", {}, h("a", { href: addressOfQuestion(question), dir: "auto" }, questionText(question)), " ", h("span.in", { dir: "auto" }, question.subject.label)),
      course(scale, claims)), 40), scaleRow(scale));
}

/** @param {Scale} scale @param {any[]} claims */
function course(scale, claims) {
  /** @type {Map<string, any[]>} */
  const marks = new Map();
  for (const claim of claims) {
    const key = `${dayOf(claim)}\u0001${claim.value}`;
    push(marks, key, claim);
  }
  const sorted = [...marks.values()].sort((a, b) => Number(dayOf(a[0])) - Number(dayOf(b[0])));
  return h("ol.marks", {}, sorted.map((group) => h("li", {}, h("span.when", {}, dateOf(group[0].section)), " ",
    h("a", { href: addressOfThing(group[0].document.thing), dir: "auto" }, group[0].value), group.length > 1 && countMark(group.length))),
  s("svg.strip", { "aria-hidden": "true", focusable: "false" }, s("line.grid", { x1: 0, x2: "100%", y1: "50%", y2: "50%" }),
    sorted.map((group) => s("circle.mark", { cx: `${scale.at(/** @type {number} */ (dayNumber(dayOf(group[0]))))}%`, cy: "50%", r: 5 }))));
}
