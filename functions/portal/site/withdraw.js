/** [Rút hồ sơ]: what becomes of everything is said before it is asked for; the agency decides. */
import { useState } from "preact/hooks";
import { Button, Dialog, Field, html, Trouble, useAction } from "./page.js";
import { ask } from "./session.js";

export function Withdraw({ dossier, name, again, onAsked }) {
  const [asked, askFor] = useState(false);
  const close = () => askFor(false);
  return html`<button type="button" class="danger" onClick=${() => askFor(true)}>${name}</button>
    ${asked && html`<${Confirm} ...${{ dossier, name, again, onAsked }} onClose=${close} />`}`;
}

function Confirm({ dossier, name, again, onAsked, onClose }) {
  const [reason, write] = useState("");
  const [withdraw, withdrawing] = useAction(async () => {
    onAsked(await ask("POST", `dossiers/${dossier.id}/withdrawal`, { body: { version: dossier.version, reason } }));
  });
  const { problem } = withdrawing;
  const submit = (event) => {
    event.preventDefault();
    withdraw();
  };
  return html`<${Dialog} title="${name} ${dossier.code}?" onClose=${onClose}>
    <form onSubmit=${submit} noValidate>
      <p>Yêu cầu được gửi đến cơ quan đang giải quyết. Khi cơ quan đồng ý, hồ sơ dừng xử lý và không mở lại được; muốn làm
        tiếp phải nộp hồ sơ mới. Giấy tờ trong Kho vẫn còn nguyên.</p>
      <${Field} label="Lý do" hint="Không bắt buộc" faults=${problem?.at?.("reason") ?? []}>${(control) => html`<textarea
        maxlength="2000" value=${reason} onInput=${(event) => write(event.currentTarget.value)} ...${control}></textarea>`}<//>
      <${Trouble} problem=${problem} beside=${["reason"]} again=${problem?.code === "CHANGED_MEANWHILE" ? again : null} />
      <div class="row row-end dialog-end">
        <button type="button" onClick=${onClose}>Giữ lại</button>
        <${Button} type="submit" class="danger" busy=${withdrawing.busy}>${name}<//>
      </div>
    </form>
  <//>`;
}
