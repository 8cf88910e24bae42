// Addresses: what is shown, with its filters, stands behind the # of the page's address.

/**
 * @typedef {{view: string, of: string[], query: URLSearchParams}} Address
 */

/** @param {string} hash @returns {Address} */
export function parsedAddress(hash) {
  const [path, query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [view, ...of] = path.split("/").map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { view: view || "questions", of, query: new URLSearchParams(query) };
}

/** What every address keeps: the language of the interface. */
let kept = "";

/** @param {string} query */
export function keepInAddresses(query) {
  kept = query;
}

/**
 * The address of a view: `addressOf("claim", ["a.b"])`.
 * @param {string} view @param {string[]} [of] @param {Record<string, string | null | undefined>} [query]
 */
export function addressOf(view, of = [], query = {}) {
  const path = [view, ...of].filter((part) => part !== "").map(encodeURIComponent).join("/");
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) values.set(name, value);
  if (kept) values.set("lang", kept);
  const text = values.toString();
  return `#/${path}${text ? `?${text}` : ""}`;
}
