// Places on a schematic map: an outline of the land, and a mark for each place that the registry gives a position.

import { ticksOf } from "./axis.js";
import { h, s } from "./dom.js";
import { addressOfThing } from "./parts.js";
import { t } from "./words.js";

const WIDEST = 900;
const SHARE = 0.5;
/** How many degrees are shown at least, and around a single place: the outline is too coarse for less. */
const LEAST = 12;
const AROUND = 24;
const LETTER = 7;

/** A flat picture of a part of the earth: longitude shrinks with the latitude in its middle. */
export class Projection {
  /** @param {{lat: number, long: number}[]} points @param {number} width @param {number} height */
  constructor(points, width, height) {
    const lats = points.map(({ lat }) => lat);
    const west = firstOf(points.map(({ long }) => long));
    const longs = points.map(({ long }) => eastOf(long, west));
    /** The longitude at which the picture begins: where no place is for the longest stretch. */
    this.west = west;
    this.middle = [(Math.min(...longs) + Math.max(...longs)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
    this.narrow = Math.max(0.2, Math.cos(this.middle[1] * Math.PI / 180));
    const [across, up] = [Math.max(...longs) - Math.min(...longs), Math.max(...lats) - Math.min(...lats)];
    const least = points.length > 1 ? LEAST : AROUND;
    this.scale = Math.min(width / (Math.max(least, across * 1.35) * this.narrow), height / Math.max(least * SHARE, up * 1.35));
    this.width = width;
    this.height = height;
  }

  /** @param {number} long @param {number} lat @returns {[number, number]} */
  at(long, lat) {
    return [this.width / 2 + (long - this.middle[0]) * this.narrow * this.scale, this.height / 2 - (lat - this.middle[1]) * this.scale];
  }

  /** The degrees at the edges: west, east, south, north. */
  get edges() {
    const [across, up] = [this.width / 2 / this.scale / this.narrow, this.height / 2 / this.scale];
    return [this.middle[0] - across, this.middle[0] + across, Math.max(-90, this.middle[1] - up), Math.min(90, this.middle[1] + up)];
  }
}

/** The longitude behind the longest stretch without any. @param {number[]} longs */
function firstOf(longs) {
  const sorted = [...new Set(longs)].sort((a, b) => a - b);
  const gaps = sorted.map((long, n) => long - (n ? sorted[n - 1] : sorted[sorted.length - 1] - 360));
  return sorted[gaps.indexOf(Math.max(...gaps))];
}

/** A longitude as so many degrees from -180, at or east of another. @param {number} long @param {number} west */
function eastOf(long, west) {
  return long < west ? long + 360 : long;
}

/** A map of the things that have a position; nothing where none has. @param {import("./model.js").Model} model @param {any[]} things @param {(thing: any) => number} weight */
export function placesMap(model, things, weight) {
  const placed = things.filter((thing) => thing.lat !== null && thing.long !== null);
  if (!placed.length) return null;
  const width = Math.min(WIDEST, Math.max(280, window.innerWidth - 60));
  const height = Math.round(Math.max(240, width * SHARE));
  const projection = new Projection(placed, width, height);
  const drawing = s("svg.map", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": t("mapLabel") },
    s("path.land", { d: land(model.outline, projection), "fill-rule": "evenodd" }), grid(projection));
  const most = Math.max(1, ...placed.map(weight));
  /** @type {[number, number, number, number][]} */
  const taken = [];
  for (const thing of [...placed].sort((a, b) => weight(b) - weight(a) || (a.label < b.label ? -1 : 1))) {
    const [x, y] = projection.at(eastOf(thing.long, projection.west), thing.lat);
    const radius = 4 + 8 * Math.sqrt(weight(thing) / most);
    drawing.append(mark(thing, x, y, radius, labelSide(thing.label, x, y, radius, width, taken)));
  }
  return h("figure.places", {}, drawing, things.length > 1 && h("figcaption", {}, t("mapCaption", { n: placed.length, all: things.length })));
}

/** @param {any} thing @param {number} x @param {number} y @param {number} radius @param {"start" | "end" | null} side */
function mark(thing, x, y, radius, side) {
  const label = side && s("text", { x: side === "start" ? x + radius + 5 : x - radius - 5, y: y + 4, "text-anchor": side }, thing.label);
  return s("a.spot", { href: addressOfThing(thing), "aria-label": thing.label }, s("circle.mark", { cx: x, cy: y, r: radius }), label, s("title", {}, thing.label));
}

/** On which side a label has room; nothing where it has none. @param {string} label @param {number} x @param {number} y @param {number} radius @param {number} width @param {[number, number, number, number][]} taken @returns {"start" | "end" | null} */
function labelSide(label, x, y, radius, width, taken) {
  const long = label.length * LETTER;
  taken.push([x - radius, y - radius, x + radius, y + radius]);
  for (const side of /** @type {("start" | "end")[]} */ (["start", "end"])) {
    const from = side === "start" ? x + radius + 4 : x - radius - 4 - long;
    /** @type {[number, number, number, number]} */
    const box = [from, y - 9, from + long, y + 9];
    if (from < 0 || from + long > width || taken.some((each) => overlap(each, box))) continue;
    taken.push(box);
    return side;
  }
  return null;
}

/** @param {[number, number, number, number]} one @param {[number, number, number, number]} other */
function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

/** The outline of the land where it is in the picture; it is drawn again one turn of the earth to the west and east. @param {number[][]} rings @param {Projection} projection */
function land(rings, projection) {
  const [west, east, south, north] = projection.edges;
  const paths = [];
  for (const turn of [-360, 0, 360]) {
    for (const ring of rings) {
      const points = Array.from({ length: ring.length / 2 }, (_, n) => [ring[2 * n] / 10 + turn, ring[2 * n + 1] / 10]);
      const seen = (/** @type {number} */ of, /** @type {number} */ low, /** @type {number} */ high) =>
        points.some((point) => point[of] >= low) && points.some((point) => point[of] <= high);
      if (!seen(0, west, east) || !seen(1, south, north)) continue;
      paths.push(`M${points.map(([long, lat]) => projection.at(long, lat).map((each) => each.toFixed(1)).join(" ")).join("L")}Z`);
    }
  }
  return paths.join("");
}

/** Lines of latitude and longitude, with their degrees at the edge. @param {Projection} projection */
function grid(projection) {
  const [west, east, south, north] = projection.edges;
  const lines = s("g.degrees", { "aria-hidden": "true" });
  for (const lat of ticksOf(south, north, 4)) {
    const [, y] = projection.at(0, lat);
    lines.append(s("line.grid", { x1: 0, x2: projection.width, y1: y, y2: y }), s("text", { x: 5, y: y - 4 }, `${Math.abs(lat)}° ${t(lat < 0 ? "south" : "north")}`));
  }
  for (const long of ticksOf(west, east, 5)) {
    const [x] = projection.at(long, 0);
    const name = (long + 540) % 360 - 180;
    lines.append(s("line.grid", { x1: x, x2: x, y1: 0, y2: projection.height }), s("text", { x: x + 4, y: projection.height - 6 }, `${Math.abs(name)}° ${t(name < 0 ? "west" : "east")}`));
  }
  return lines;
}

/** A position in words: "40.4° N, 49.9° E". @param {any} thing */
export function positionOf(thing) {
  if (thing.lat === null || thing.long === null) return null;
  return `${Math.abs(thing.lat)}° ${t(thing.lat < 0 ? "south" : "north")}, ${Math.abs(thing.long)}° ${t(thing.long < 0 ? "west" : "east")}`;
}
