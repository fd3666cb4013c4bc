/** Đơn vị mọi thời kỳ: found by name or code, with what they came from and what became of them. */
import { useState } from "preact/hooks";
import { Back, Button, ChoiceField, Chip, Heading, html, Loaded, Notice, TextField, useLoaded } from "./page.js";
import { Nothing, Pages, STANDING_TONES, term, ToAdmin, UnitRow } from "./admin_pieces.js";
import { ask } from "./session.js";

const EXISTS = [
  ["true", "Đang hoạt động"],
  ["false", "Không còn hoặc chưa có"],
];

export function AdminUnits({ query }) {
  const [text, write] = useState(query.q ?? "");
  const go = (changes) => {
    const kept = Object.entries({ ...query, q: text, ...changes }).filter(([, value]) => value);
    location.hash = `#/admin/units?${new URLSearchParams(kept)}`;
  };
  const search = (event) => {
    event.preventDefault();
    go({});
  };
  return html`<${ToAdmin} /><${Heading}>Đơn vị<//>
    <form role="search" aria-label="Lọc đơn vị" onSubmit=${search} class="filters">
      <${TextField} label="Tìm đơn vị" hint="Tên không cần dấu, hoặc mã đơn vị" type="search" value=${text} maxlength="300"
        onValue=${write} onChange=${() => go({ q: text })} />
      <${ChoiceField} label="Thời kỳ" none="Tất cả" options=${EXISTS} value=${query.exists ?? ""} onValue=${(exists) => go({ exists })} />
      <label class="tick"><input type="checkbox" checked=${query.unregistered === "true"}
        onChange=${(event) => go({ unregistered: event.currentTarget.checked ? "true" : "" })} />
        <span class="tick-body">Chưa đăng ký chứng thư số</span></label>
      <${Button} type="submit">Tìm<//>
    </form>
    <${Pages} key=${JSON.stringify(query)} path="catalogue/units" query=${{ ...query, limit: 50 }} of="units">${(units, { total }) =>
      units.length
        ? html`<p role="status" class="soft small">Có ${total} đơn vị.</p>
          <ul class="papers">${units.map((each) => html`<${UnitRow} key=${each.code} unit=${each} level="h2" />`)}</ul>`
        : html`<${Nothing}>Không có đơn vị nào như vậy.<//>`}<//>`;
}

export function AdminUnit({ given: [code] }) {
  const loaded = useLoaded(() => ask("GET", `catalogue/units/${code}`), [code]);
  return html`<${Back} to="#/admin/units">Đơn vị<//>
    <${Loaded} of=${loaded} named="Đơn vị">${(unit) => html`<${Shown} key=${unit.code} unit=${unit} />`}<//>`;
}

function Shown({ unit }) {
  const facts = [
    ["Mã đơn vị", unit.code],
    ["Loại", unit.kind],
    ["Đơn vị cấp trên", unit.parent && html`<a href="#/admin/units/${unit.parent.code}">${unit.parent.name}</a>`],
    ["Thời gian", term(unit)],
    ["Ghi chú", unit.note],
  ];
  const lists = [
    ["Đơn vị trước", unit.predecessors],
    ["Đơn vị kế tiếp", unit.successors],
    ["Đơn vị trực thuộc", unit.below],
    ["Đơn vị có tên giống", unit.same_name],
  ].filter(([, units]) => units.length);
  return html`<${Heading}>${unit.name}<//>
    <p class="row"><${Chip} tone=${unit.exists ? "good" : "plain"}>${unit.exists ? "Đang hoạt động" : "Không còn hoặc chưa có"}<//>
      <a class="button" href="#/admin/officers?unit=${unit.code}">Công chức của đơn vị</a>
      <a class="button" href="#/admin/issuers/new?unit=${unit.code}">Đăng ký chứng thư số</a></p>
    ${unit.same_name.length > 0 && html`<${Notice} tone="warn"><p>Có đơn vị khác tên giống: hãy xem mã và đơn vị cấp trên.</p><//>`}
    <dl class="facts card">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    ${unit.continued_by.length > 0 && html`<p>Công việc hôm nay do ${unit.continued_by.map(
      (each, n) => html`${n > 0 && ", "}<a href="#/admin/units/${each.code}">${each.name}</a>`)} đảm nhận.</p>`}
    <section class="stack"><h2>Chứng thư số đã đăng ký</h2>
      ${unit.issuers.length === 0 && html`<p class="soft">Chưa có chứng thư số nào.</p>`}
      <ul class="clear-list">${unit.issuers.map((each) => html`<li class="row row-apart"><span class="grow">${each.kind_name} · ${term(each)}
        <br /><code class="small soft">${each.certificate}</code></span><${Chip} tone=${STANDING_TONES[each.standing]}>${each.standing_name}<//></li>`)}</ul></section>
    ${lists.map(([name, units]) => html`<section class="stack"><h2>${name} <span class="soft count">${units.length}</span></h2>
      <ul class="papers">${units.map((each) => html`<${UnitRow} key=${each.code} unit=${each} />`)}</ul></section>`)}`;
}
