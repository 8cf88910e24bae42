// The data of the page: inflated, and its columns taken apart.

/** @param {string} id @returns {Promise<Uint8Array<ArrayBuffer> | ArrayBuffer>} */
async function bytesOf(id) {
  const element = document.getElementById(id);
  if (element === null) {
    const answer = await fetch(`${id}.bin`);
    if (!answer.ok) throw new Error(`${id}.bin: ${answer.status}`);
    return answer.arrayBuffer();
  }
  const text = atob((element.textContent ?? "").replaceAll("\n", ""));
  element.remove();
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** What stands compressed under a name. @param {string} id @returns {Promise<any>} */
export async function inflated(id) {
  const stream = new Blob([await bytesOf(id)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/**
 * A column as one value a row.
 * @param {any} column @returns {any[]}
 */
export function unpackedColumn(column) {
  if (Array.isArray(column)) return column;
  const { words, of } = column;
  return of.map((/** @type {any} */ cell) => (typeof cell === "number" ? words[cell] : cell));
}

/** A table by its columns. @param {Record<string, any>} table @returns {Record<string, any[]>} */
export function columnsOf(table) {
  return Object.fromEntries(Object.entries(table).map(([name, column]) => [name, unpackedColumn(column)]));
}

/**
 * A table as one object a row, with its number in `n`.
 * @param {Record<string, any>} table @returns {any[]}
 */
export function rowsOf(table) {
  const names = Object.keys(table);
  const cells = names.map((name) => unpackedColumn(table[name]));
  const rows = new Array(cells[0]?.length ?? 0);
  for (let n = 0; n < rows.length; n += 1) {
    /** @type {Record<string, any>} */
    const row = { n };
    for (let at = 0; at < names.length; at += 1) row[names[at]] = cells[at][n];
    rows[n] = row;
  }
  return rows;
}
