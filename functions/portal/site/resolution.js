/** How a component is answered and why, with the paper, file or declaration it is answered with. */
import { OpenFile } from "./file.js";
import { html, Icon, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { called, onDay } from "./words.js";

export function Resolution({ resolution }) {
  return html`
    <p>${resolution.reason.text}</p>
    ${resolution.items.map((pin) => html`<${Pinned} key=${pin.item} pin=${pin} />`)}
    ${resolution.attachment && html`<p class="row"><${Icon} name="file" />${resolution.attachment.file_name}</p>`}
    ${resolution.form && html`<dl class="facts">
      ${Object.entries(resolution.form).map(([, text]) => html`<dt>Nội dung</dt><dd>${text}</dd>`)}</dl>`}`;
}

/** The paper a component is answered with; the dossier names it by id, so its title is looked up. */
function Pinned({ pin }) {
  const { value: item } = useLoaded(() => ask("GET", `vault/items/${pin.item}`), [pin.item]);
  const facts =
    item &&
    [item.number && `Số ${item.number}`, item.issuer, item.issued_on && `cấp ngày ${onDay(item.issued_on)}`].filter(
      Boolean,
    );
  return html`<div class="row notice notice-good"><${Icon} name="file" />
    <div class="grow"><strong>${item ? called(item) : "Giấy tờ trong Kho"}</strong>${facts?.length > 0 && html`<p
      class="small">${facts.join(" · ")}</p>`}</div>
    ${item && html`<span class="no-print"><${OpenFile} item=${pin.item} version=${pin.version} label="Xem"
      about=${called(item)} /></span>`}</div>`;
}
