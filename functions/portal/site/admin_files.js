/** The files of a catalogue become one document: sections of several JSON files together, units from a TSV. */
import { phrase } from "./page.js";
import { Problem } from "./wire.js";

const LARGEST = 5 * 1024 * 1024; // bytes, of all files
const TITLE = "Chưa đọc được tệp";

/** Raises a `Problem` with what is the matter with each file, all at once. */
export async function read(files) {
  if (!files.length) throw refusal([phrase`Chưa chọn tệp tin.`]);
  if (files.reduce((sum, file) => sum + file.size, 0) > LARGEST) throw refusal([phrase`Các tệp lớn hơn 5 MB.`]);
  const document = {};
  const faults = [];
  for (const file of files) {
    try {
      add(document, parsed(await file.text(), file.name), file.name);
    } catch (problem) {
      if (!(problem instanceof Unreadable)) throw problem;
      faults.push(problem.message);
    }
  }
  if (faults.length) throw refusal(faults);
  return document;
}

class Unreadable extends Error {}

function refusal(faults) {
  const detail = phrase`Hãy chọn lại tệp của danh mục.`;
  return new Problem({ title: TITLE, detail, problems: faults.map((each) => ({ detail: each })) });
}

function parsed(text, name) {
  if (/\.tsv$/i.test(name)) return { units: rows(text, name) };
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Unreadable(phrase`${name}: không phải là JSON hợp lệ.`);
  }
  if (typeof found !== "object" || found === null || Array.isArray(found))
    throw new Unreadable(phrase`${name}: phải là một đối tượng JSON.`);
  return found;
}

/** A note beside the sections is for people; a section in two files would hide one of them. */
function add(document, found, name) {
  for (const [section, entries] of Object.entries(found)) {
    if (section === "note") continue;
    if (section in document) throw new Unreadable(phrase`${name}: phần “${section}” đã có trong tệp khác.`);
    document[section] = entries;
  }
}

/** Empty cells are left out; predecessors are codes with a space between. Line n of the file is entry n − 2. */
function rows(text, name) {
  const [head, ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const columns = head.split("\t");
  if (!columns.includes("code")) throw new Unreadable(phrase`${name}: dòng đầu phải là tên cột, có cột code.`);
  return lines.filter((line) => line.trim()).map((line) => {
    const cells = line.split("\t").map((cell, n) => [columns[n] ?? `column ${n + 1}`, cell.trim()]);
    return Object.fromEntries(cells.filter(([, cell]) => cell).map(([column, cell]) => [column, column === "predecessors" ? cell.split(/\s+/) : cell]));
  });
}
