/** The QR code of a dossier, for a desk's scanner; the code stands beside it in letters. */
import { html, phrase, useLoaded } from "./page.js";
import { ask } from "./session.js";

const QUIET = 4; // squares of white around it, as scanners want

/** Its room is kept while it comes, so that nothing moves; where it does not come, the letters are enough. */
export function SquareCode({ dossier }) {
  const { value } = useLoaded(() => ask("GET", `dossiers/${dossier}/square-code`), [dossier]);
  return html`<div class="square-code">${value && html`<${Drawn} ...${value} />`}</div>`;
}

function Drawn({ told, rows }) {
  const side = rows.length + 2 * QUIET;
  return html`<svg role="img" aria-label=${phrase`Mã QR của hồ sơ ${told}`} viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">
    <rect width=${side} height=${side} fill="#fff" /><path d=${dark(rows)} fill="#000" /></svg>`;
}

function dark(rows) {
  return rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map(({ 0: run, index: x }) => square(x + QUIET, y + QUIET, run.length))).join("");
}

function square(x, y, width) {
  return `M${x} ${y}h${width}v1h-${width}z`;
}
