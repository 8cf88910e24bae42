// Search over everything: plain substrings of folded text, so that any script is found, with or without diacritics.

const LETTERS = { "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "’": "'", "‘": "'" };
const FOLDED = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/** Lower case, without diacritics, with compatibility forms unified. @param {string} text */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase()
    .replace(FOLDED, (letter) => LETTERS[/** @type {keyof typeof LETTERS} */ (letter)]);
}

/** Finds things, documents, questions and claims by words. */
export class Search {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
    /** @type {string[] | null} */
    this.texts = null;
    /** @type {any[]} */
    this.items = [];
  }

  prepare() {
    if (this.texts) return;
    const { model } = this;
    /** @type {string[]} */
    const texts = [];
    const put = (/** @type {any} */ item, /** @type {(string | null | undefined)[]} */ words) => {
      this.items.push(item);
      texts.push(folded(words.filter(Boolean).join("\n")));
    };
    for (const document of model.documents) {
      put({ kind: "document", document }, [document.title, document.id, document.issued, ...(document.symbols ?? [])]);
    }
    for (const thing of model.things) {
      if (thing.document || thing.claim || thing.kind === "citation") continue;
      put({ kind: "thing", thing }, [thing.label, thing.id, ...(thing.names ?? []).map((/** @type {string[]} */ name) => name[0])]);
    }
    for (const question of model.questions) {
      put({ kind: "question", question }, [question.property.question, question.property.label, question.subject.label]);
    }
    for (const claim of model.claims) {
      put({ kind: "claim", claim }, [claim.passage.quote, claim.value, claim.words, claim.written, claim.reading, claim.id]);
    }
    this.texts = texts;
  }

  /**
   * What holds every word of a query, in the order of the graph, by kind.
   * @param {string} query @returns {Map<string, any[]>}
   */
  find(query) {
    this.prepare();
    /** @type {Map<string, any[]>} */
    const found = new Map([["document", []], ["thing", []], ["question", []], ["claim", []]]);
    const words = folded(query).split(/\s+/).filter(Boolean);
    /** @type {string[]} */
    const texts = this.texts ?? [];
    if (!words.length) return found;
    for (let at = 0; at < texts.length; at += 1) {
      const text = texts[at];
      if (words.every((word) => text.includes(word))) found.get(this.items[at].kind)?.push(this.items[at]);
    }
    return found;
  }
}
