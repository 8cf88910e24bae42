// Answers on an axis: figures on a scale of numbers, dates on a scale of days; open ends run out of the frame.

import { h, s } from "./dom.js";
import { t } from "./words.js";

const WIDE = 50;
const DAY = 86400000;

/** A day (yyyymmdd) as a number of days. @param {number | null} day */
export function dayNumber(day) {
  if (day === null) return null;
  const year = Math.floor(day / 10000);
  const date = new Date(0);
  date.setUTCFullYear(year, Math.floor(day / 100) % 100 - 1, day % 100);
  return Math.round(date.getTime() / DAY);
}

/** The bounds of a claim's value on an axis, or nothing where it has no place on one. @param {any} claim @returns {[number | null, number | null] | null} */
export function boundsOf(claim) {
  if (claim.lo !== null || claim.hi !== null) return [claim.lo, claim.hi];
  if (claim.from !== null || claim.to !== null) return [dayNumber(claim.from), dayNumber(claim.to)];
  return null;
}

/** Round numbers that divide a range. @param {number} low @param {number} high @param {number} most */
export function ticksOf(low, high, most) {
  const span = high - low || 1;
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? power * 10;
  const ticks = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) ticks.push(Number(at.toPrecision(12)));
  return ticks;
}

/** A scale from values to shares of the width. */
export class Scale {
  /** @param {number[]} values @param {boolean} days */
  constructor(values, days) {
    this.days = days;
    const low = Math.min(...values);
    const high = Math.max(...values);
    this.log = !days && low > 0 && high / low > WIDE;
    if (this.log) {
      this.low = 10 ** Math.floor(Math.log10(low));
      this.high = 10 ** Math.ceil(Math.log10(high));
    } else {
      const room = (high - low) * 0.06 || (days ? 1 : Math.max(1, Math.abs(high) * 0.1));
      this.low = !days && low >= 0 && low < (high - low) * 2 ? 0 : low - room;
      this.high = high + room;
    }
  }

  /** The place of a value, in percent of the width. @param {number} value */
  at(value) {
    const of = (/** @type {number} */ each) => (this.log ? Math.log10(each) : each);
    const share = (of(value) - of(this.low)) / (of(this.high) - of(this.low) || 1);
    return 100 * Math.min(1, Math.max(0, share));
  }

  /** @returns {[number, string][]} */
  get ticks() {
    if (this.log) {
      const found = [];
      for (let at = this.low; at <= this.high; at *= 10) found.push(at);
      return found.map((each) => [each, short(each)]);
    }
    if (!this.days) return ticksOf(this.low, this.high, 4).map((each) => [each, short(each)]);
    return dayTicks(this.low, this.high);
  }
}

/** @param {number} value */
function short(value) {
  const [by, name] = value >= 1e9 ? [1e9, " bn"] : value >= 1e6 ? [1e6, " m"] : [1, ""];
  return `${(value / by).toLocaleString("en")}${name}`;
}

/** @param {number} low @param {number} high @returns {[number, string][]} */
function dayTicks(low, high) {
  const dateAt = (/** @type {number} */ day) => new Date(day * DAY);
  const dayOf = (/** @type {number} */ year, /** @type {number} */ month) => {
    const date = new Date(0);
    date.setUTCFullYear(year, month, 1);
    return Math.round(date.getTime() / DAY);
  };
  const first = dateAt(low).getUTCFullYear();
  const last = dateAt(high).getUTCFullYear();
  if (last - first >= 3) {
    return ticksOf(first, last, 5).filter(Number.isInteger).map((year) => /** @type {[number, string]} */ ([dayOf(year, 0), String(year)]))
      .filter(([at]) => at >= low && at <= high);
  }
  if (high - low > 90) {
    /** @type {[number, string][]} */
    const found = [];
    for (let month = dateAt(low).getUTCMonth(), at = dayOf(first, month); at <= high; month += 3, at = dayOf(first, month)) {
      if (at >= low) found.push([at, dateAt(at).toISOString().slice(0, 7)]);
    }
    return found;
  }
  const whole = ticksOf(low, high, 3).filter(Number.isInteger);
  return whole.map((at) => [at, dateAt(at).toISOString().slice(0, 10)]);
}

/** The scale on which answers can be drawn; nothing where fewer than two have a place. @param {any[]} answers */
export function scaleOf(answers) {
  const firsts = answers.map((answer) => answer.first);
  const bounds = firsts.map(boundsOf).filter((each) => each !== null);
  const values = bounds.flat().filter((each) => each !== null);
  if (bounds.length < 2 || !values.length) return null;
  return new Scale(values, firsts.some((claim) => claim.from !== null || claim.to !== null));
}

/** One answer as a mark: a point, a bar between its bounds, or an arrow to where it is open. @param {Scale} scale @param {any} claim */
export function strip(scale, claim) {
  const bounds = boundsOf(claim);
  const label = bounds === null ? t("noPlaceOnAxis") : claim.value;
  const drawing = s("svg.strip", { role: "img", "aria-label": label, focusable: "false" });
  for (const [value] of scale.ticks) {
    const x = `${scale.at(value)}%`;
    drawing.append(s("line.grid", { x1: x, x2: x, y1: "0", y2: "100%" }));
  }
  if (bounds === null) return drawing;
  const [lo, hi] = bounds;
  const kind = claim.denies || claim.negative ? "mark.denied" : "mark";
  if (lo !== null && hi !== null && scale.at(hi) - scale.at(lo) < 0.8) {
    drawing.append(s(`circle.${kind}`, { cx: `${(scale.at(lo) + scale.at(hi)) / 2}%`, cy: "50%", r: 6 }));
    return drawing;
  }
  const from = lo === null ? 0 : scale.at(lo);
  const to = hi === null ? 100 : scale.at(hi);
  drawing.append(s("line.extent", { x1: `${from}%`, x2: `${to}%`, y1: "50%", y2: "50%" }));
  for (const [end, bound] of [[from, lo], [to, hi]]) {
    if (bound === null) drawing.append(s("line.openend", { x1: `${end === 0 ? 0 : 97}%`, x2: `${end === 0 ? 3 : 100}%`, y1: "50%", y2: "50%" }));
    else drawing.append(s(`circle.${kind}.end`, { cx: `${end}%`, cy: "50%", r: 4.5 }));
  }
  return drawing;
}

/** The numbers or dates below a column of strips. @param {Scale} scale */
export function scaleRow(scale) {
  const drawing = s("svg.scale", { "aria-hidden": "true", focusable: "false" });
  let last = -20;
  for (const [value, name] of scale.ticks) {
    const x = scale.at(value);
    if (x - last < 9) continue;
    last = x;
    const anchor = x < 5 ? "start" : x > 95 ? "end" : "middle";
    drawing.append(s("text", { x: `${x}%`, y: "13", "text-anchor": anchor }, name));
  }
  return h("div.scalerow", {}, drawing);
}
