/** [Phản ánh]: a paper is wrong. Giving a feedback, the list of mine, and one with every step taken on it. */
import { useEffect, useState } from "preact/hooks";
import {
  Back,
  Button,
  Chip,
  ChoiceField,
  Field,
  focusFault,
  Heading,
  html,
  Loaded,
  Notice,
  phrase,
  TextField,
  Trouble,
  useAction,
  useLoaded,
} from "./page.js";
import { Evidence, EvidenceField, ownLink, useEvidence } from "./evidence.js";
import { ask } from "./session.js";
import { useTyped } from "./typed.js";
import { UnitField } from "./units.js";
import { atMoment, called, onDay } from "./words.js";

const TONES = {
  received: "warn",
  asked: "warn",
  contested: "warn",
  corrected: "good",
  partly: "good",
  not_upheld: "plain",
  taken_back: "plain",
};
const FIELDS = ["reason", "text", "page", "place", "unit"];

export function GiveFeedback({ given: [id], query }) {
  const loaded = useLoaded(
    () => Promise.all([ask("GET", `vault/items/${id}`), ask("GET", "feedback-reasons")]),
    [id],
  );
  return html`<${Back} to=${query.dossier ? `#/dossiers/${query.dossier}/papers` : `#/vault/${id}`}>Quay lại<//>
    <${Heading}>Phản ánh về kết quả giải quyết<//>
    <${Loaded} of=${loaded}>${([item, { reasons }]) => html`<${Form} item=${item} reasons=${reasons}
      dossier=${query.dossier} />`}<//>`;
}

function Form({ item, reasons, dossier }) {
  const [said, say, forget] = useTyped("said", { reason: "", text: "", page: "", place: "" });
  const put = (name) => (value) => say({ ...said, [name]: value });
  const evidence = useEvidence();
  const [asked, nudge] = useState(false);
  const [give, giving] = useAction(async () => {
    const page = said.page ? Number(said.page) : null;
    const version = item.versions.find((each) => each.is_current).number;
    const body = { ...said, page, dossier, version, evidence: evidence.id };
    try {
      const fresh = await ask("POST", `vault/items/${item.id}/feedback`, { body });
      forget();
      location.hash = `#/feedback/${fresh.id}?given=1`;
    } catch (problem) {
      focusFault();
      throw problem;
    }
  });
  const { problem } = giving;
  const faults = (name) => problem?.at?.(name) ?? [];
  const asksUnit = ["UNIT_SPLIT", "UNIT_NOT_KNOWN"].includes(problem?.code) || said.unit;
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (evidence.waits) focusFault();
    else give();
  };
  return html`<p>Giấy tờ: <strong>${called(item)}</strong>${item.number && phrase` · số ${item.number}`}</p>
    <${Notice}><p>Bấm [Cập nhật] để gửi phản ánh đến cơ quan đã cấp giấy tờ. Trong khi chờ trả lời, giấy tờ vẫn ở trong Kho nhưng
      không được tự động đính kèm vào hồ sơ.</p><//>
    <form onSubmit=${submit} noValidate>
      <${ChoiceField} label="Lý do" needed none="Chọn lý do" value=${said.reason} faults=${faults("reason")}
        options=${reasons.map((each) => [each.code, each.text])} onValue=${put("reason")} />
      <${Field} label="Nội dung sai và nội dung đúng" needed faults=${faults("text")}
        hint="Ví dụ: tên đệm ghi “Thị Uớc”, đúng là “Thị Ước”.">${(control) => html`<textarea maxlength="2000"
        value=${said.text} onInput=${(event) => put("text")(event.currentTarget.value)} ...${control}></textarea>`}<//>
      <div class="pair">
        <${TextField} label="Trang" type="text" inputmode="numeric" pattern="[0-9]*" value=${said.page}
          faults=${faults("page")} onValue=${(value) => put("page")(value.replace(/\D/g, ""))} />
        <${TextField} label="Vị trí trên trang" hint="Ví dụ: dòng thứ ba" value=${said.place} onValue=${put("place")}
          maxlength="300" />
      </div>
      <${EvidenceField} ...${{ evidence, asked }} />
      ${asksUnit && html`<${UnitChoice} problem=${problem} value=${said.unit} onValue=${put("unit")} />`}
      <${Trouble} problem=${problem} beside=${problem?.code === "UNIT_SPLIT" ? problem.problems.map((each) => each.where) : FIELDS} />
      <div class="row row-end"><${Button} type="submit" class="primary" busy=${giving.busy}>Cập nhật<//></div>
    </form>`;
}

/** Only where nobody can know who answers: the successors of a split unit, or any unit. */
function UnitChoice({ problem, value, onValue }) {
  const [successors, remember] = useState(null);
  useEffect(() => {
    if (problem?.code === "UNIT_SPLIT") remember(problem.problems.map((each) => [each.where, each.detail]));
  }, [problem]);
  const label = "Cơ quan nhận phản ánh";
  return successors
    ? html`<${ChoiceField} label=${label} needed none="Chọn cơ quan" value=${value} options=${successors}
        onValue=${onValue} />`
    : html`<${UnitField} label=${label} value=${value} onValue=${onValue} />`;
}

export function FeedbackList() {
  const [more, addMore] = useState([]);
  const asked = (cursor) => ask("GET", "feedback", { query: { limit: 20, cursor } });
  const loaded = useLoaded(() => asked(), []);
  const [goOn, going] = useAction(async (cursor) => addMore([...more, await asked(cursor)]));
  return html`<${Back} to="#/vault">Kho dữ liệu<//><${Heading}>Phản ánh của tôi<//>
    <${Loaded} of=${loaded}>${(first) => {
      const pages = [first, ...more];
      const found = pages.flatMap((page) => page.feedback);
      const cursor = pages.at(-1).cursor;
      if (!found.length) return html`<div class="card empty"><p><strong>Chưa có phản ánh nào.</strong></p>
        <p>Khi thấy kết quả điện tử có sai sót, hãy mở giấy tờ trong Kho và bấm [Phản ánh].</p></div>`;
      return html`<ul class="papers">${found.map((each) => html`<${Row} key=${each.id} feedback=${each} />`)}</ul>
        <${Trouble} problem=${going.problem} />
        ${cursor && html`<${Button} busy=${going.busy} onClick=${() => goOn(cursor)}>Xem thêm<//>`}`;
    }}<//>`;
}

function Row({ feedback }) {
  return html`<li class="card stack"><div class="row row-apart">
    <h2 class="grow"><a class="main-link" href="#/feedback/${feedback.id}">${feedback.title}</a></h2>
    <${Chip} tone=${TONES[feedback.state]}>${feedback.state_name}<//></div>
    <p class="soft">${feedback.reason_text} · ${feedback.unit_name} · gửi ${atMoment(feedback.given_at)}</p></li>`;
}

export function FeedbackPage({ given: [id], query }) {
  const loaded = useLoaded(() => ask("GET", `feedback/${id}`), [id]);
  return html`<${Back} to="#/feedback">Phản ánh của tôi<//>
    <${Loaded} of=${loaded} named="Phản ánh">${(feedback) => html`<${Shown} feedback=${feedback} isNew=${query.given === "1"}
      put=${loaded.put} />`}<//>`;
}

function Shown({ feedback, isNew, put }) {
  const facts = [
    ["Giấy tờ", html`<a href="#/vault/${feedback.item}">${feedback.title}</a> (phiên bản ${feedback.item_version})`],
    ["Lý do", feedback.reason_text],
    ["Trang", [feedback.page, feedback.place].filter(Boolean).join(", ")],
    ["Cơ quan trả lời", feedback.unit_name],
    ["Trả lời lần đầu trước", onDay(feedback.answer_by)],
    ["Giải quyết xong trước", onDay(feedback.resolve_by)],
    ["Phiên bản đã đính chính", feedback.corrected_by && phrase`Phiên bản ${feedback.corrected_by}, đã có trong Kho`],
  ];
  return html`<${Heading}>${isNew ? "Đã gửi phản ánh" : phrase`Phản ánh: ${feedback.title}`}<//>
    <p class="row"><${Chip} tone=${TONES[feedback.state]}>${feedback.state_name}<//>
      ${feedback.is_overdue && html`<${Chip} tone="bad">Cơ quan đã quá hạn trả lời<//>`}</p>
    <dl class="facts card">${facts
      .filter(([, value]) => value)
      .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    <${Evidence} evidence=${feedback.evidence} asked=${ownLink(feedback.id)} />
    <section class="stack"><h2>Các bước</h2><ol class="papers">${feedback.steps.map(
      (step) => html`<li class="card stack-tight"><p><strong>${step.name}</strong> · ${step.by}</p>
        <p class="soft small">${atMoment(step.at)}</p>${step.text && html`<p>${step.text}</p>`}</li>`,
    )}</ol></section>
    <${Reply} feedback=${feedback} put=${put} />`;
}

const SAYS = {
  replied: ["reply", "Trả lời cơ quan", "Gửi trả lời"],
  contested: ["contest", "Không đồng ý với câu trả lời? Đề nghị xem xét lại một lần", "Đề nghị xem xét lại"],
};

function Reply({ feedback, put }) {
  const [text, write] = useState("");
  const [send, sending] = useAction(async (what) => {
    put(await ask("POST", `feedback/${feedback.id}/${what}`, { body: { revision: feedback.revision, text } }));
    write("");
  });
  const words = feedback.possible.map((each) => SAYS[each]).find(Boolean);
  const submit = (event) => {
    event.preventDefault();
    send(words[0]);
  };
  return html`${
    words &&
    html`<form class="card stack" onSubmit=${submit} noValidate>
      <${Field} label=${words[1]} faults=${sending.problem?.at?.("text") ?? []}>${(control) => html`<textarea
        maxlength="2000" value=${text} onInput=${(event) => write(event.currentTarget.value)} ...${control}></textarea>`}<//>
      <div class="row row-end"><${Button} type="submit" class="primary" busy=${sending.busy}>${words[2]}<//></div></form>`
  }
    <${Trouble} problem=${sending.problem} beside=${["text"]} />
    ${feedback.possible.includes("taken_back") && html`<p><${Button} class="quiet" busy=${sending.busy}
      onClick=${() => send("take-back")}>Rút phản ánh<//></p>`}`;
}
