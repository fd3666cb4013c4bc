/** [Chọn tệp tin] and what becomes of the file, shown live: the same on every page that takes one. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html, Notice, Trouble, useAction, useFocus } from "./page.js";
import { delivered, unfit } from "./upload.js";
import { bytes } from "./words.js";

const PDF = "application/pdf,.pdf";
const SIGNED = "Tệp PDF tối đa 25 MB, ký bằng chứng thư số của Ban Cơ yếu Chính phủ";

/**
 * The file chooser. `faults` are what the announcement said of name and size, what can be seen at once is said at once;
 * `free` where none need be chosen.
 */
export function FileField({ file, onFile, faults = [], hint = SIGNED, accept = PDF, free = false }) {
  const [isOver, over] = useState(false);
  useEffect(missedDrops, []);
  const told = [...new Set([file && accept === PDF && unfit(file), ...faults].filter(Boolean))];
  const dropped = (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files[0]) onFile(event.dataTransfer.files[0]);
  };
  const dragged = (event) => {
    event.preventDefault();
    over(true);
  };
  return html`<div class="field">
    <span class="label" id="file-label"><span>Tệp tin</span> ${!free && html`<span class="needed">(bắt buộc)</span>`}</span>
    <span class="hint" id="file-hint">${hint}</span>
    <div class="drop ${isOver ? "over" : ""}" onDragOver=${dragged} onDragLeave=${() => over(false)} onDrop=${dropped}>
      <input type="file" id="file" accept=${accept} aria-describedby="file-hint file-fault"
        aria-invalid=${told.length ? "true" : null}
        onChange=${(event) => event.currentTarget.files[0] && onFile(event.currentTarget.files[0])} />
      <label class="button" for="file">Chọn tệp tin</label>
      <p class=${file ? "" : "soft small"}>${file ? html`<strong>${file.name}
        </strong> (${bytes(file.size)})` : "hoặc kéo tệp vào đây"}</p>
    </div>
    <span class="fault" id="file-fault" role="status">${told.join(" ")}</span>
  </div>`;
}

/** A file dropped beside its field would take the place of the page, and of all that was typed. */
function missedDrops() {
  const stay = (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault();
  const events = ["dragover", "drop"];
  events.forEach((each) => addEventListener(each, stay));
  return () => events.forEach((each) => removeEventListener(each, stay));
}

/**
 * Sends a file. → `[send, sending]`; `sending.stage` is idle, reading, sending, waiting (for a connection), judging, slow
 * or decided. An officer's file is announced at a dossier, `send(file, said, path)`, and looked at as the desk's.
 */
export function useSending(decided, looks = "vault/uploads") {
  const [state, become] = useState({ stage: "idle", part: 0 });
  const isLeft = useRef(false);
  useEffect(() => () => (isLeft.current = true), []);
  const [send, acting] = useAction(async (file, said, path) => {
    try {
      const told = (stage) => become({ part: 0, ...stage });
      const upload = await delivered(file, said, { path, looks, told, isLeft: () => isLeft.current });
      become({ stage: upload.state === "announced" ? "slow" : "decided", part: 1, upload });
      decided?.(upload);
    } catch (problem) {
      become({ stage: "idle", part: 0 });
      throw problem;
    }
  });
  useEffect(() => (acting.busy ? asked() : undefined), [acting.busy]);
  const reset = () => become({ stage: "idle", part: 0 });
  return [send, { ...state, busy: acting.busy, problem: acting.problem, reset }];
}

/** Whoever closes the page while a file is on its way is asked first. */
function asked() {
  const stay = (event) => event.preventDefault();
  addEventListener("beforeunload", stay);
  return () => removeEventListener("beforeunload", stay);
}

const STAGES = {
  reading: "Đang đọc tệp tin trên thiết bị…",
  judging: "Đã gửi xong. Đang kiểm tra chữ ký số…",
};

/** Where the file is now, in words; while it is sent, how much of it is away. */
export function Sending({ sending, checked = STAGES.judging }) {
  if (sending.stage === "sending") {
    const percent = Math.round(sending.part * 100);
    return html`<div class="notice notice-calm">
      <label for="sending">Đang gửi tệp tin: ${percent}%</label><progress id="sending" max="100" value=${percent}>
        </progress></div>`;
  }
  if (sending.stage === "waiting") {
    return html`<${Notice} tone="warn" title="Mất kết nối" role="status">
      <p>Tệp tin đã chọn và những gì bạn đã nhập vẫn còn trên trang này. Hệ thống tự gửi lại khi có mạng; hãy để trang mở.</p>
      <button type="button" onClick=${sending.hurry}>Gửi lại ngay</button><//>`;
  }
  if (sending.stage === "slow") {
    return html`<${Notice} tone="warn" title="Việc kiểm tra lâu hơn thường lệ" role="status">
      <p>Tệp tin đã gửi xong và vẫn đang được kiểm tra. Bạn có thể rời trang này và xem lại Kho sau ít phút.</p><//>`;
  }
  return STAGES[sending.stage]
    ? html`<div class="notice notice-calm"><p class="waiting" role="status">${sending.stage === "judging" ? checked : STAGES[sending.stage]}</p></div>`
    : null;
}

/** Why a file was not taken, or cannot be used yet: each reason with what can be done. */
export function Verdict({ upload }) {
  const place = useFocus(upload);
  const [tone, title] =
    upload.state === "refused" ? ["bad", "Tệp tin không được chấp nhận"] : ["warn", upload.state_name];
  return html`<div class="notice notice-${tone}" role="alert" tabindex="-1" ref=${place}>
    <p><strong>${title}</strong></p>
    ${upload.reasons.length === 0 && html`<p>${upload.sentence}</p>`}
    <ul class="told">${upload.reasons.map((each) => html`<li>${each.sentence} <strong>${each.remedy}</strong></li>`)}
      </ul>
    ${upload.item && html`<p><a href="#/vault/${upload.item}">Xem giấy tờ trong Kho</a></p>`}
  </div>`;
}

/** The announcement's refusal; of a file the vault has already, or has corrected, with the way to it. */
export function NotSent({ problem, beside }) {
  const held = problem?.problems?.[0]?.where?.match(/^\/vault\/items\/(\w+)$/)?.[1];
  if (!held) return html`<${Trouble} problem=${problem} beside=${beside} />`;
  return html`<${Notice} tone="warn" role="alert" title=${problem.detail}>
    <p><a href="#/vault/${held}">Xem giấy tờ đã có trong Kho</a></p><//>`;
}
