/** Figures drawn, always with the same in words or as a table beside them. */
import { html } from "./page.js";
import { count, percent, periodName } from "./reuse_words.js";

const WIDTH = 320;
const HEIGHT = 130;
const LEFT = 34;
const RIGHT = 6;
const TOP = 8;
const BOTTOM = 22;

function up(ratio) {
  return TOP + (1 - Math.min(100, ratio) / 100) * (HEIGHT - TOP - BOTTOM);
}

/** A ratio as a bar, with the target as a line across. */
export function Bar({ ratio, target }) {
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-ground" width="100" height="6" />
    ${ratio !== null && html`<rect class=${tone(ratio, target)} width=${Math.min(100, ratio)} height="6" />`}
    ${target !== null && html`<rect class="bar-target" x=${Math.min(99.4, target - 0.3)} width=".6" height="6" />`}
  </svg>`;
}

function tone(ratio, target) {
  return isReached(ratio, target) ? "bar-good" : "bar-done";
}

export function isReached(ratio, target) {
  return target !== null && ratio !== null && ratio >= target;
}

/** The last periods as a line, and as a table for who reads no drawings. */
export function Trend({ trend }) {
  const known = trend.points.filter((each) => each.ratio !== null);
  return html`${
    known.length < 2
      ? html`<p class="soft">Xu hướng hiện ra khi có số liệu của ít nhất hai kỳ.</p>`
      : html`<${Line} trend=${trend} known=${known} />`
  }<${TrendTable} points=${known} />`;
}

function Line({ trend, known }) {
  const step = (WIDTH - LEFT - RIGHT) / (trend.points.length - 1);
  const at = (point) => LEFT + trend.points.indexOf(point) * step;
  const told = `${trend.name}: ${known.map((each) => `${periodName(each.period)} ${percent(each.ratio)}`).join("; ")}.`;
  const [first, last] = [trend.points[0], trend.points.at(-1)];
  return html`<svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${told}>
    ${[0, 50, 100].map(
      (ratio) => html`<line class="trend-rule" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${up(ratio)} y2=${up(ratio)} />
        <text x=${LEFT - 4} y=${up(ratio) + 3} text-anchor="end">${ratio} %</text>`,
    )}
    ${
      trend.target !== null &&
      html`<line class="trend-target" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${up(trend.target)} y2=${up(trend.target)} />
      <text class="trend-target-name" x=${WIDTH - RIGHT} y=${up(trend.target) - 3} text-anchor="end">mục tiêu ${trend.target} %</text>`
    }
    <polyline class="trend-line" points=${known.map((each) => `${at(each)},${up(each.ratio)}`).join(" ")} />
    ${known.map((each) => html`<circle class="trend-point" cx=${at(each)} cy=${up(each.ratio)} r="3" />`)}
    <text x=${at(first)} y=${HEIGHT - 6} text-anchor="start">${periodName(first.period)}</text>
    <text x=${at(last)} y=${HEIGHT - 6} text-anchor="end">${periodName(last.period)}</text>
  </svg>`;
}

function TrendTable({ points }) {
  if (!points.length) return null;
  return html`<details><summary>Xu hướng dạng bảng</summary>
    <${Table} name="Xu hướng dạng bảng" heads=${["Kỳ báo cáo", "Tử số", "Mẫu số", "Tỷ lệ"]}>${[...points]
      .reverse()
      .map(
        (each) => html`<tr><th scope="row">${periodName(each.period)}${each.is_frozen && " (đã chốt)"}</th>
        <${Numbers} of=${[count(each.numerator), count(each.denominator), percent(each.ratio)]} /></tr>`,
      )}<//></details>`;
}

/** A table that scrolls within its own frame, not the page. */
export function Table({ name, heads, children }) {
  return html`<div class="table" role="region" aria-label=${name} tabindex="0"><table>
    <thead><tr>${heads.map((each, n) => html`<th scope="col" class=${n ? "number" : null}>${each}</th>`)}</tr></thead>
    <tbody>${children}</tbody></table></div>`;
}

export function Numbers({ of }) {
  return of.map((each) => html`<td class="number">${each}</td>`);
}
