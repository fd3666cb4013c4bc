/** Figures taken along: as files, or on paper. */
import { Button, html, Trouble, useAction } from "./page.js";
import { ask } from "./session.js";

const FORMS = [
  ["xlsx", "Tải Excel"],
  ["csv", "Tải CSV"],
  ["json", "Tải JSON"],
];

export function Export({ asked }) {
  const { unit, period, view } = asked;
  const [take, taking] = useAction(async (format) => {
    const { url } = await ask("GET", "reuse-rate/export", { query: { unit, period, view, format } });
    location.assign(url); // an attachment: the page stays
  });
  return html`${FORMS.map(([format, name]) => html`<${Button} busy=${taking.busy} onClick=${() => take(format)}>${name}<//>`)}
    <button type="button" onClick=${printed}>In</button><${Trouble} problem=${taking.problem} />`;
}

/** On paper nobody can open what is folded. */
function printed() {
  const folded = [...document.querySelectorAll("main details:not([open])")];
  folded.forEach((each) => (each.open = true));
  print();
  folded.forEach((each) => (each.open = false));
}
