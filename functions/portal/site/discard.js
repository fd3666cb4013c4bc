/** [Xóa bản nháp]: what becomes of everything is said before it happens. */
import { useState } from "preact/hooks";
import { Button, Dialog, html, Trouble, useAction } from "./page.js";
import { ask } from "./session.js";

export function Discard({ dossier, onDiscarded }) {
  const [asked, askFor] = useState(false);
  const name = dossier.procedure.name;
  return html`<button type="button" class="danger above" aria-label="Xóa bản nháp: ${name}"
      onClick=${() => askFor(true)}>Xóa bản nháp</button>
    ${asked && html`<${Confirm} dossier=${dossier} onClose=${() => askFor(false)} onDiscarded=${onDiscarded} />`}`;
}

function Confirm({ dossier, onClose, onDiscarded }) {
  const [discard, discarding] = useAction(async () => {
    await ask("DELETE", `dossiers/${dossier.id}`);
    onDiscarded();
  });
  return html`<${Dialog} title="Xóa bản nháp “${dossier.procedure.name}”?" onClose=${onClose}>
    <p>Những gì đã điền và tệp tin tải lên cho riêng hồ sơ này sẽ mất hẳn, không lấy lại được.${" "}
      Giấy tờ trong Kho vẫn còn nguyên.</p>
    <${Trouble} problem=${discarding.problem} />
    <div class="row row-end">
      <button type="button" onClick=${onClose}>Giữ lại</button>
      <${Button} class="danger" busy=${discarding.busy} onClick=${discard}>Xóa<//>
    </div>
  <//>`;
}
