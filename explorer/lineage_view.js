// What comes from what: documents and works, or voices, as a graph to move about in.

import { movable } from "./canvas.js";
import { h, s } from "./dom.js";
import { push } from "./groups.js";
import { cut } from "./origins.js";
import { addressOfThing, countMark, longList, nothing, section, thingLink, title } from "./parts.js";
import { addressOf } from "./router.js";
import { t, wordFor } from "./words.js";

const WIDE = 180;
const HIGH = 44;
const COLUMN = 236;
const ROW = 58;
const STEPS = ["1", "2", "3"];

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function lineageView(model, address) {
  const level = address.of[0] === "voices" ? "voices" : "documents";
  const graph = model.lineage[level];
  const chosen = model.byAddress.get(address.query.get("of") ?? "");
  const steps = address.query.get("steps") ?? "1";
  const near = chosen ? neighbours(graph, chosen, Number(steps)) : null;
  const here = (/** @type {any} */ thing, /** @type {string | null} */ within) =>
    addressOf("lineage", level === "documents" ? [] : [level], { of: thing && `${thing.kind}/${thing.id}`, steps: within });
  const canvas = draw(graph, chosen, near, (thing) => here(thing, steps === "1" ? null : steps));
  requestAnimationFrame(() => {
    canvas.begin();
    const place = chosen && graph.places.get(chosen);
    if (place) canvas.centre(place[0] + WIDE / 2, place[1] + HIGH / 2);
  });
  return h("div.view.lineage", {}, title(t("lineage")), h("p.lead", {}, t(`lineageLead.${level}`)),
    h("nav.tabs", { "aria-label": t("lineage") }, ["documents", "voices"].map((name) =>
      h("a", { href: addressOf("lineage", name === "documents" ? [] : [name]), "aria-current": level === name ? "true" : null }, t(`lineage.${name}`), countMark(model.lineage[name].nodes.length)))),
    graph.nodes.length === 0 ? nothing(t("noLineage")) : canvas.box,
    h("p.note", {}, t("lineageNote")),
    chosen && near ? around(graph, chosen, near, steps, here) : h("p.tally", { "data-count": String(graph.edges.length) }, t("edges", { n: graph.edges.length })));
}

/** The things that so many links lead to from one, in either direction. @param {any} graph @param {any} chosen @param {number} steps */
function neighbours(graph, chosen, steps) {
  const near = new Set([chosen]);
  for (let n = 0; n < steps; n += 1) {
    for (const thing of [...near]) {
      for (const edge of graph.around.get(thing) ?? []) near.add(edge.source).add(edge.derived);
    }
  }
  return near;
}

/** @param {any} graph @param {any} chosen @param {Set<any> | null} near @param {(thing: any) => string} here */
function draw(graph, chosen, near, here) {
  const inside = /** @type {SVGGElement} */ (s("g.inside"));
  const drawing = /** @type {SVGElement} */ (s("svg.lineagegraph", { focusable: "false" }, inside));
  const dated = new Set(graph.periods).size > 1;
  graph.periods.forEach((/** @type {string} */ name, /** @type {number} */ x) => {
    if (dated && name !== graph.periods[x - 1]) inside.append(s("text.period", { x: x * COLUMN, y: -18 }, name === "undated" ? t("noDate") : name));
  });
  for (const edge of graph.edges) {
    const [from, to] = [graph.places.get(edge.source), graph.places.get(edge.derived)];
    const dim = near && !(near.has(edge.source) && near.has(edge.derived)) ? ".dim" : "";
    inside.append(s(`path.arc.${edge.kind}${dim}`, { d: curve(from, to), "stroke-width": 1 + Math.min(4, Math.log2(1 + edge.claims) / 1.5) },
      s("title", {}, t("edgeTitle", { source: edge.source.label, derived: edge.derived.label, kind: wordFor("link", edge.kind), n: edge.claims }))));
  }
  for (const { thing } of graph.nodes) {
    const [x, y] = graph.places.get(thing);
    const kind = `${thing === chosen ? ".own" : ""}${thing.document ? "" : ".work"}${near && !near.has(thing) ? ".dim" : ""}`;
    inside.append(s(`a.box${kind}`, { href: here(thing), "aria-label": thing.label },
      s("rect", { x, y, width: WIDE, height: HIGH, rx: thing.document ? 6 : 0 }),
      s("text", { x: x + 9, y: y + 19 }, cut(thing.document ? thing.id : thing.label, 25)),
      s("text.small", { x: x + 9, y: y + 35 }, cut([thing.document?.issued, thing.document?.kind ?? thing.type].filter(Boolean).join(" · "), 30)),
      s("title", {}, thing.label)));
  }
  const width = (Math.max(0, ...graph.nodes.map((/** @type {any} */ each) => each.x)) + 1) * COLUMN;
  const height = (Math.max(0, ...graph.nodes.map((/** @type {any} */ each) => each.y)) + 1) * ROW;
  return movable(drawing, inside, width, height, t("lineage"));
}

/** @param {[number, number]} from @param {[number, number]} to */
function curve([fromX, fromY], [toX, toY]) {
  const [y1, y2] = [fromY + HIGH / 2, toY + HIGH / 2];
  if (toX > fromX) return `M${fromX + WIDE} ${y1} C${fromX + WIDE + 55} ${y1} ${toX - 55} ${y2} ${toX} ${y2}`;
  const out = Math.max(fromX, toX) + WIDE;
  return `M${fromX + WIDE} ${y1} C${out + 60} ${y1} ${out + 60} ${y2} ${toX + WIDE} ${y2}`;
}

/** What is around the chosen thing, in words. @param {any} graph @param {any} chosen @param {Set<any>} near @param {string} steps @param {(thing: any, steps: string | null) => string} here */
function around(graph, chosen, near, steps, here) {
  const edges = graph.around.get(chosen) ?? [];
  const item = (/** @type {any} */ edge) => {
    const other = edge.source === chosen ? edge.derived : edge.source;
    return h("li", {}, h("a", { href: here(other, steps === "1" ? null : steps), dir: "auto" }, other.label), " ",
      h("span.in", {}, wordFor("link", edge.kind), edge.claims > 0 && ` · ${t("viaClaims", { n: edge.claims })}`));
  };
  const sources = edges.filter((/** @type {any} */ edge) => edge.derived === chosen);
  const derived = edges.filter((/** @type {any} */ edge) => edge.source === chosen);
  return h("div.around", {}, h("h2", {}, thingLink(chosen)),
    h("p", {}, t("stepsOut"), " ", STEPS.map((n) => h("a.step", { href: here(chosen, n === "1" ? null : n), "aria-current": n === steps ? "true" : null }, n)),
      " ", h("span.in", {}, t("nearTally", { n: near.size, all: graph.nodes.length })), " ", h("a", { href: addressOfThing(chosen) }, t("openPage"))),
    section([t("itsSources"), countMark(sources.length)], sources.length ? longList("ul.plain", sources, item, 20) : nothing(t("noSources"))),
    section([t("derivedFromIt"), countMark(derived.length)], derived.length ? longList("ul.plain", derived, item, 20) : nothing(t("noDerived"))));
}

/** A graph of the data joined to the things of the model. @param {any} model @param {any} raw @param {any[]} nodes @param {any[]} edges */
export function joinedLineage(model, raw, nodes, edges) {
  const places = new Map();
  for (const node of nodes) {
    node.thing = model.things[node.thing];
    places.set(node.thing, [node.x * COLUMN, node.y * ROW]);
  }
  const around = new Map();
  for (const edge of edges) {
    edge.source = model.things[edge.source];
    edge.derived = model.things[edge.derived];
    for (const end of new Set([edge.source, edge.derived])) push(around, end, edge);
  }
  return { nodes, edges, places, around, periods: raw.periods };
}
