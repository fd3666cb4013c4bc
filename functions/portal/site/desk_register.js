/** Sổ chứng thực bản sao: the unit's register of a year, searched, and saved for a spreadsheet. */
import { useState } from "preact/hooks";
import { address, QueueOf } from "./desk_queues.js";
import { dong } from "./original.js";
import { save } from "./file.js";
import {
  Back,
  Button,
  Heading,
  html,
  Loaded,
  phrase,
  Sheet,
  TextField,
  Trouble,
  useAction,
  usePages,
} from "./page.js";
import { ask } from "./session.js";
import { onDay } from "./words.js";

export function Register({ query }) {
  return html`<${Back} to="#/desk/copies">Chứng thực bản sao<//><${Heading}>Sổ chứng thực bản sao<//>
    <${Search} key=${JSON.stringify(query)} query=${query} />
    <${Lines} key=${`lines-${JSON.stringify(query)}`} query=${query} />`;
}

function Search({ query }) {
  const [said, say] = useState({ ...query, text: query.text ?? "", year: query.year ?? "" });
  const put = (name) => ({ value: said[name], onValue: (value) => say({ ...said, [name]: value }) });
  const submit = (event) => {
    event.preventDefault();
    location.hash = address("/desk/copies/register", said);
  };
  return html`<form role="search" aria-label="Tìm trong sổ" class="filters no-print" onSubmit=${submit}>
    <${TextField} ...${put("text")} label="Tìm trong sổ" type="search"
      hint="Số chứng thực (125 hoặc 125/2026), hoặc tên người, tên giấy tờ" />
    <${TextField} ...${put("year")} label="Năm" hint="Bỏ trống: năm nay" inputmode="numeric" maxlength="4" />
    <p><button type="submit">Tìm</button></p></form>`;
}

const COLUMNS = ["Số", "Ngày", "Người yêu cầu", "Bản chính", "Người ký chứng thực", "Số trang", "Phí"];

function Lines({ query }) {
  const asked = (cursor) =>
    ask("GET", "desk/certifications", { query: { ...query, limit: 100, cursor } });
  const paged = usePages(asked, []);
  const go = ({ unit }) => location.assign(address("/desk/copies/register", { ...query, unit }));
  return html`<${Loaded} of=${paged.first}>${(first) => {
    const found = paged.pages.flatMap((page) => page.entries);
    const about = phrase`Sổ của ${first.unit_name}, năm ${first.year}`;
    return html`<${QueueOf} label="Sổ của đơn vị" units=${first.units} ...${{ unit: query.unit, go }} />
      <p class="soft">${about}</p>
      ${
        found.length
          ? html`<${Sheet} about=${about} columns=${COLUMNS} rows=${found.map(cells)} />`
          : html`<div class="card empty"><p><strong>${query.text ? "Không tìm thấy dòng nào trong sổ năm này." : "Sổ năm này chưa có dòng nào."}</strong></p></div>`
      }
      <${Trouble} problem=${paged.problem} />
      ${paged.cursor && html`<${Button} busy=${paged.busy} onClick=${paged.more}>Xem thêm<//>`}
      ${(found.length > 0 || query.text) && html`<${Export} unit=${first.unit} year=${first.year} />`}`;
  }}<//>`;
}

function cells(line) {
  const original = [line.original_number && phrase`số ${line.original_number}`, line.original_issuer, onDay(line.original_issued_on)];
  return [
    html`<a href="#/desk/copies/${line.certification}">${line.number}</a>`,
    onDay(line.at),
    line.requester,
    html`${line.title}<br /><span class="soft small">${original.filter(Boolean).join(" · ")}</span>`,
    line.certifier,
    line.pages ?? "",
    line.fee === null ? "" : dong(line.fee),
  ];
}

/** A file a spreadsheet opens; a long register is saved piece by piece, by its numbers. */
function Export({ unit, year }) {
  const [said, say] = useState({ first: "", last: "" });
  const [load, loading] = useAction(async () => {
    const file = await ask("GET", "desk/certification-register", { query: { unit, year, ...said } });
    save(file, `so-chung-thuc-${unit}-${year}.csv`);
  });
  const put = (name) => ({
    value: said[name],
    faults: loading.problem?.at?.(name),
    onValue: (value) => say({ ...said, [name]: value.replace(/\D/g, "") }),
  });
  const submit = (event) => {
    event.preventDefault();
    load();
  };
  return html`<section class="card stack no-print"><h2>Tải sổ về bảng tính</h2>
    <form onSubmit=${submit} noValidate><div class="pair">
      <${TextField} ...${put("first")} label="Từ số" hint="Bỏ trống: từ đầu năm" inputmode="numeric" maxlength="8" />
      <${TextField} ...${put("last")} label="Đến số" hint="Bỏ trống: đến cuối sổ" inputmode="numeric" maxlength="8" /></div>
      <${Trouble} problem=${loading.problem} beside=${["first", "last"]} />
      <p><${Button} type="submit" busy=${loading.busy}>Tải về (CSV)<//></p></form></section>`;
}
