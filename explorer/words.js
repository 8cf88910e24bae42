// The words of the interface, in the languages of strings.json.

/** @type {Record<string, Record<string, any>>} */
let all = {};
let language = "en";
/** @type {Intl.PluralRules} */
let plural = new Intl.PluralRules("en");
/** @type {Intl.NumberFormat} */
let numbers = new Intl.NumberFormat("en");

/** @param {Record<string, Record<string, any>>} strings */
export function setStrings(strings) {
  all = strings;
}

/** The languages there are, each by its own name. @returns {[string, string][]} */
export function languages() {
  return Object.entries(all).map(([code, words]) => [code, words.name]);
}

/** @param {string} code */
export function setLanguage(code) {
  language = all[code] ? code : "en";
  plural = new Intl.PluralRules(language);
  numbers = new Intl.NumberFormat(`${language}-u-nu-latn`);
  document.documentElement.lang = language;
  document.documentElement.dir = all[language].direction;
}

export function currentLanguage() {
  return language;
}

/** A whole number with its digits grouped. @param {number} value */
export function grouped(value) {
  return numbers.format(value);
}

/**
 * Words of the interface; `{n}` and other names are filled in. Words that depend on a number have a form for each
 * category of the language (Unicode plural rules).
 * @param {string} key @param {Record<string, any>} [values]
 */
export function t(key, values = {}) {
  let found = all[language]?.[key] ?? all.en[key];
  if (found === undefined) return key;
  if (typeof found === "object") found = found[plural.select(values.n)] ?? found.other;
  return found.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) =>
    typeof values[name] === "number" ? grouped(values[name]) : String(values[name]));
}

/** The word for a key of a closed list, such as a stance; the key itself where there is none. @param {string} list @param {string} key */
export function wordFor(list, key) {
  const found = all[language]?.[`${list}.${key}`] ?? all.en[`${list}.${key}`];
  return found ?? key.replaceAll("-", " ").replaceAll("_", " ");
}
