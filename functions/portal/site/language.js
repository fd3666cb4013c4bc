/**
 * In which language the pages speak. They are written in Vietnamese, and who reads it loads no more than this module;
 * `english.js` comes when it is wanted. Pages need nothing for it but `html`, and `phrase` for sentences in scripts.
 */
import { h } from "preact";
import htm from "htm";
import { keep, kept } from "./device.js";

const KEPT = "kho-language";

export const language = { code: "vi" };

const modules = new Map([["./start.js", null]]); // those whose pages were wanted → their English, once it was asked for
let english = null; // the module that says it

/** Whichever was chosen on this device before. Without its English a page opens in Vietnamese. */
export async function beginSpeaking() {
  if (kept(KEPT) === "en") await speak("en").catch((problem) => console.error(problem));
}

export async function speak(code) {
  if (code === "en") {
    const [module] = await Promise.all([import("./english.js"), ...[...modules.keys()].map(learn)]);
    english = module;
  }
  language.code = document.documentElement.lang = code;
  keep(KEPT, code);
}

/** The words of a page that is about to be shown. */
export async function prepare(module) {
  if (language.code === "en") await learn(module);
  else modules.set(module, modules.get(module) ?? null);
}

function learn(module) {
  if (!modules.get(module)) {
    const asked = fetched(module);
    modules.set(module, asked);
    asked.catch(() => modules.set(module, null));
  }
  return modules.get(module);
}

async function fetched(module) {
  const [{ learnt }, answer] = await Promise.all([
    import("./english.js"),
    fetch(new URL(module.replace(/js$/, "en.json"), import.meta.url)),
  ]);
  if (!answer.ok) throw new Error(`No English for ${module}`);
  learnt(await answer.json());
}

const asWritten = htm.bind(h);

/** htm's tag, in the language of the reader. */
export function html(statics, ...holes) {
  return language.code === "en" ? english.html(statics, ...holes) : asWritten(statics, ...holes);
}

/** A sentence made in a script: phrase`Còn ${n} ngày`. */
export function phrase(chunks, ...holes) {
  return language.code === "en" ? english.phrase(chunks, ...holes) : String.raw({ raw: chunks }, ...holes);
}
