/** Feedback on the unit's papers: what waits for an answer, and answering it. */
import { useState } from "preact/hooks";
import { DeskRooms } from "./desk_rooms.js";
import {
  Back,
  Button,
  Chip,
  Dialog,
  Field,
  Heading,
  html,
  Icon,
  Loaded,
  Notice,
  phrase,
  Trouble,
  useAction,
  useLoaded,
} from "./page.js";
import { Evidence, linkAtDesk } from "./evidence.js";
import { FileField, NotSent, Sending, useSending, Verdict } from "./sending.js";
import { ask } from "./session.js";
import { UnitField } from "./units.js";
import { atMoment, onDay } from "./words.js";

export function DeskFeedback({ query }) {
  const isOpen = query.open !== "false";
  const [more, addMore] = useState([]);
  const asked = (cursor) => ask("GET", "desk/feedback", { query: { open: isOpen, limit: 50, cursor } });
  const loaded = useLoaded(() => asked(), [isOpen]);
  const [goOn, going] = useAction(async (cursor) => addMore([...more, await asked(cursor)]));
  return html`<${DeskRooms} at="#/desk/feedback" /><${Heading}>Phản ánh về kết quả của đơn vị<//>
    <nav class="tabs" aria-label="Trạng thái phản ánh"><ul>
      <li><a href="#/desk/feedback" aria-current=${isOpen ? "page" : null}>Đang chờ</a></li>
      <li><a href="#/desk/feedback?open=false" aria-current=${isOpen ? null : "page"}>Đã kết thúc</a></li></ul></nav>
    <${Loaded} of=${loaded}>${(first) => {
      const pages = [first, ...more];
      const found = pages.flatMap((page) => page.feedback);
      const cursor = pages.at(-1).cursor;
      if (!found.length) return html`<div class="card empty"><p><strong>Không có phản ánh nào.</strong></p></div>`;
      return html`<ul class="papers">${found.map(
        (each) => html`<li class="card stack" key=${each.id}><div class="row row-apart"><h2 class="grow">
          <a class="main-link" href="#/desk/feedback/${each.id}">${each.title}</a></h2>
          <${Chip} tone=${each.is_overdue ? "bad" : "plain"}>${each.is_overdue ? "Quá hạn" : phrase`Trước ${onDay(each.due_at)}`}<//></div>
          <p class="soft">${each.reason_text} · ${each.state_name} · gửi ${atMoment(each.given_at)}</p></li>`,
      )}</ul><${Trouble} problem=${going.problem} />
      ${cursor && html`<${Button} busy=${going.busy} onClick=${() => goOn(cursor)}>Xem thêm<//>`}`;
    }}<//>`;
}

export function DeskFeedbackPage({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `desk/feedback/${id}`), [id]);
  return html`<${Back} to="#/desk/feedback">Phản ánh<//>
    <${Loaded} of=${loaded} named="Phản ánh">${(feedback) => html`<${Shown} feedback=${feedback} put=${loaded.put} again=${loaded.again} />`}<//>`;
}

const SAYS = {
  asked: ["ask", "Hỏi thêm người gửi", "Câu hỏi"],
  not_upheld: ["not-uphold", "Kết luận không có sai sót", "Căn cứ và lý do"],
  routed: ["route", "Chuyển cơ quan khác", "Lý do chuyển"],
};

function Shown({ feedback, put, again }) {
  const [shown, show] = useState(null);
  const facts = [
    ["Người phản ánh", feedback.holder],
    ["Lý do", feedback.reason_text],
    ["Nội dung", feedback.text],
    ["Trang", [feedback.page, feedback.place].filter(Boolean).join(", ")],
    ["Giấy tờ", feedback.paper ? phrase`${feedback.paper.document_type_name}${feedback.paper.number ? phrase`, số ${feedback.paper.number}` : ""}` : "Chủ Kho đã xóa giấy tờ"],
    ["Phiên bản bị phản ánh", feedback.item_version],
    ["Trả lời lần đầu trước", onDay(feedback.answer_by)],
    ["Giải quyết xong trước", onDay(feedback.resolve_by)],
    ["Hồ sơ đã dùng giấy tờ", feedback.uses.length ? feedback.uses.map((each) => phrase`${each.code} (${each.state_name})`).join(" · ") : "Chưa có hồ sơ nào"],
  ];
  const done = (after) => {
    show(null);
    if (after) put(after);
    else again();
  };
  const canCorrect = feedback.possible.includes("corrected");
  return html`<${Heading}>Phản ánh: ${feedback.title}<//>
    <p class="row"><${Chip} tone=${feedback.is_overdue ? "bad" : "plain"}>${feedback.state_name}${feedback.is_overdue ? ", quá hạn" : ""}<//></p>
    <div class="row"><${OpenDisputed} id=${feedback.id} />
      ${canCorrect && html`<button type="button" class="primary" onClick=${() => show("correct")}>Đính chính</button>`}
      ${Object.keys(SAYS)
        .filter((deed) => feedback.possible.includes(deed))
        .map((deed) => html`<button type="button" onClick=${() => show(deed)}>${SAYS[deed][1]}</button>`)}</div>
    <dl class="facts card">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    <${Evidence} evidence=${feedback.evidence} asked=${linkAtDesk(feedback.id)} />
    <section class="stack"><h2>Các bước</h2><ol class="clear-list">${feedback.steps.map(
      (step) => html`<li><strong>${step.name}</strong> · ${step.by} · <span class="soft small">${atMoment(step.at)}</span>
        ${step.text && html`<br />${step.text}`}</li>`,
    )}</ol></section>
    <${Forwarded} told=${feedback.forwarded} />
    ${SAYS[shown] && html`<${Say} feedback=${feedback} deed=${shown} onClose=${() => show(null)} onDone=${done} />`}
    ${shown === "correct" && html`<${Correct} feedback=${feedback} onClose=${() => show(null)} onDone=${() => done()} />`}`;
}

/** What the unit's own system was told of it, if it has one. */
function Forwarded({ told }) {
  if (!told.length) return null;
  return html`<section class="stack"><h2>Đã báo cho hệ thống của đơn vị</h2><ol class="clear-list">${told.map(
    (each) => html`<li><strong>${each.name}</strong> · ${each.host} <${Chip} tone=${each.is_done ? "good" : "warn"}>${each.sentence}<//>
      <ul class="plain-list soft small">${each.attempts.map(
        (attempt) => html`<li>${atMoment(attempt.at)}: ${attempt.sentence}</li>`,
      )}</ul></li>`,
  )}</ol></section>`;
}

function OpenDisputed({ id }) {
  const [open, opening] = useAction(async () => {
    const tab = window.open("", "_blank"); // at once: after the answer it would be taken for a pop-up
    if (tab) tab.opener = null;
    try {
      const { url } = await ask("POST", `desk/feedback/${id}/open`, { body: {} });
      if (tab) tab.location.replace(url);
      else location.assign(url);
    } catch (problem) {
      tab?.close();
      throw problem;
    }
  });
  return html`<button type="button" aria-disabled=${opening.busy} onClick=${open}><${Icon} name="eye" size="18" />Xem giấy
    tờ bị phản ánh</button><${Trouble} problem=${opening.problem} />`;
}

function Say({ feedback, deed, onClose, onDone }) {
  const [path, title, label] = SAYS[deed];
  const [text, write] = useState("");
  const [unit, choose] = useState("");
  const [send, sending] = useAction(async () => {
    const body = { revision: feedback.revision, text, ...(deed === "routed" ? { unit } : {}) };
    const after = await ask("POST", `desk/feedback/${feedback.id}/${path}`, { body });
    if (deed === "routed") location.hash = "#/desk/feedback";
    else onDone(after);
  });
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  return html`<${Dialog} title=${title} onClose=${onClose}><form onSubmit=${submit} noValidate>
    ${deed === "routed" && html`<${UnitField} label="Cơ quan nhận" value=${unit} onValue=${choose} faults=${sending.problem?.at?.("unit") ?? []} />`}
    <${Field} label=${label} needed hint="Người gửi phản ánh đọc được nội dung này" faults=${sending.problem?.at?.("text") ?? []}>${(control) => html`
      <textarea maxlength="2000" value=${text} onInput=${(event) => write(event.currentTarget.value)} ...${control}></textarea>`}<//>
    <${Trouble} problem=${sending.problem} beside=${["text", "unit"]} />
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
      <${Button} type="submit" class="primary" busy=${sending.busy}>Gửi<//></div></form><//>`;
}

/** The new signed version; it supersedes the wrong one for every holder once its signatures are verified. */
function Correct({ feedback, onClose, onDone }) {
  const [file, take] = useState(null);
  const [said, say] = useState({ text: "", partly: false });
  const [asked, nudge] = useState(false);
  const [send, sending] = useSending((upload) => upload.state === "accepted" && onDone(), "desk/uploads");
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (file && !sending.busy) send(file, { ...said, revision: feedback.revision }, `desk/feedback/${feedback.id}/correction`);
  };
  return html`<${Dialog} title="Đính chính" onClose=${() => sending.busy || onClose()}><form onSubmit=${submit} noValidate>
    <${Notice}><p>Bản đính chính thay thế phiên bản cũ trong Kho của mọi người đứng tên. Hồ sơ đang dùng phiên bản cũ được báo
      cho công chức xử lý.</p><//>
    <${FileField} file=${file} onFile=${(wanted) => sending.busy || (sending.reset(), take(wanted))}
      hint="Tệp PDF đã ký số như kết quả; tối đa 25 MB"
      faults=${asked && !file ? ["Chưa chọn tệp tin."] : sending.problem?.at?.("file_name", "size")} />
    <${Field} label="Trả lời người phản ánh" needed faults=${sending.problem?.at?.("text") ?? []}>${(control) => html`<textarea
      maxlength="2000" value=${said.text} onInput=${(event) => say({ ...said, text: event.currentTarget.value })} ...${control}></textarea>`}<//>
    <label class="tick"><input type="checkbox" checked=${said.partly}
      onChange=${(event) => say({ ...said, partly: event.currentTarget.checked })} />
      <span class="tick-body">Chỉ đính chính một phần nội dung phản ánh</span></label>
    <${Sending} sending=${sending} />
    <${NotSent} problem=${sending.problem} beside=${["file_name", "size", "text"]} />
    ${sending.upload && sending.upload.state !== "accepted" && html`<${Verdict} upload=${sending.upload} />`}
    <div class="row row-end dialog-end"><button type="button" onClick=${() => sending.busy || onClose()}>Đóng</button>
      <${Button} type="submit" class="primary" busy=${sending.busy}>Gửi bản đính chính<//></div></form><//>`;
}
