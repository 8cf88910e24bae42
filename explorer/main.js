// The page: its frame, and the view that its address names.

import { claimView } from "./claim_view.js";
import { inflated } from "./data.js";
import { documentsView, documentView } from "./document_view.js";
import { h } from "./dom.js";
import { driftView } from "./drift_view.js";
import { figuresView } from "./figures_view.js";
import { lineageView } from "./lineage_view.js";
import { Model } from "./model.js";
import { questionsView } from "./questions_view.js";
import { questionView } from "./question_view.js";
import { addressOf, keepInAddresses, parsedAddress } from "./router.js";
import { Search } from "./search.js";
import { searchView } from "./search_view.js";
import { namesView, thingView } from "./thing_view.js";
import { timelineView } from "./timeline_view.js";
import { currentLanguage, languages, setLanguage, setStrings, t } from "./words.js";

const SECTIONS = ["questions", "documents", "names", "figures", "timeline", "lineage", "drift"];
/** The section of the menu that a view belongs to. @type {Record<string, string>} */
const PARENTS = { question: "questions", claim: "questions", document: "documents", thing: "names" };

/** How many views are kept for coming back to them. */
const KEPT = 20;
/** @typedef {{view: Element | null, language: string, scrolled: number, link: Element | null, top: number}} Left */

class Page {
  /** @param {Model} model @param {Element} root */
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.search = new Search(model);
    /** What was shown, by its address, so that back finds it as it was left. @type {Map<string, Left>} */
    this.left = new Map();
    /** @type {string | null} */
    this.shown = null;
    this.clicked = false;
    /** @type {Promise<any> | null} */
    this.turtle = null;
    this.main = h("main", { id: "main" });
    this.box = h("input", { type: "search", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
    this.box.addEventListener("input", () => this.type());
    window.addEventListener("hashchange", () => this.show());
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("a");
      if (link) this.leave(link);
    }, { capture: true });
    document.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {string} initial */
  start(initial) {
    this.initial = initial;
    this.frame(parsedAddress(location.hash).query.get("lang") ?? initial);
    this.show();
  }

  /** Remember what is shown, and the link by which it is left. @param {Element | null} link */
  leave(link) {
    this.clicked = link !== null;
    if (this.shown === null) return;
    const kept = this.left.get(this.shown);
    this.left.delete(this.shown);
    this.left.set(this.shown, {
      view: this.main.firstElementChild, language: currentLanguage(), scrolled: window.scrollY,
      link: link && this.main.contains(link) ? link : kept?.link ?? null, top: link ? link.getBoundingClientRect().top : kept?.top ?? 0,
    });
    if (this.left.size > KEPT) this.left.delete([...this.left.keys()][0]);
  }

  /** The parts of the page that stay: menu, search, foot. @param {string} language */
  frame(language) {
    setLanguage(language);
    keepInAddresses(currentLanguage() === this.initial ? "" : currentLanguage());
    this.box.setAttribute("aria-label", t("search"));
    this.box.setAttribute("placeholder", t("searchPlaceholder"));
    this.menu = h("nav", { "aria-label": t("menu") });
    const others = languages().filter(([code]) => code !== currentLanguage());
    this.root.replaceChildren(
      h("a.skip", { href: "#main", onclick: (/** @type {Event} */ event) => { event.preventDefault(); this.main.querySelector("h1")?.focus(); } }, t("skip")),
      h("header.top", {}, h("a.brand", { href: addressOf("questions"), dir: "auto" }, this.model.title), this.menu,
        h("search", {}, h("form", { onsubmit: (/** @type {Event} */ event) => event.preventDefault() }, this.box))),
      this.main,
      h("footer", {}, h("p", {}, t("foot")), h("p", {}, this.model.generator, " · ",
        sparqlLink(),
        others.map(([code, name]) => h("a.language", { href: "#", lang: code, "data-language": code, onclick: (/** @type {Event} */ event) => { event.preventDefault(); this.speak(code); } }, name))),
      this.model.leftOut.length > 0 && h("p", {}, t("leftOutOfPage"), " ", this.model.leftOut.join("; "))));
  }

  /** Change the language of the interface, and stay where we are. @param {string} code */
  speak(code) {
    const { view, of, query } = parsedAddress(location.hash);
    query.delete("lang");
    this.frame(code);
    const next = addressOf(view, of, Object.fromEntries(query));
    if (next === location.hash) this.show();
    else location.hash = next;
  }

  show() {
    const address = parsedAddress(location.hash);
    const language = address.query.get("lang") ?? this.initial ?? "en";
    if (language !== currentLanguage()) this.frame(language);
    const typing = address.view === "search" && document.activeElement === this.box;
    const back = this.clicked || typing ? undefined : this.left.get(location.hash);
    const known = back?.language === currentLanguage() ? back : undefined;
    this.main.replaceChildren(known?.view ?? this.view(address));
    this.mark(PARENTS[address.view] ?? address.view);
    const heading = this.main.querySelector("h1");
    document.title = [heading?.textContent, this.model.title].filter((each, at, all) => each && all.indexOf(each) === at).join(" — ");
    if (!typing && address.view !== "search") this.box.value = "";
    if (address.view === "search" && !typing) this.box.value = address.query.get("q") ?? "";
    this.settle(heading, known, typing);
  }

  /** Where the page is scrolled to, and what has the keyboard. @param {Element | null} heading @param {Left | undefined} back @param {boolean} typing */
  settle(heading, back, typing) {
    const first = this.shown === null;
    this.shown = location.hash;
    this.clicked = false;
    if (typing) return;
    if (back) return this.comeBack(back);
    const here = this.main.querySelector(".here");
    if (here) here.scrollIntoView({ block: "center" });
    else window.scrollTo(0, 0);
    if (!first && heading instanceof HTMLElement) heading.focus({ preventScroll: true });
  }

  /** The link that was followed from here is where it was, and has the keyboard. @param {Left} left */
  comeBack({ link, top, scrolled }) {
    window.scrollTo(0, scrolled);
    if (!link?.isConnected) return;
    for (let n = 0; n < 2; n += 1) {
      link.scrollIntoView({ block: "nearest" });
      window.scrollBy(0, link.getBoundingClientRect().top - top);
    }
    if (link instanceof HTMLElement || link instanceof SVGElement) link.focus({ preventScroll: true });
  }

  /** @param {import("./router.js").Address} address @returns {Node} */
  view(address) {
    switch (address.view) {
      case "questions": return questionsView(this.model, address);
      case "question": return questionView(this.model, address);
      case "documents": return documentsView(this.model);
      case "document": return documentView(this.model, address);
      case "claim": return claimView(this.model, address, () => (this.turtle ??= inflated("turtle")));
      case "names": return namesView(this.model, address);
      case "thing": return thingView(this.model, address);
      case "figures": return figuresView(this.model, address);
      case "timeline": return timelineView(this.model, address);
      case "lineage": return lineageView(this.model, address);
      case "drift": return driftView(this.model, address);
      case "search": return searchView(this.search, address);
      default: return h("div.view", {}, h("h1", { tabindex: "-1" }, t("notFound")), h("p.nothing", {}, t("notFoundText")));
    }
  }

  /** @param {string} current */
  mark(current) {
    this.menu?.replaceChildren(...SECTIONS.map((name) =>
      h("a", { href: addressOf(name), "aria-current": name === current ? "page" : null }, t(name))));
  }

  /** A letter was typed into the search: what is found is shown at once, in one entry of the history. */
  type() {
    const next = addressOf("search", [], { q: this.box.value });
    if (parsedAddress(location.hash).view === "search") history.replaceState(null, "", next);
    else history.pushState(null, "", next);
    this.show();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      this.box.focus();
    } else if (event.key === "Escape" && typing) {
      this.main.querySelector("h1")?.focus();
    }
  }
}

/** The link to the page for queries, where a server has one. */
function sparqlLink() {
  const address = document.querySelector('meta[name="sparql"]')?.getAttribute("content");
  return address ? [h("a", { href: address }, t("sparql")), " · "] : null;
}

async function open() {
  const root = /** @type {Element} */ (document.getElementById("app"));
  try {
    const [strings, data] = await Promise.all([inflated("strings"), inflated("data")]);
    setStrings(strings);
    new Page(new Model(data), root).start(strings[data.language] ? data.language : "en");
    document.documentElement.dataset.ready = "true";
  } catch (error) {
    root.replaceChildren(h("main", {}, h("h1", {}, "This page could not be opened"), h("p", {}, String(error)),
      h("p", {}, "It needs a browser of 2023 or later.")));
    throw error;
  }
}

open();
