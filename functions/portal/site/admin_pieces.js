/** What the administrator's pages share: the way back, lists that go on, a term of days, saving a text as a file. */
import { useId, useState } from "preact/hooks";
import { Back, Button, Chip, html, Loaded, phrase, Trouble, useAction, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { UnitField } from "./units.js";
import { onDay } from "./words.js";

export const STANDING_TONES = { current: "good", ended: "plain", to_come: "warn" };

export function ToAdmin() {
  return html`<${Back} to="#/admin">Quản trị<//>`;
}

/** A list in pages: `path` is asked with `query`; `of` names its entries; `children` shows all pages together. */
export function Pages({ path, query, of, children }) {
  const [more, addMore] = useState([]);
  const asked = (cursor) => ask("GET", path, { query: { ...query, cursor } });
  const loaded = useLoaded(() => asked(), []);
  const [goOn, going] = useAction(async (cursor) => addMore([...more, await asked(cursor)]));
  return html`<${Loaded} of=${loaded}>${(first) => {
    const pages = [first, ...more];
    const cursor = pages.at(-1).cursor;
    return html`${children(pages.flatMap((page) => page[of]), first)}
      <${Trouble} problem=${going.problem} />
      ${cursor && html`<${Button} busy=${going.busy} onClick=${() => goOn(cursor)}>Xem thêm<//>`}`;
  }}<//>`;
}

/** [Chọn tệp tin] for files that are read here or sent as they are. `shown` says which were chosen. */
export function FilesField({ label, hint, accept, multiple, shown, faults = [], onFiles }) {
  const id = useId();
  return html`<div class="field"><span class="label" id="${id}-label">${label} <span class="needed">(bắt buộc)</span></span>
    <span class="hint" id="${id}-hint">${hint}</span>
    <div class="drop"><input type="file" id=${id} accept=${accept} multiple=${multiple} aria-labelledby="${id}-label ${id}-choose"
        aria-describedby="${id}-hint ${id}-fault" aria-invalid=${faults.length ? "true" : null}
        onChange=${(event) => event.currentTarget.files.length && onFiles([...event.currentTarget.files])} />
      <label class="button" for=${id} id="${id}-choose">Chọn tệp tin</label>
      <p class=${shown ? "" : "soft small"}>${shown || "Chưa chọn tệp tin."}</p></div>
    <span class="fault" id="${id}-fault">${faults.join(" ")}</span></div>`;
}

/** The unit a page was opened for, with what is the matter with it; without one, all units to choose from. */
export function UnitOrField({ known, value, onValue, faults }) {
  if (!known) return html`<${UnitField} label="Đơn vị" value=${value} onValue=${onValue} faults=${faults} />`;
  return html`<p><strong>Đơn vị:</strong> ${known.name} <span class="soft">${known.code}</span></p>
    ${faults.length > 0 && html`<p class="fault">${faults.join(" ")}</p>`}`;
}

export function Nothing({ children }) {
  return html`<div class="card empty"><p><strong>${children}</strong></p></div>`;
}

/** From when until when something counts, in words. */
export function term({ valid_from: from, valid_until: until }) {
  if (from && until) return phrase`${onDay(from)} đến ${onDay(until)}`;
  if (from) return phrase`từ ${onDay(from)}`;
  if (until) return phrase`đến ${onDay(until)}`;
  return phrase`không ghi ngày`;
}

export function UnitRow({ unit, level = "h3" }) {
  return html`<li class="card stack"><div class="row row-apart">
      <${level} class="grow"><a class="main-link" href="#/admin/units/${unit.code}">${unit.name}</a><//>
      <${Chip} tone=${unit.exists ? "good" : "plain"}>${unit.exists ? "Đang hoạt động" : "Không còn hoặc chưa có"}<//></div>
    <p class="soft small">${[unit.code, unit.parent?.name, term(unit)].filter(Boolean).join(" · ")}</p>
    ${unit.namesakes > 0 && html`<p class="small"><${Chip} tone="warn">Tên giống ${unit.namesakes} đơn vị khác<//></p>`}</li>`;
}

/** A text as a file on the reader's disk. */
export function save(text, name, kind) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
