// Elements made from names and values. Text is only ever set as text.

const SVG = "http://www.w3.org/2000/svg";

/**
 * What may stand in an element.
 * @typedef {Node | string | number | null | undefined | false | any[]} Content
 */

/** @param {Element} element @param {Content} content */
export function add(element, content) {
  if (content === null || content === undefined || content === false) return;
  if (Array.isArray(content)) for (const each of content) add(element, each);
  else element.append(content instanceof Node ? content : String(content));
}

/** @param {Element} element @param {Record<string, any>} values */
function setAll(element, values) {
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * An element of HTML: `h("a.plain", {href: "#/"}, "home")`.
 * @param {string} name @param {Record<string, any>} [values] @param {...Content} content
 * @returns {any}
 */
export function h(name, values = {}, ...content) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  setAll(element, values);
  add(element, content);
  return element;
}

/**
 * An element of SVG.
 * @param {string} name @param {Record<string, any>} [values] @param {...Content} content
 */
export function s(name, values = {}, ...content) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElementNS(SVG, tag);
  if (classes.length) element.setAttribute("class", classes.join(" "));
  setAll(element, values);
  add(element, content);
  return element;
}

/** A list with something between its members. @param {Content[]} items @param {string} between */
export function between(items, between) {
  /** @type {Content[]} */
  const found = [];
  items.forEach((item, index) => found.push(index ? between : null, item));
  return found;
}

/** A link to another site: only http and https, and never with a referrer. @param {string} url @param {Content} [label] */
export function outside(url, label = url) {
  if (!/^https?:\/\//i.test(url)) return h("span", {}, label);
  return h("a", { href: url, rel: "noreferrer noopener external" }, label);
}

/** A copy of text goes to the clipboard. @param {string} label @param {() => string} text @param {string} done */
export function copyButton(label, text, done) {
  const button = h("button.copy", { type: "button" }, label);
  button.addEventListener("click", () => {
    const area = h("textarea", { readonly: true, "aria-hidden": "true", class: "offscreen" });
    area.value = text();
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
    button.textContent = done;
    setTimeout(() => { button.textContent = label; }, 1500);
  });
  return button;
}
