/** Finding a unit among all there are: by words of its name, without accents. */
import { useState } from "preact/hooks";
import { ChoiceField, html, TextField, useLoaded } from "./page.js";
import { look } from "./session.js";
import { folded } from "./words.js";

const SHOWN = 50;

export function UnitField({ label, value, onValue, faults }) {
  const [q, search] = useState("");
  const all = useLoaded(() => look("units").then(({ units }) => units.flatMap((each) => named(each))), []);
  const words = folded(q).split(" ").filter(Boolean);
  const fitting = (all.value ?? []).filter(([, name]) => words.every((word) => folded(name).includes(word)));
  return html`<${TextField} label="Tìm đơn vị" hint="Không cần gõ dấu" value=${q} onValue=${search} />
    <${ChoiceField} label=${label} needed none=${words.length ? "Chọn đơn vị" : "Gõ tên đơn vị ở trên trước"}
      value=${value} options=${words.length ? fitting.slice(0, SHOWN) : []} onValue=${onValue} faults=${faults} />`;
}

/** A unit of the tree and those below it, each with who is above it: names occur twice. */
function named(unit, above = "") {
  const name = above ? `${unit.name}, ${above}` : unit.name;
  return [[unit.code, name], ...unit.below.flatMap((each) => named(each, unit.name))];
}
