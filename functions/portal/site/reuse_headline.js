/** The number itself: what it counts, how far it is from its target, and every other indicator in words. */
import { Chip, html, Notice, phrase } from "./page.js";
import { Bar, isReached, Numbers, Table } from "./reuse_charts.js";
import { reuseHash } from "./reuse_address.js";
import { count, percent, periodName, points, score } from "./reuse_words.js";
import { atMoment, onDay } from "./words.js";

export function Headline({ figures, line, asked }) {
  const { adjusted } = line;
  return html`<section class="card stack" aria-labelledby="headline">
    <h2 id="headline">${line.name}</h2>
    <p class="soft">${figures.unit.name} và các đơn vị bên dưới · ${periodName(figures.period)}${" "}
      (${onDay(figures.first)} – ${onDay(figures.last)})</p>
    <p class="row"><strong class="rate">${percent(line.ratio)}</strong> <${Standing} line=${line} /></p>
    <${Bar} ratio=${line.ratio} target=${line.target} />
    ${line.sentence && html`<p><strong>${line.sentence}</strong></p>`}
    <${InWords} line=${line} />
    <dl class="facts"><${Facts} line=${line} figures=${figures} /></dl>
    ${
      figures.frozen_at &&
      html`<${Notice} tone=${adjusted ? "warn" : "calm"} title="Số liệu đã chốt lúc ${atMoment(figures.frozen_at)}">
      <p>${
        adjusted
          ? phrase`Sau khi chốt có thay đổi: nay là ${count(adjusted.numerator)} trên ${count(adjusted.denominator)}, ${percent(adjusted.ratio)}.`
          : "Sau khi chốt không có thay đổi nào."
      }</p><//>`
    }
    <${Moved} figures=${figures} />
    <p class="no-print">
      <a href=${reuseHash(asked, "#/reuse-rate/dossiers")}>Xem các hồ sơ chưa được tính, và vì sao</a></p>
    <p class="soft small">Công bố lúc ${atMoment(figures.published_at)}. ${line.legal_basis}</p>
  </section>`;
}

function Standing({ line }) {
  if (line.target === null) return null;
  return isReached(line.ratio, line.target)
    ? html`<${Chip} tone="good">Đạt mục tiêu ${line.target} %<//>`
    : html`<${Chip} tone="warn">Chưa đạt mục tiêu ${line.target} %<//>`;
}

/** The numerator and the denominator, each with what it is. */
function InWords({ line }) {
  if (line.numerator === null) return html`<p>Chỉ số cho biết ${line.counts}.</p>`;
  return html`<p class="in-words"><strong>${count(line.numerator)}</strong> ${line.counts}${" / "}
    <strong>${count(line.denominator)}</strong> ${line.among}</p>`;
}

function Facts({ line, figures }) {
  const facts = [
    ["Xếp hạng", line.rank && phrase`${line.rank} trên ${line.ranked} đơn vị cùng cấp`],
    ["So với kỳ trước", line.change !== null && points(line.change)],
    ["Dự báo cuối kỳ", line.forecast !== null && phrase`${percent(line.forecast)}, nếu giữ tốc độ những ngày gần đây`],
    ["Điểm của chỉ số", line.score !== null && phrase`${score(line.score)} trên ${score(line.max_score)}`],
    ["Điểm nhóm số hóa", figures.max_score > 0 && phrase`${score(figures.score)} trên ${score(figures.max_score)}`],
  ];
  return facts.filter(([, told]) => told).map(([name, told]) => html`<dt>${name}</dt><dd>${told}</dd>`);
}

/** Former units whose work is counted here on today's units. */
function Moved({ figures }) {
  const names = (units) => units.map((each) => each.name).join(", ");
  const { moved_in: moved, not_divided: split } = figures;
  return html`${moved.length > 0 && html`<p class="small">Gồm cả hồ sơ của đơn vị cũ: ${names(moved)}.</p>`}
    ${
      split.length > 0 &&
      html`<p class="small">Trong đó đơn vị cũ đã chia tách nên không chia lại được: ${names(split)}.</p>`
    }`;
}

/** Nothing where nothing is counted: a fact has neither numerator nor denominator, and not every indicator a score. */
function numbers(line) {
  const counted = [line.numerator, line.denominator].map((each) => (each === null ? "" : count(each)));
  return [...counted, percent(line.ratio), line.score === null ? "" : score(line.score)];
}

/** Every indicator of the period with its meaning; one of them is the headline. */
export function Definitions({ figures, asked }) {
  return html`<section class="card stack" aria-labelledby="definitions"><h2 id="definitions">Các chỉ số, và cách tính</h2>
    <${Table} name="Các chỉ số" heads=${["Chỉ số", "Tử số", "Mẫu số", "Tỷ lệ", "Điểm"]}>${figures.lines.map(
      (line) => html`<tr><th scope="row">${
        line.code === asked.definition
          ? line.name
          : html`<a href=${reuseHash({ ...asked, definition: line.code })}>${line.name}</a>`
      }</th><${Numbers} of=${numbers(line)} /></tr>`,
    )}<//>
    <details><summary>Định nghĩa và căn cứ</summary><dl class="stack-tight">${figures.lines.map(
      (line) => html`<dt><strong>${line.name}</strong> <span class="soft small">${line.code}, phiên bản ${line.version}</span></dt>
      <dd>${line.among ? phrase`Tử số: ${line.counts}. Mẫu số: ${line.among}.` : phrase`Cho biết ${line.counts}.`}
${line.less_is_better && " Càng thấp càng tốt."}${" "}<span class="soft">${line.legal_basis}.</span></dd>`,
    )}</dl></details>
  </section>`;
}
