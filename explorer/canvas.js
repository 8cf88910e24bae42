// A drawing that can be moved and enlarged: by pointer, wheel, fingers, buttons and arrow keys.

import { h } from "./dom.js";
import { t } from "./words.js";

const STEP = 1.3;
const CLICK = 4;
const FAR = 0.4;
const READABLE = 0.75;
/** By how much of the frame the drawing reaches out of it, on each side. */
const BEYOND = 0.5;

/**
 * A drawing in a frame. While it is held, the drawing as a whole is moved, which browsers do without painting it anew;
 * when it is let go, what is inside moves. The drawing reaches out of the frame by half of it on each side, so that there
 * is something to see where it is moved to, and no farther, or it would be painted anew at every step.
 * @param {SVGElement} drawing @param {SVGGElement} inside @param {number} width @param {number} height
 * @param {string} label
 */
export function movable(drawing, inside, width, height, label) {
  let [x, y, scale] = [0, 0, 1];
  let held = /** @type {{x: number, y: number, id: number, moved: boolean} | null} */ (null);
  let dragged = false;
  const paint = () => {
    const { clientWidth, clientHeight } = frame;
    inside.style.transform = `translate(${x + clientWidth * BEYOND}px, ${y + clientHeight * BEYOND}px) scale(${scale})`;
    drawing.classList.toggle("far", scale < FAR);
  };
  const zoom = (/** @type {number} */ by, /** @type {number} */ atX, /** @type {number} */ atY) => {
    const next = Math.min(4, Math.max(0.02, scale * by));
    x = atX - (atX - x) * next / scale;
    y = atY - (atY - y) * next / scale;
    scale = next;
    paint();
  };
  const fit = () => {
    const { clientWidth, clientHeight } = frame;
    scale = Math.min(1, clientWidth / (width + 40), clientHeight / (height + 60)) || 1;
    x = (clientWidth - width * scale) / 2;
    y = (clientHeight - height * scale) / 2 + 10;
    paint();
  };
  /** All of it if that can be read, else its beginning. */
  const begin = () => {
    fit();
    if (scale >= READABLE) return;
    [scale, x, y] = [READABLE, 24, 44];
    paint();
  };
  const middle = () => /** @type {[number, number]} */ ([frame.clientWidth / 2, frame.clientHeight / 2]);
  /** Bring a place into the middle, large enough to read. @param {number} atX @param {number} atY */
  const centre = (atX, atY) => {
    scale = Math.max(scale, 0.8);
    x = frame.clientWidth / 2 - atX * scale;
    y = frame.clientHeight / 2 - atY * scale;
    paint();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const moves = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] });
    if (moves[event.key] && event.target === drawing) {
      x += moves[event.key][0];
      y += moves[event.key][1];
      event.preventDefault();
      paint();
    } else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? STEP : 1 / STEP, ...middle());
  };
  const button = (/** @type {string} */ sign, /** @type {string} */ name, /** @type {() => void} */ act) =>
    h("button", { type: "button", "aria-label": name, title: name, onclick: act }, sign);
  drawing.setAttribute("tabindex", "0");
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", label);
  const frame = h("div.frame", {
    onkeydown: key,
    onpointerdown: (/** @type {PointerEvent} */ event) => { held = { x: event.clientX, y: event.clientY, id: event.pointerId, moved: false }; },
    onpointermove: (/** @type {PointerEvent} */ event) => {
      if (!held || !event.buttons) return;
      const [byX, byY] = [event.clientX - held.x, event.clientY - held.y];
      held.moved ||= Math.hypot(byX, byY) > CLICK;
      if (held.moved) drawing.style.transform = `translate(${byX}px, ${byY}px)`;
    },
  }, drawing);
  frame.style.blockSize = `min(68vh, ${Math.max(180, height + 90)}px)`;
  // A box that was only held to move the drawing is not chosen.
  frame.addEventListener("click", (/** @type {Event} */ event) => {
    if (dragged) event.preventDefault();
    dragged = false;
  }, { capture: true });
  const release = (/** @type {PointerEvent} */ event) => {
    if (!held) return;
    if (held.moved) {
      x += event.clientX - held.x;
      y += event.clientY - held.y;
      drawing.style.transform = "";
      paint();
    }
    dragged = held.moved;
    held = null;
  };
  frame.addEventListener("pointerup", release);
  frame.addEventListener("pointerleave", release);
  frame.addEventListener("dragstart", (/** @type {Event} */ event) => event.preventDefault());
  // What the keyboard comes to is brought into sight.
  frame.addEventListener("focusin", (/** @type {Event} */ event) => {
    if (event.target === drawing || !(event.target instanceof Element) || !event.target.matches(":focus-visible")) return;
    const [place, own] = [frame.getBoundingClientRect(), event.target.getBoundingClientRect()];
    if (own.left >= place.left && own.right <= place.right && own.top >= place.top && own.bottom <= place.bottom) return;
    x += (place.left + place.right - own.left - own.right) / 2;
    y += (place.top + place.bottom - own.top - own.bottom) / 2;
    paint();
  });
  frame.addEventListener("wheel", (/** @type {WheelEvent} */ event) => {
    event.preventDefault();
    const place = frame.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.12 : 1 / 1.12, event.clientX - place.left, event.clientY - place.top);
  }, { passive: false });
  const box = h("div.canvas", {}, h("div.tools", {},
    button("+", t("larger"), () => zoom(STEP, ...middle())), button("−", t("smaller"), () => zoom(1 / STEP, ...middle())), button("⤢", t("fit"), fit)), frame);
  return { box, begin, centre };
}
