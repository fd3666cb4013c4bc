/** The units directly below: ranked as bars, and the same as a table. */
import { html, Loaded, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { Bar, Numbers, Table } from "./reuse_charts.js";
import { reuseHash } from "./reuse_address.js";
import { count, percent } from "./reuse_words.js";

const FIRST = 20;
const HEADS = ["Đơn vị", "Xếp hạng", "Tử số", "Mẫu số", "Tỷ lệ", "Còn thiếu"];

export function Below({ asked }) {
  const loaded = useLoaded(() => ask("GET", "reuse-rate", { query: asked }), []);
  return html`<${Loaded} of=${loaded}>${(figures) =>
    figures.below.length > 0 && html`<${Units} figures=${figures} asked=${asked} />`}<//>`;
}

/** By rank, those without one last; equals by name. */
function inOrder(one, other) {
  const last = Number.MAX_SAFE_INTEGER;
  return (one.rank ?? last) - (other.rank ?? last) || one.unit.name.localeCompare(other.unit.name, "vi");
}

function Units({ figures, asked }) {
  const target = figures.lines[0]?.target ?? null;
  const ranked = [...figures.below].sort(inOrder);
  const [first, rest] = [ranked.slice(0, FIRST), ranked.slice(FIRST)];
  return html`<section class="card stack" aria-labelledby="below"><h2 id="below">Các đơn vị trực thuộc</h2>
    <${Bars} units=${first} asked=${asked} target=${target} />
    ${
      rest.length > 0 &&
      html`<details><summary>${count(rest.length)} đơn vị còn lại</summary>
      <${Bars} units=${rest} asked=${asked} target=${target} /></details>`
    }
    <details><summary>Các đơn vị dạng bảng</summary>
      <${Table} name="Các đơn vị dạng bảng" heads=${HEADS}>${ranked.map(
        (each) => html`<tr><th scope="row">${each.unit.name}</th><${Numbers} of=${numbers(each)} /></tr>`,
      )}<//></details>
  </section>`;
}

function numbers({ rank, numerator, denominator, ratio, missing }) {
  return [rank ?? "", count(numerator), count(denominator), percent(ratio), missing === null ? "" : count(missing)];
}

function Bars({ units, asked, target }) {
  return html`<ol class="bars">${units.map(
    (each) => html`<li><div class="row row-apart">
      <a href=${reuseHash({ ...asked, unit: each.unit.code })}>${each.rank && `${each.rank}. `}${each.unit.name}</a>
      <span class="count">${percent(each.ratio)}</span></div><${Bar} ratio=${each.ratio} target=${target} /></li>`,
  )}</ol>`;
}
