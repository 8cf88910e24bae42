// What comes from what: documents and works, voices, or claims, as a graph to move about in.

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
const STEPS = ["1", "2", "3", "5", "all"];
const LEVELS = ["documents", "voices", "claims"];
/** How many boxes are drawn at most: of a larger graph, those nearest to what is chosen, or the first. */
const MOST = 1200;

/** @param {import("./model.js").Model} model @param {import("./router.js").Address} address */
export function lineageView(model, address) {
  const levels = LEVELS.filter((name) => model.lineage[name]);
  const level = levels.find((name) => name === address.of[0]) ?? "documents";
  const graph = model.lineage[level];
  const chosen = model.byAddress.get(address.query.get("of") ?? "");
  const steps = address.query.get("steps") ?? "1";
  const near = chosen ? neighbours(graph, chosen, steps === "all" ? Infinity : Number(steps)) : null;
  const here = (/** @type {any} */ thing, /** @type {string | null} */ within) =>
    addressOf("lineage", level === "documents" ? [] : [level], { of: thing && `${thing.kind}/${thing.id}`, steps: within });
  const drawn = drawnNodes(graph, near, level === "claims");
  const places = drawn.length < graph.nodes.length ? closed(drawn) : graph.places;
  const canvas = draw(graph, drawn, places, chosen, near, (thing) => here(thing, steps === "1" ? null : steps));
  requestAnimationFrame(() => {
    canvas.begin();
    const place = chosen && places.get(chosen);
    if (place) canvas.centre(place[0] + WIDE / 2, place[1] + HIGH / 2);
  });
  return h("div.view.lineage", {}, title(t("lineage")), h("p.lead", {}, t(`lineageLead.${level}`, { n: level === "claims" ? model.claims.filter((each) => !graph.places.has(model.things[each.thing])).length : 0 })),
    h("nav.tabs", { "aria-label": t("lineage") }, levels.map((name) =>
      h("a", { href: addressOf("lineage", name === "documents" ? [] : [name]), "aria-current": level === name ? "true" : null }, t(`lineage.${name}`), countMark(model.lineage[name].nodes.length)))),
    graph.nodes.length === 0 ? nothing(t("noLineage")) : canvas.box,
    drawn.length < graph.nodes.length && h("p.note", {}, t("drawnOf", { n: drawn.length, all: graph.nodes.length })),
    h("p.note", {}, t("lineageNote")),
    chosen && near ? around(graph, chosen, near, steps, here) : h("p.tally", { "data-count": String(graph.edges.length) }, t("edges", { n: graph.edges.length })));
}

/** The things that so many links lead to from one, in either direction. @param {any} graph @param {any} chosen @param {number} steps */
function neighbours(graph, chosen, steps) {
  const near = new Set([chosen]);
  let last = [chosen];
  for (let n = 0; n < steps && last.length; n += 1) {
    const next = last.flatMap((thing) => (graph.around.get(thing) ?? []).flatMap((/** @type {any} */ edge) => [edge.source, edge.derived]));
    last = [...new Set(next)].filter((thing) => !near.has(thing));
    for (const thing of last) near.add(thing);
  }
  return near;
}

/** What is drawn of a graph: all of it, or of a large one or of claims what is near, or its beginning. @param {any} graph @param {Set<any> | null} near @param {boolean} alone @returns {any[]} */
function drawnNodes(graph, near, alone) {
  if (graph.nodes.length <= MOST && !(near && alone)) return graph.nodes;
  const nearest = near && new Set([...near].slice(0, MOST));
  return nearest ? graph.nodes.filter((/** @type {any} */ { thing }) => nearest.has(thing)) : graph.nodes.slice(0, MOST);
}

/** Places without the rows and columns that are not drawn. @param {any[]} nodes @returns {Map<any, [number, number]>} */
function closed(nodes) {
  const columns = [...new Set(nodes.map((each) => each.x))].sort((a, b) => a - b);
  const places = new Map();
  columns.forEach((column, x) => {
    const rows = nodes.filter((each) => each.x === column).sort((a, b) => a.y - b.y);
    rows.forEach(({ thing }, y) => places.set(thing, [x * COLUMN, y * ROW]));
  });
  return places;
}

/** @param {any} graph @param {any[]} nodes @param {Map<any, [number, number]>} places @param {any} chosen @param {Set<any> | null} near @param {(thing: any) => string} here */
function draw(graph, nodes, places, chosen, near, here) {
  const inside = /** @type {SVGGElement} */ (s("g.inside"));
  const drawing = /** @type {SVGElement} */ (s("svg.lineagegraph", { focusable: "false" }, inside));
  for (const [name, x] of periodsOf(graph, nodes, places)) inside.append(s("text.period", { x, y: -18 }, name === "undated" ? t("noDate") : name));
  const drawn = new Set(nodes.map(({ thing }) => thing));
  for (const edge of graph.edges) {
    if (!drawn.has(edge.source) || !drawn.has(edge.derived)) continue;
    const [from, to] = [placeIn(places, edge.source), placeIn(places, edge.derived)];
    const dim = near && !(near.has(edge.source) && near.has(edge.derived)) ? ".dim" : "";
    inside.append(s(`path.arc.${edge.kind}${dim}`, { d: curve(from, to), "stroke-width": 1 + Math.min(4, Math.log2(1 + edge.claims) / 1.5) },
      s("title", {}, t("edgeTitle", { source: edge.source.label, derived: edge.derived.label, kind: wordFor("link", edge.kind), n: edge.claims }))));
  }
  for (const { thing } of nodes) {
    const [x, y] = placeIn(places, thing);
    const [head, below] = boxTexts(thing);
    const kind = `${thing === chosen ? ".own" : ""}${thing.document || thing.claim ? "" : ".work"}${near && !near.has(thing) ? ".dim" : ""}`;
    inside.append(s(`a.box${kind}`, { href: here(thing), "aria-label": thing.label },
      s("rect", { x, y, width: WIDE, height: HIGH, rx: thing.document || thing.claim ? 6 : 0 }),
      s("text", { x: x + 9, y: y + 19 }, cut(head, 25)), s("text.small", { x: x + 9, y: y + 35 }, cut(below, 27)),
      s("title", {}, thing.label)));
  }
  const last = (/** @type {0 | 1} */ side) => [...places.values()].reduce((most, place) => Math.max(most, place[side]), 0);
  const [width, height] = [last(0) + COLUMN, last(1) + ROW];
  return movable(drawing, inside, width, height, t("lineage"));
}

/** @param {Map<any, [number, number]>} places @param {any} thing */
function placeIn(places, thing) {
  return /** @type {[number, number]} */ (places.get(thing));
}

/** The periods with their places, each at its first column; none where there is only one. @param {any} graph @param {any[]} nodes @param {Map<any, [number, number]>} places */
function periodsOf(graph, nodes, places) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { thing, x } of nodes) {
    const [at] = placeIn(places, thing);
    found.set(graph.periods[x], Math.min(at, found.get(graph.periods[x]) ?? at));
  }
  return found.size > 1 ? found : [];
}

/** What a box says: what it is, and when or where. @param {any} thing @returns {[string, string]} */
function boxTexts(thing) {
  const { claim, document } = thing;
  if (claim) return [claim.value, `${claim.document.id} · ${claim.question.property.label}`];
  return [document ? thing.id : thing.label, [document?.issued, document?.kind ?? thing.type].filter(Boolean).join(" · ")];
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
    h("p", {}, t("stepsOut"), " ", STEPS.map((n) => h("a.step", { href: here(chosen, n === "1" ? null : n), "aria-current": n === steps ? "true" : null }, n === "all" ? t("allSteps") : n)),
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
