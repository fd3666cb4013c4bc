/** One certified copy at the desk: the original noted, the signed scan judged and looked through, then delivered. */
import { useState } from "preact/hooks";
import { COPY_TONES, Deeds, described, ORIGINAL_PLACES, originalFacts, OriginalFields, Warnings } from "./original.js";
import {
  Back,
  Button,
  Chip,
  Dialog,
  Facts,
  Field,
  Heading,
  html,
  Loaded,
  Notice,
  TextField,
  Trouble,
  useAction,
  useFocus,
  useLoaded,
} from "./page.js";
import { Preview } from "./preview.js";
import { FileField, NotSent, Sending, useSending, Verdict } from "./sending.js";
import { ask, session } from "./session.js";
import { atMoment, bytes, onDay } from "./words.js";

export function DeskCopy({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `desk/certifications/${id}`), [id]);
  return html`<${Back} to="#/desk/copies">Chứng thực bản sao<//>
    <${Loaded} of=${loaded} named="Bản sao chứng thực">${(copy) => html`<${Shown} copy=${copy} put=${loaded.put} again=${loaded.again} />`}<//>`;
}

/** Deed → its button; what signs or ends comes with the deed's own name from the API. */
const DIALOGS = { accepted: Accept, refused: Refuse, signed: Send, discarded: Confirm, delivered: Confirm };
const MAIN = { requested: "accepted", accepted: "signed", signed: "delivered" };
const SAID = {
  accepted: "Đã ghi nhận bản chính.",
  refused: "Đã từ chối; người yêu cầu được báo lý do.",
  signed: "Chữ ký số hợp lệ. Hãy xem lại bản sao rồi vào sổ.",
  discarded: "Đã bỏ bản sao đã tải lên.",
  delivered: "Đã vào sổ; bản sao đã ở trong Kho của người yêu cầu.",
};

function Shown({ copy, put, again }) {
  const [chosen, choose] = useState(null);
  const [told, tell] = useState("");
  const close = () => choose(null);
  const done = (after) => {
    tell(SAID[chosen.act]);
    close();
    if (after) put(after);
    else again();
  };
  const asks = chosen && DIALOGS[chosen.act];
  const facts = [
    ["Người yêu cầu", copy.requester],
    ...(copy.copy_waiting ? [] : originalFacts(copy)),
    ["Ngày hẹn đến", onDay(copy.wished_on)],
    ["Dùng để", copy.wanted_for],
    ["Số chứng thực", copy.number],
    ["Yêu cầu lúc", atMoment(copy.requested_at)],
  ];
  return html`<${Heading}>${copy.original.document_type_name} · ${copy.requester}<//>
    <${Told} told=${told} />
    <p class="row"><${Chip} tone=${COPY_TONES[copy.state]}>${copy.state_name}<//></p>
    <${Deliverable} copy=${copy} />
    <${Acts} copy=${copy} choose=${choose} />
    <${Warnings} warnings=${copy.warnings} />
    <${Facts} facts=${facts} />
    <${Deeds} steps=${copy.steps} />
    ${asks && html`<${asks} ...${{ ...chosen, copy, again }} onClose=${close} onDone=${done} />`}`;
}

function Told({ told }) {
  const place = useFocus(told);
  return told && html`<p class="notice notice-good" role="status" tabindex="-1" ref=${place}>${told}</p>`;
}

/** Who may not deliver reads why, and does not find the button gone. */
function Acts({ copy, choose }) {
  if (!copy.possible.length) return null;
  const mayDeliver = session.me.roles.includes("certifier");
  return html`<div class="row" role="group" aria-label="Thao tác với yêu cầu">${copy.possible.map(({ act, name }) => {
      const isShut = act === "delivered" && !mayDeliver;
      return html`<button type="button" disabled=${isShut} aria-describedby=${isShut ? "only-certifier" : null}
        class=${act === MAIN[copy.state] ? "primary" : act === "refused" ? "danger" : ""}
        onClick=${() => choose({ act, name })}>${act === "accepted" && copy.state === "accepted" ? "Sửa thông tin bản chính" : name}</button>`;
    })}</div>
    ${copy.state === "signed" && !mayDeliver && html`<p class="soft small" id="only-certifier">Chỉ người có thẩm quyền ký
      chứng thực của đơn vị được vào sổ và trả bản sao.</p>`}`;
}

/** The signed file as it waits: who signed it, and a look through it before it is somebody's paper. */
function Deliverable({ copy }) {
  const file = copy.copy_waiting;
  if (!file) return null;
  const asked = async () => (await ask("POST", `desk/certifications/${copy.id}/open`)).url;
  const differs = file.pages && copy.pages && file.pages < copy.pages;
  return html`<section class="card stack"><h2>Bản sao đã ký số</h2>
    <div class="beside"><div class="stack"><p><strong>${file.file_name}</strong> (${bytes(file.size)})</p>
      <${Facts} class="" facts=${[
        ["Người ký chứng thực", file.certifier],
        ["Ký ngày", onDay(file.signed_on)],
        ["Số trang của tệp", file.pages],
      ]} />
      ${differs && html`<${Notice} tone="warn"><p>Tệp có ít trang hơn bản chính (${copy.pages} trang). Hãy xem lại trước khi
        vào sổ.</p><//>`}
      <h3>Ghi nhận từ bản chính</h3><${Facts} class="" facts=${originalFacts(copy)} /></div>
      <div><${Preview} open=${asked} title=${file.file_name} label="Xem bản sao" isAlone /></div></div></section>`;
}

const PATHS = { accepted: "accept", refused: "refuse", discarded: "discard", delivered: "deliver" };

/** An act of the desk: `[act, {busy, problem}]`, sent with the request as its actor saw it. */
function useDeed(copy, deed, onDone) {
  return useAction(async (body = {}) => {
    const path = `desk/certifications/${copy.id}/${PATHS[deed]}`;
    onDone(await ask("POST", path, { body: { revision: copy.revision, ...body } }));
  });
}

function isStale(problem) {
  return problem?.status === 409;
}

function Ends({ name, busy, onClose, class: kind = "primary" }) {
  return html`<div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
    <${Button} type="submit" class=${kind} busy=${busy}>${name}<//></div>`;
}

function Accept({ copy, act, name, again, onClose, onDone }) {
  const [original, say] = useState(copy.original);
  const [pages, count] = useState(copy.pages ? String(copy.pages) : "");
  const [send, sending] = useDeed(copy, act, onDone);
  const submit = (event) => {
    event.preventDefault();
    send({ original: described(original), pages: Number(pages) });
  };
  return html`<${Dialog} title=${name} onClose=${onClose}><form onSubmit=${submit} noValidate>
    <p>Đối chiếu với bản chính trên quầy và sửa nếu khác.</p>
    <${OriginalFields} said=${original} say=${say} problem=${sending.problem} isPresented />
    <${TextField} label="Số trang của bản chính" needed inputmode="numeric" maxlength="4" value=${pages}
      faults=${sending.problem?.at?.("pages")} onValue=${(text) => count(text.replace(/\D/g, ""))} />
    <${Trouble} problem=${sending.problem} beside=${[...ORIGINAL_PLACES, "pages"]} again=${isStale(sending.problem) ? again : null} />
    <${Ends} name="Ghi nhận bản chính" busy=${sending.busy} onClose=${onClose} /></form><//>`;
}

function Refuse({ copy, act, name, again, onClose, onDone }) {
  const [reason, write] = useState("");
  const [send, sending] = useDeed(copy, act, onDone);
  const submit = (event) => {
    event.preventDefault();
    send({ reason });
  };
  return html`<${Dialog} title=${name} onClose=${onClose}><form onSubmit=${submit} noValidate>
    <${Field} label="Lý do" needed hint="Người yêu cầu đọc được lý do này" faults=${sending.problem?.at?.("reason") ?? []}>${(control) => html`
      <textarea maxlength="2000" value=${reason} onInput=${(event) => write(event.currentTarget.value)} ...${control}></textarea>`}<//>
    <${Trouble} problem=${sending.problem} beside=${["reason"]} again=${isStale(sending.problem) ? again : null} />
    <${Ends} name=${name} class="danger" busy=${sending.busy} onClose=${onClose} /></form><//>`;
}

const ABOUT = {
  discarded: "Tệp đã tải lên bị xóa; sau đó bạn tải lên bản khác hoặc sửa thông tin bản chính.",
  delivered: "Bản sao nhận số tiếp theo của sổ chứng thực và vào Kho của người yêu cầu ngay. Việc này không hoàn lại được.",
};

function Confirm({ copy, act, name, again, onClose, onDone }) {
  const [send, sending] = useDeed(copy, act, onDone);
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  return html`<${Dialog} title=${name} onClose=${onClose}><form onSubmit=${submit} noValidate>
    <p>${ABOUT[act]}</p>
    <${Trouble} problem=${sending.problem} again=${isStale(sending.problem) ? again : null} />
    <${Ends} name=${name} class=${act === "delivered" ? "primary" : "danger"} busy=${sending.busy} onClose=${onClose} /></form><//>`;
}

/** The scan, signed by the certifier and then by the unit; refused with every reason, and what can be done. */
function Send({ copy, name, again, onClose, onDone }) {
  const [file, take] = useState(null);
  const [asked, nudge] = useState(false);
  const [send, sending] = useSending((upload) => upload.state === "accepted" && onDone(), "desk/uploads");
  const close = () => sending.busy || onClose();
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (file && !sending.busy) send(file, { revision: copy.revision }, `desk/certifications/${copy.id}/copy`);
  };
  return html`<${Dialog} title=${name} onClose=${close}><form onSubmit=${submit} noValidate>
    <${FileField} file=${file} onFile=${(wanted) => sending.busy || (sending.reset(), take(wanted))}
      hint="Tệp PDF quét từ bản chính, có chữ ký số của người ký chứng thực rồi của đơn vị; tối đa 25 MB"
      faults=${asked && !file ? ["Chưa chọn tệp tin."] : sending.problem?.at?.("file_name", "size")} />
    <${Sending} sending=${sending} />
    ${isStale(sending.problem) ? html`<${Trouble} problem=${sending.problem} again=${again} />` : html`<${NotSent}
      problem=${sending.problem} beside=${["file_name", "size"]} />`}
    ${sending.upload && sending.upload.state !== "accepted" && html`<${Verdict} upload=${sending.upload} />`}
    <${Ends} name="Gửi bản sao" busy=${sending.busy} onClose=${close} /></form><//>`;
}
