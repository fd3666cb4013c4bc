/** What to do next: what would raise the unit's rate, where reuse is missed, and what looks too good. */
import { html, Loaded, Notice, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { Numbers, Table } from "./reuse_charts.js";
import { count, percent } from "./reuse_words.js";

export function Advice({ asked }) {
  const { unit, period } = asked;
  const loaded = useLoaded(() => ask("GET", "reuse-rate/advice", { query: { unit, period } }), []);
  return html`<section class="card stack" aria-labelledby="advice"><h2 id="advice">Nên làm gì tiếp</h2>
    <${Loaded} of=${loaded}>${(advice) => html`<${Advised} advice=${advice} />`}<//></section>`;
}

function Advised({ advice }) {
  if (!advice.received)
    return html`<p>${advice.unit.name} không trực tiếp tiếp nhận hồ sơ nào trong kỳ này. Hãy chọn một đơn vị trực thuộc
      để xem gợi ý.</p>`;
  const lists = [
    ["Giấy tờ nên cấp bản điện tử trước", "Loại giấy tờ đang nộp bằng giấy", advice.wanted_types],
    ["Bỏ lỡ sử dụng lại theo thủ tục", "Thủ tục đã số hóa lại giấy tờ mà Kho có", advice.missing_procedures],
    ["Bỏ lỡ sử dụng lại theo công chức", "Chỉ thủ trưởng đơn vị xem được", advice.missing_officers],
  ].filter(([, , found]) => found.length);
  return html`<p class="soft">Tính trên ${count(advice.received)} hồ sơ do chính ${advice.unit.name} tiếp nhận${
    advice.is_whole ? "." : ": kỳ này nhiều hồ sơ nên chỉ đọc những hồ sơ đầu tiên."
  }</p>
    ${advice.suspicions.length > 0 && html`<${Suspicions} of=${advice.suspicions} />`}
    ${!lists.length && html`<p>Không có lần bỏ lỡ sử dụng lại nào trong kỳ này.</p>`}
    ${lists.map(
      ([title, about, found]) => html`<h3>${title}</h3>
      <p class="soft small">${about}; cột cuối là số điểm % tỷ lệ sẽ tăng nếu các hồ sơ đó đều sử dụng lại.</p>
      <${Table} name=${title} heads=${["Tên", "Hồ sơ", "Có thể tăng"]}>${found.map(
        (each) => html`<tr><th scope="row">${each.name || each.code}</th>
          <${Numbers} of=${[count(each.dossiers), percent(each.points)]} /></tr>`,
      )}<//>`,
    )}`;
}

function Suspicions({ of }) {
  return html`<${Notice} tone="warn" title="Cần kiểm tra">
    <ul class="told">${of.map((each) => html`<li>${each.sentence}</li>`)}</ul><//>`;
}
