/** A file that shows what a feedback says: chosen beside it, sent at once, and opened by who may. */
import { useState } from "preact/hooks";
import { OpenLink } from "./file.js";
import { html } from "./page.js";
import { FileField, NotSent, Sending, useSending, Verdict } from "./sending.js";
import { ask } from "./session.js";
import { bytes } from "./words.js";

const HINT = "Nếu có: ảnh chụp hoặc tệp PDF cho thấy nội dung sai; JPG, PNG hoặc PDF, tối đa 10 MB";
const TAKEN = "image/jpeg,image/png,application/pdf,.jpg,.jpeg,.png,.pdf";

/** → what a feedback is given with: `id` once the file is taken, `waits` while there is one that is not. */
export function useEvidence() {
  const [file, choose] = useState(null);
  const [send, sending] = useSending();
  const isTaken = sending.upload?.state === "accepted";
  const drop = () => {
    sending.reset();
    choose(null);
  };
  const chosen = (wanted) => {
    if (sending.busy) return;
    sending.reset();
    choose(wanted);
    send(wanted, {}, "feedback-evidence");
  };
  return { file, chosen, drop, sending, id: isTaken ? sending.upload.id : null, waits: Boolean(file) && !isTaken };
}

export function EvidenceField({ evidence, asked }) {
  const { file, chosen, drop, sending } = evidence;
  const { problem, upload, busy } = sending;
  const unready = busy ? "Đợi tệp tin gửi xong rồi bấm [Cập nhật]." : "Hãy chọn tệp khác, hoặc bấm [Bỏ tệp tin].";
  return html`<${FileField} free hint=${HINT} accept=${TAKEN} file=${file} onFile=${chosen}
      faults=${[...(problem?.at?.("file_name", "size") ?? []), ...(asked && evidence.waits ? [unready] : [])]} />
    <${Sending} sending=${sending} checked="Đã gửi xong. Đang kiểm tra tệp tin…" />
    <${NotSent} problem=${problem} beside=${["file_name", "size"]} />
    ${upload && upload.state !== "accepted" && html`<${Verdict} upload=${upload} />`}
    ${file && !busy && html`<p><button type="button" class="quiet" onClick=${drop}>Bỏ tệp tin</button></p>`}`;
}

/** The file of a feedback, for `asked` to open: never shown in the page, always saved. */
export function Evidence({ evidence, asked }) {
  if (!evidence) return null;
  return html`<section class="card row row-apart"><div class="grow"><h2>Tệp tin gửi kèm</h2>
    <p>${evidence.file_name} (${bytes(evidence.size)})</p>
    ${!evidence.is_kept && html`<p class="soft small">Tệp tin không còn được lưu.</p>`}</div>
    ${evidence.is_kept && html`<${OpenLink} asked=${asked} label="Tải tệp tin" about=${evidence.file_name} />`}</section>`;
}

export const ownLink = (id) => async () => (await ask("GET", `feedback/${id}/evidence`)).url;

export const linkAtDesk = (id) => async () => (await ask("POST", `desk/feedback/${id}/evidence`, { body: {} })).url;
