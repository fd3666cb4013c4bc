/** What an officer may do next with a dossier: each act with what it asks for, on the dossier as it was seen. */
import { useState } from "preact/hooks";
import { BeforeGate, Receivers } from "./desk_gates.js";
import { Points } from "./desk_points.js";
import { Button, ChoiceField, Dialog, Field, html, Notice, TextField, Trouble, useAction, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { UnitField } from "./units.js";
import { RECEIVE_BY } from "./words.js";

const REASON = { name: "reason", label: "Lý do", kind: "text", needed: true };

const OVERRIDE = { ...REASON, name: "override", label: "Lý do cho qua khi còn nội dung chưa đạt", ofHead: true, ofGate: true };

/** Act → where it is sent and what it asks; `ask` shapes the body where the fields alone do not. */
export const ACTS = {
  received: { path: "receive", fields: [{ name: "checks", kind: "checks" }, { name: "due_on", kind: "due" }] },
  not_received: { path: "refuse", fields: [REASON] },
  supplement_asked: {
    path: "supplement",
    fields: [
      { name: "points", kind: "points" },
      { name: "until", label: "Hạn bổ sung", kind: "day", needed: true },
      { name: "override_reason", label: "Lý do yêu cầu bổ sung thêm lần nữa", kind: "text", needed: true, ofHead: true, again: true },
    ],
  },
  payment_asked: {
    path: "payment",
    fields: [
      { name: "amount", label: "Số tiền (đồng)", kind: "number", needed: true },
      { name: "what_for", label: "Nội dung", kind: "line", needed: true },
    ],
  },
  payment_settled: {
    path: "payment/settle",
    fields: [{ name: "evidence", label: "Số biên lai hoặc lệnh chuyển tiền", kind: "line", needed: true }],
  },
  withdrawal_granted: { path: "withdrawal", with: { granted: true }, fields: [] },
  withdrawal_denied: { path: "withdrawal", with: { granted: false }, fields: [REASON] },
  suspended: { path: "suspend", fields: [REASON] },
  resumed: { path: "resume", fields: [] },
  reappointed: {
    path: "reappoint",
    fields: [
      { name: "due_on", label: "Ngày hẹn trả mới", kind: "day", needed: true },
      { ...REASON, label: "Lý do, ghi trong thư xin lỗi" },
    ],
  },
  stopped: { path: "stop", fields: [REASON] },
  assigned: { path: "assign", fields: [{ name: "officer", kind: "officer" }] },
  handed_over: { path: "hand-over", fields: [{ name: "unit", kind: "unit" }, REASON] },
  forwarded: { path: "forward", fields: [OVERRIDE], isGate: true },
  done: { path: "close", fields: [OVERRIDE], isGate: true },
  returned: {
    path: "return",
    fields: [
      { name: "how", label: "Cách trả", kind: "choice", needed: true, options: RECEIVE_BY.map(([code, name]) => [code, name]) },
      { name: "to", label: "Người nhận", kind: "line" },
      { name: "evidence", label: "Căn cứ (số vận đơn, chữ ký nhận…)", kind: "line" },
    ],
  },
};

/** The main next step stands out; what ends a dossier badly looks dangerous. */
const MAIN = ["received", "forwarded", "done", "returned", "payment_settled", "resumed"];
const DANGEROUS = ["not_received", "stopped"];

export function Acts({ dossier, isHead, onDone }) {
  const [chosen, choose] = useState(null);
  const offered = dossier.possible.filter((each) => ACTS[each.act]);
  return html`<div class="row" role="group" aria-label="Thao tác với hồ sơ">${offered.map(
    ({ act, name }) => html`<button type="button" onClick=${() => choose({ act, name })}
      class=${MAIN.includes(act) ? "primary" : DANGEROUS.includes(act) ? "danger" : ""}>${name}</button>`,
  )}</div>
  ${chosen && html`<${ActDialog} ...${{ ...chosen, dossier, isHead }} onClose=${() => choose(null)}
    onDone=${({ state_name: state, version }) => {
      choose(null);
      onDone({ ...chosen, state, version });
    }} />`}`;
}

function ActDialog({ act, name, dossier, isHead, onClose, onDone }) {
  const { path, fields, with: fixed, isGate } = ACTS[act];
  const [said, say] = useState(() => atFirst(act, dossier));
  const [run, running] = useAction(async () => {
    const body = { version: dossier.version, ...fixed, ...given(said) };
    onDone(await ask("POST", `desk/dossiers/${dossier.id}/${path}`, { body }));
  });
  const submit = (event) => {
    event.preventDefault();
    run();
  };
  const isSecond = dossier.supplements.length > 0;
  const shown = fields.filter((each) => (!each.ofHead || isHead) && (!each.again || isSecond));
  const { problem } = running;
  const beside = [...shown.map((each) => each.name), ...(said.points ?? []).map((_, n) => `points.${n}.text`)];
  const faultsOf = ({ name, ofGate }) => (ofGate && problem?.code === "GATE_CLOSED" ? ["Chưa nêu lý do."] : (problem?.at?.(name) ?? []));
  const asked = shown.map(
    (field) => html`<${Asked} key=${field.name} ...${{ field, dossier }} value=${said[field.name]}
      faults=${faultsOf(field)} faultsAt=${(n) => problem?.at?.(`${field.name}.${n}.text`) ?? []}
      onValue=${(value) => say((before) => ({ ...before, [field.name]: value }))} />`,
  );
  return html`<${Dialog} title=${name} onClose=${onClose}>
    <form onSubmit=${submit} noValidate>
      ${shown.length === 0 && !isGate && html`<p>${name}: ${dossier.code}?</p>`}
      ${act === "supplement_asked" && isSecond && html`<${Second} isHead=${isHead} />`}
      ${act === "done" && html`<${Receivers} dossier=${dossier} />`}
      ${isGate ? html`<${BeforeGate} id=${dossier.id} ...${{ act, isHead }}>${asked}<//>` : asked}
      <${Trouble} problem=${problem} beside=${beside} />
      <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
        <${Button} type="submit" class="primary" busy=${running.busy}>${name}<//></div>
    </form><//>`;
}

/** One request is complete; a second is a head's to allow, and counts as late. */
function Second({ isHead }) {
  return html`<${Notice} tone="warn" title="Hồ sơ này đã được yêu cầu bổ sung một lần"><p>${isHead
    ? "Yêu cầu thêm lần nữa phải có lý do của thủ trưởng và được tính là chậm."
    : "Chỉ thủ trưởng đơn vị được yêu cầu thêm lần nữa, có lý do."}</p><//>`;
}

export function atFirst(act, dossier) {
  if (act === "received") {
    return { checks: dossier.checklist.map((each) => ({ component: each.component, ok: true, note: "" })) };
  }
  if (act === "assigned") return { officer: "me" };
  return act === "supplement_asked" ? { points: [] } : {};
}

/** What was left empty is not sent. */
export function given(said) {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== "" && value !== undefined));
}

export function Asked({ field, dossier, value, faults, faultsAt, onValue }) {
  const known = { label: field.label, needed: field.needed, value, faults, onValue };
  switch (field.kind) {
    case "checks":
      return html`<${Checks} ...${{ dossier, value, faults, onValue }} />`;
    case "points":
      return html`<${Points} ...${{ dossier, value, faults, faultsAt, onValue }} />`;
    case "due":
      return dossier.time_limit
        ? null
        : html`<${TextField} ...${known} label="Ngày hẹn trả" needed type="date" />`;
    case "officer":
      return html`<${Officer} ...${known} />`;
    case "unit":
      return html`<${UnitField} ...${known} label="Đơn vị nhận" />`;
    case "choice":
      return html`<${ChoiceField} ...${known} none="Chọn" options=${field.options} />`;
    case "day":
      return html`<${TextField} ...${known} type="date" />`;
    case "number":
      return html`<${TextField} ...${known} inputmode="numeric" value=${value ?? ""}
        onValue=${(text) => onValue(text === "" ? "" : Number(text.replace(/\D/g, "")))} />`;
    case "line":
      return html`<${TextField} ...${known} maxlength="200" />`;
    default:
      return html`<${Field} label=${field.label} needed=${field.needed} faults=${faults}>${(control) => html`<textarea
        maxlength="2000" value=${value ?? ""} onInput=${(event) => onValue(event.currentTarget.value)} ...${control}
        ></textarea>`}<//>`;
  }
}

const NOBODY = "-";

function Officer({ value, faults, onValue }) {
  const loaded = useLoaded(() => ask("GET", "desk/officers"), []);
  const named = (loaded.value?.officers ?? []).map((each) => [each.id, each.name || "Chưa đăng nhập lần nào"]);
  return html`<${ChoiceField} label="Công chức xử lý" value=${value ?? NOBODY} faults=${faults}
    options=${[["me", "Tôi"], ...named, [NOBODY, "Chưa phân công ai"]]}
    onValue=${(code) => onValue(code === NOBODY ? null : code)} />`;
}

/** Every component gone through before a dossier is received. */
function Checks({ dossier, value, faults, onValue }) {
  const put = (n, changes) => onValue(value.map((each, m) => (m === n ? { ...each, ...changes } : each)));
  return html`<fieldset><legend>Kiểm tra từng thành phần</legend>
    ${faults.length > 0 && html`<p class="fault" role="alert">${faults.join(" ")}</p>`}
    ${dossier.checklist.map(
      (check, n) => html`<div class="stack-tight check">
      <label class="tick"><input type="checkbox" checked=${value[n].ok}
        onChange=${(event) => put(n, { ok: event.currentTarget.checked })} />
        <span class="tick-body"><strong>${check.name}</strong><br />
          <span class="soft small">${check.signature_text}${check.looked_up ? " · đã tra cứu Kho" : ""}</span></span></label>
      <${TextField} label="Ghi chú" value=${value[n].note} maxlength="300" onValue=${(note) => put(n, { note })} />
    </div>`,
    )}</fieldset>`;
}
