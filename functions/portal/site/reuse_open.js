/** Dữ liệu mở: the reuse rate of every unit, for everybody. */
import { ChoiceField, Heading, html, Loaded, useLoaded } from "./page.js";
import { send } from "./wire.js";
import { Numbers, Table } from "./reuse_charts.js";
import { count, holding, percent, periodName, periodsOf, SPANS, spanOf, todayThere } from "./reuse_words.js";
import { atMoment } from "./words.js";

export function OpenData({ query }) {
  const period = query.period || holding("month", todayThere());
  const go = (code) => {
    location.hash = `#/open-data?period=${code}`;
  };
  const span = spanOf(period) === "day" ? "month" : spanOf(period);
  return html`<${Heading}>Dữ liệu mở: tỷ lệ khai thác, sử dụng lại<//>
    <form class="filters no-print" role="search" aria-label="Chọn số liệu" onSubmit=${(event) => event.preventDefault()}>
      <${ChoiceField} label="Loại kỳ" options=${SPANS.filter(([code]) => code !== "day")} value=${span}
        onValue=${(kind) => go(holding(kind, todayThere()))} />
      <${ChoiceField} label="Kỳ báo cáo" options=${periodsOf(span, period)} value=${period} onValue=${go} /></form>
    <${Figures} key=${period} period=${period} />`;
}

function Figures({ period }) {
  const loaded = useLoaded(() => send("GET", "open-data/reuse-rate", { query: { period } }), []);
  return html`<${Loaded} of=${loaded}>${(data) =>
    data.units.length
      ? html`<section class="card stack"><h2>${data.name}</h2>
        <p class="soft">${periodName(data.period)}, công bố lúc ${atMoment(data.published_at)}. ${data.legal_basis}</p>
        <${Table} name="Tỷ lệ của các đơn vị" heads=${["Đơn vị", "Tử số", "Mẫu số", "Tỷ lệ"]}>${data.units.map(
          (each) => html`<tr><th scope="row">${each.unit.name}</th>${
            each.is_suppressed
              ? html`<td colspan="3">quá ít hồ sơ để công bố</td>`
              : html`<${Numbers} of=${[count(each.numerator), count(each.denominator), percent(each.ratio)]} />`
          }</tr>`,
        )}<//>
        <p class="small soft">Đơn vị có dưới 20 hồ sơ không được nêu số, để không ai bị nhận ra. Chương trình đọc số liệu này ở${" "}
          <a href="open-data/reuse-rate?period=${data.period}">open-data/reuse-rate</a>.</p></section>`
      : html`<div class="card empty"><p><strong>${periodName(period)} chưa có số liệu.</strong></p>
        <p>Số liệu được công bố lúc 00:30 mỗi đêm.</p></div>`
  }<//>`;
}
