/**
 * The pages in English: each run of text is looked up whole, and each other text that reaches the page. What has no English
 * stays Vietnamese and is marked so (WCAG 3.1.2).
 */
import { h } from "preact";
import htm from "htm";
import { runsOf } from "./runs.js";

const READ = ["title", "aria-label", "aria-description", "aria-valuetext", "placeholder", "alt", "label"];
const VIETNAMESE = /[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]/;
const SURE = 12; // letters a pattern needs beside its holes, so that it takes nobody's own words for ours

const dictionary = new Map(); // a Vietnamese text, {} for what stands in it → its English, or that for one and for many
const templates = new WeakMap();
const composed = new Map(); // a phrase of mixed languages → its pieces
const patterns = []; // of what the API says with values in it

/** More words are known. */
export function learnt(words) {
  for (const [text, said] of Object.entries(words)) {
    if (!dictionary.has(text) && isSure(text)) patterns.push([patternOf(text), said]);
    dictionary.set(text, said);
  }
}

function isSure(text) {
  return text.includes("{}") && text.replace(/[^\p{L}]/gu, "").length >= SURE;
}

function patternOf(text) {
  const parts = text.split("{}").map((each) => each.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+?)")}$`, "su");
}

const inEnglish = htm.bind(element);

export function html(statics, ...holes) {
  if (!templates.has(statics)) templates.set(statics, template(statics));
  const { runs, variants, beside } = templates.get(statics);
  const choice = runs.map((run) => wordsFor(run.words, run.holes.map((n) => holes[n])));
  const key = choice.join("\0");
  if (!variants.has(key)) variants.set(key, replaced(statics, runs, choice));
  return inEnglish(variants.get(key), ...holes.map((each, n) => (beside.has(n) ? wordOf(each) : each)));
}

export function phrase(chunks, ...holes) {
  const words = dictionary.get(folded(chunks.join("{}")));
  const parts = words ? split(wordsFor(words, holes), chunks) : chunks;
  const pieces = parts.flatMap((part, n) => (n < holes.length ? [part, wordOf(`${holes[n]}`)] : [part])).filter(Boolean);
  const text = pieces.join("");
  if (pieces.length > 1 && isForeign(text)) composed.set(text, pieces);
  return text;
}

/** What has English in a template: its words, its holes, where it stands; and the holes inside attributes' texts. */
function template(statics) {
  const all = runsOf(statics);
  const inAttributes = all.filter((run) => run.isAttribute && run.text !== "{}");
  return {
    runs: all.flatMap((run) => (dictionary.has(run.text) ? [{ ...run, words: dictionary.get(run.text) }] : [])),
    variants: new Map(),
    beside: new Set(inAttributes.flatMap((run) => run.holes)),
  };
}

function replaced(statics, runs, choice) {
  const made = [...statics];
  const found = runs.flatMap(({ pieces }, n) => pieces.map((piece, part) => ({ ...piece, words: choice[n].split("{}")[part] })));
  for (const { at, from, to, words } of found.reverse()) made[at] = made[at].slice(0, from) + words + made[at].slice(to);
  return made;
}

/** The English for one or for many, by the first number among what stands in it. */
function wordsFor(words, values) {
  if (typeof words === "string") return words;
  const number = values.find((each) => each !== "" && /number|string/.test(typeof each) && !Number.isNaN(Number(each)));
  return words[Number(number) === 1 ? 0 : 1];
}

/** English in place of the chunks of a sentence, with the space that stood around it. */
function split(words, chunks) {
  const parts = words.split("{}");
  const [first, last] = [chunks[0], chunks.at(-1)];
  parts[0] = first.slice(0, first.length - first.trimStart().length) + parts[0];
  parts[parts.length - 1] += last.slice(last.trimEnd().length);
  return parts;
}

function folded(text) {
  return text.replace(/\s+/g, " ").trim();
}

function wordOf(value) {
  if (typeof value !== "string") return value;
  const words = dictionary.get(folded(value));
  return words ? split(wordsFor(words, []), [value]).join("") : value;
}

/** Preact's `h` for a reader of English: what is known is said in English, other Vietnamese is marked as such. */
function element(type, props, ...children) {
  if (typeof type !== "string") return h(type, props, ...children);
  const read = { ...props };
  for (const name of READ) if (typeof read[name] === "string") read[name] = sentence(read[name]).join("");
  if (read.lang) return h(type, read, ...children);
  if (type === "option" || children.length === 1) {
    const pieces = children.every(isText) ? children.flatMap((child) => sentence(`${child ?? ""}`)) : [];
    if (type === "option") return h(type, pieces.some(isForeign) ? { ...read, lang: "vi" } : read, pieces.join(""));
    if (pieces.length === 1 && isForeign(pieces[0])) return h(type, { ...read, lang: "vi" }, children[0]);
  }
  return h(type, read, ...lines(children));
}

function isText(child) {
  return typeof child === "string" || typeof child === "number" || child === null || child === undefined;
}

function isForeign(text) {
  return VIETNAMESE.test(text);
}

/** Texts side by side stay one line when a part of it is marked, also where children are laid out one by one. */
function lines(children) {
  const all = [];
  let line = [];
  const end = () => {
    all.push(...(line.length > 1 && line.some((each) => each?.type) ? [h("span", null, ...line)] : line));
    line = [];
  };
  for (const child of children) {
    if (isText(child)) line.push(...(typeof child === "string" ? sentence(child).map(marked) : [child]));
    else {
      end();
      all.push(Array.isArray(child) ? lines(child) : child);
    }
  }
  end();
  return all;
}

function marked(piece) {
  return isForeign(piece) ? h("span", { lang: "vi" }, piece) : piece;
}

/** A text in pieces of one language each. */
function sentence(text) {
  const word = wordOf(text);
  if (word !== text || !isForeign(text)) return [word];
  if (composed.has(text)) return composed.get(text).flatMap(sentence);
  for (const [pattern, words] of patterns) {
    const found = text.trim().match(pattern);
    if (found) return woven(wordsFor(words, found.slice(1)).split("{}"), found.slice(1));
  }
  const parts = text.replace(/( · )|([.?!])( )/g, "$2\0$1$3\0").split("\0").filter(Boolean);
  const said = parts.length > 1 ? parts.flatMap(sentence) : [text];
  return said.join("") === text && !/ · /.test(text) ? [text] : said;
}

function woven(parts, values) {
  return parts.flatMap((part, n) => (n < values.length ? [part, ...sentence(values[n])] : [part])).filter(Boolean);
}
