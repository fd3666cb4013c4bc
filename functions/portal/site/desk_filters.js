/** What a queue is narrowed to: words, a time limit, a procedure, what nobody works on, and whose queue it is. */
import { useEffect, useState } from "preact/hooks";
import { QueueOf } from "./desk_queues.js";
import { ChoiceField, html, TextField, useLoaded } from "./page.js";
import { ask, look } from "./session.js";

const DUE = [
  ["overdue", "Quá hạn"],
  ["today", "Đến hạn hôm nay"],
  ["soon", "Sắp đến hạn"],
];
const UNASSIGNED = [["true", "Chưa phân công"]];

/** `wanted` is what the address asks for; `go` changes it. */
export function Filters({ wanted, go }) {
  const [text, write] = useState(wanted.text ?? "");
  useEffect(() => write(wanted.text ?? ""), [wanted.text]);
  const own = useLoaded(() => ask("GET", "desk/counts"), []);
  const search = (event) => {
    event.preventDefault();
    go({ text });
  };
  const chosen = (name) => ({ none: "Tất cả", value: wanted[name] ?? "", onValue: (value) => go({ [name]: value }) });
  return html`<form role="search" aria-label="Lọc hồ sơ" onSubmit=${search} class="filters">
    <${TextField} label="Tìm hồ sơ" hint="Mã hồ sơ hoặc tên chủ hồ sơ" type="search" value=${text} data-key="/"
      onValue=${write} onChange=${() => go({ text })} />
    <${ChoiceField} label="Thời hạn" options=${DUE} ...${chosen("due")} />
    ${own.value && html`<${Procedure} unit=${own.value.unit.code} ...${chosen("procedure")} />`}
    ${!wanted.officer && html`<${ChoiceField} label="Công chức xử lý" options=${UNASSIGNED} ...${chosen("unassigned")} />`}
    ${own.value && html`<${QueueOf} label="Hàng chờ của" units=${[own.value.unit, ...own.value.predecessors]} unit=${wanted.unit} go=${go} />`}
  </form>`;
}

/** One of those the unit receives. */
function Procedure({ unit, ...field }) {
  const known = useLoaded(() => look("procedures", { unit, limit: 100 }), [unit]);
  const options = (known.value?.procedures ?? []).map((each) => [each.code, each.name]);
  return html`<${ChoiceField} label="Thủ tục" options=${options.sort((a, b) => a[1].localeCompare(b[1], "vi"))} ...${field} />`;
}
