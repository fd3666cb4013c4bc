/** What another version of the catalogue changes, section by section. */
import { Chip, html, Notice, useFocus } from "./page.js";

export function Changes({ changes, title, children }) {
  const place = useFocus(changes);
  const different = changes.sections.filter((each) => each.added_total + each.removed_total + each.changed_total > 0);
  return html`<section class="card stack" tabindex="-1" ref=${place} aria-label=${title}><h2>${title}</h2>
    ${changes.is_same && html`<${Notice} tone="calm"><p>Không có gì khác với danh mục đang dùng.</p><//>`}
    ${different.map((each) => html`<${Section} key=${each.section} section=${each} />`)}
    <p class="soft small">Năm có đủ ngày nghỉ: ${changes.years.join(", ") || "Chưa năm nào"}</p>
    ${children}</section>`;
}

function Section({ section }) {
  return html`<div class="stack"><h3>${section.name} <span class="soft">(${section.before} → ${section.after})</span></h3>
    <${Entries} tone="good" name="Thêm" entries=${section.added} total=${section.added_total} />
    <${Entries} tone="bad" name="Bỏ" entries=${section.removed} total=${section.removed_total} />
    <${Entries} tone="warn" name="Sửa" entries=${section.changed} total=${section.changed_total} /></div>`;
}

function Entries({ tone, name, entries, total }) {
  if (!total) return null;
  return html`<details open=${total <= 10}><summary><${Chip} tone=${tone}>${name} <span class="count">${total}</span><//></summary>
    <ul class="told">${entries.map((each) => html`<li><strong>${each.name}</strong> <span class="soft small">${each.code}</span>
      ${each.fields.length > 0 && html`<span class="small"> ${each.fields.join(", ")}</span>`}</li>`)}</ul>
    ${total > entries.length && html`<p class="soft small">Còn ${total - entries.length} mục khác chưa kể ra.</p>`}</details>`;
}
