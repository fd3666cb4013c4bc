/** How a component is answered and why, with the paper, file or declaration it is answered with. */
import { OpenFile } from "./file.js";
import { html, Icon } from "./page.js";

export function Resolution({ resolution }) {
  return html`
    <p>${resolution.reason.text}</p>
    ${resolution.items.map((pin) => html`<${Pinned} key=${pin.item} pin=${pin} />`)}
    ${resolution.attachment && html`<p class="row"><${Icon} name="file" />${resolution.attachment.file_name}</p>`}
    ${resolution.form && html`<dl class="facts">
      ${Object.entries(resolution.form).map(([, text]) => html`<dt>Nội dung</dt><dd>${text}</dd>`)}</dl>`}`;
}

/** The dossier itself knows what its papers are called: they keep their names when they leave the vault. */
function Pinned({ pin }) {
  return html`<div class="row notice notice-${pin.attention ? "warn" : "good"}"><${Icon} name=${pin.attention ? "warn" : "file"} />
    <div class="grow"><strong>${pin.title}</strong>${pin.number && html`<p class="small">Số ${pin.number}</p>`}</div>
    <span class="no-print"><${OpenFile} item=${pin.item} version=${pin.version} label="Xem" about=${pin.title} /></span>
  </div>`;
}
