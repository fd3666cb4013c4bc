/** Finding a unit among all there are: by words of its name, without accents. */
import { useState } from "preact/hooks";
import { ChoiceField, html, TextField, useLoaded } from "./page.js";
import { look } from "./session.js";
import { folded } from "./words.js";

const SHOWN = 50;

/** `fits` says which of them may be chosen. */
export function UnitField({ label, value, onValue, faults, fits = () => true }) {
  const [q, search] = useState("");
  const all = useLoaded(() => look("units").then(({ units }) => units.flatMap((each) => named(each, fits))), []);
  const words = folded(q).split(" ").filter(Boolean);
  const fitting = (all.value ?? []).filter(([, name]) => words.every((word) => folded(name).includes(word)));
  const shown = words.length ? fitting.slice(0, SHOWN) : [];
  const chosen = value && (all.value ?? []).find(([code]) => code === value);
  const options = chosen && !shown.includes(chosen) ? [chosen, ...shown] : shown;
  return html`<${TextField} label="Tìm đơn vị" hint="Không cần gõ dấu" value=${q} onValue=${search} />
    <${ChoiceField} label=${label} needed none=${words.length ? "Chọn đơn vị" : "Gõ tên đơn vị ở trên trước"}
      value=${value} options=${options} onValue=${onValue} faults=${faults} />`;
}

/** A unit of the tree and those below it, each with who is above it: names occur twice. */
function named(unit, fits, above = "") {
  const name = above ? `${unit.name}, ${above}` : unit.name;
  return [...(fits(unit) ? [[unit.code, name]] : []), ...unit.below.flatMap((each) => named(each, fits, unit.name))];
}
