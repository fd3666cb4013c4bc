/** One component at the desk: look into the owner's vault first, then use what is there, or digitise and say why. */
import { useState } from "preact/hooks";
import { Against, Found, Offered, OpenPaper, purposeOf } from "./desk_papers.js";
import {
  Button,
  Chip,
  ChoiceField,
  Dialog,
  Field,
  html,
  Icon,
  Notice,
  phrase,
  TextField,
  Trouble,
  useAction,
} from "./page.js";
import { FileField, NotSent, Sending, useSending, Verdict } from "./sending.js";
import { ask } from "./session.js";
import { atMoment } from "./words.js";

const AT_WORK = new Set([1, 2, 4]);

export function Component({ component, dossier, onDone }) {
  const [shown, show] = useState(null);
  const path = `desk/dossiers/${dossier.id}/components/${component.code}`;
  const { answer } = component;
  const canWork = AT_WORK.has(dossier.state);
  const [clear, clearing] = useAction(async () => {
    await ask("DELETE", path, { query: { version: dossier.version } });
    onDone();
  });
  const done = () => {
    show(null);
    onDone();
  };
  const tone = answer ? "good" : component.needed ? "warn" : "plain";
  return html`<div class="card component component-${tone}">
    <div class="row row-apart"><h3 class="grow">${component.name}</h3>
      <${Chip} tone=${tone}>${answer ? answer.way_name : component.status_text}<//></div>
    ${answer && html`<${Answer} ...${{ answer, path, dossier }} />`}
    ${answer?.file && component.look_up?.offered.length > 0 && html`<${Against} ...${{ component, path, dossier }} />`}
    ${component.look_up && html`<p class="soft small">Đã tra cứu Kho ${atMoment(component.look_up.at)}:
      ${component.look_up.offered.length ? phrase` có ${component.look_up.offered.length} giấy tờ phù hợp` : " không có giấy tờ phù hợp"}.</p>`}
    ${
      canWork &&
      html`<div class="row">
      <${Button} class=${answer || component.look_up ? "" : "primary"} onClick=${() => show("look")}>Tra cứu Kho<//>
      ${component.look_up && html`<button type="button" disabled=${!component.may_scan}
        aria-describedby=${component.may_scan ? null : `online-${component.code}`} onClick=${() => show("scan")}>Số hóa</button>`}
      <button type="button" onClick=${() => show("other")}>Cách khác</button>
      ${answer && html`<${Button} class="quiet" busy=${clearing.busy} onClick=${clear}>Gỡ<//>`}
    </div>
    ${component.look_up && !component.may_scan && html`<p class="soft small" id="online-${component.code}">Hồ sơ nộp trực tuyến không
      phải số hóa: dùng tệp tin đã nộp, hoặc yêu cầu bổ sung thành phần này.</p>`}`
    }
    <${Trouble} problem=${clearing.problem} />
    ${shown === "look" && html`<${LookUp} ...${{ component, dossier, path }} onClose=${() => done()} onDone=${done} />`}
    ${shown === "scan" && html`<${Scan} ...${{ component, dossier, path }} onClose=${() => show(null)} onDone=${done} />`}
    ${shown === "other" && html`<${OtherWay} ...${{ component, dossier, path }} onClose=${() => show(null)} onDone=${done} />`}
  </div>`;
}

function Answer({ answer, path, dossier }) {
  return html`<p class="small">${answer.chosen_by_name} · ${atMoment(answer.at)}</p>
    ${answer.items.map(
      (each) => html`<div class="row notice notice-${each.attention ? "warn" : "good"}" key=${each.item}>
        <${Icon} name=${each.attention ? "warn" : "file"} />
        <div class="grow"><strong>${each.title}</strong>${each.number && html`<p class="small">Số ${each.number}</p>`}
          ${each.attention && html`<p>${each.attention}</p>`}</div>
        <${OpenPaper} ...${{ path, dossier }} item=${each.item} about=${each.title} /></div>`,
    )}
    ${answer.file && html`<div class="row"><${Icon} name="file" /><span class="grow">${answer.file.file_name}</span>
      <${OpenPaper} ...${{ path, dossier }} about=${answer.file.file_name} /></div>`}
    ${answer.form && html`<dl class="facts">${Object.entries(answer.form).map(([, text]) => html`<dt>Nội dung</dt><dd>${text}</dd>`)}</dl>`}`;
}

/** [Tra cứu Kho]: recorded, then what fits is shown, the best first, and used with one press. */
function LookUp({ component, dossier, path, onClose, onDone }) {
  const [found, become] = useState(null);
  const [version, seen] = useState(dossier.version);
  const [look, looking] = useAction(async () => {
    const answer = await ask("POST", `${path}/lookup`, { body: { version, purpose: purposeOf(dossier) } });
    seen(answer.version);
    become(answer);
  });
  const [use, using] = useAction(async (papers, isWarned) => {
    const body = { version, way: "vault", items: papers.map((each) => each.item), despite_warnings: isWarned };
    await ask("PUT", path, { body });
    onDone();
  });
  return html`<${Dialog} title="Tra cứu Kho: ${component.name}" onClose=${found ? onDone : onClose}>
    ${!found && html`<p>Việc tra cứu Kho của chủ hồ sơ được ghi lại cùng mục đích “${purposeOf(dossier)}” và chủ hồ sơ xem
      được.</p>`}
    ${found && html`<p role="status"><strong>${found.sentence}</strong></p>`}
    ${found?.candidates.map(
      (each, n) => html`<${Found} key=${n} papers=${each.papers} ...${{ path, dossier }}
        mark=${n === 0 && found.candidates.length > 1 ? " (phù hợp nhất)" : ""}>
        <${Button} class="primary" busy=${using.busy} onClick=${() => use(each.papers, false)}>Dùng giấy tờ này<//><//>`,
    )}
    ${
      found?.near_misses.length > 0 &&
      html`<h3>Chưa dùng được, và vì sao</h3>${found.near_misses.map(
        (each) => html`<${Found} key=${each.paper.item} papers=${[each.paper]} reasons=${each.objections} ...${{ path, dossier }}>
        ${each.may_be_chosen && html`<${Button} busy=${using.busy} onClick=${() => use([each.paper], true)}>Vẫn dùng<//>`}<//>`,
      )}`
    }
    <${Trouble} problem=${looking.problem ?? using.problem} />
    <div class="row row-end dialog-end">
      <button type="button" onClick=${found ? onDone : onClose}>Đóng</button>
      ${!found && html`<${Button} class="primary" busy=${looking.busy} onClick=${look}>Tra cứu<//>`}
    </div>
  <//>`;
}

const SCAN_REASONS = [
  ["UNREADABLE", "Bản trong Kho không rõ nội dung"],
  ["CONTENT_DIFFERS", "Nội dung bản trong Kho khác bản giấy"],
  ["PAPER_NEWER", "Bản giấy mới hơn bản trong Kho"],
  ["OTHER_PAPER", "Bản trong Kho không phải giấy tờ mà thành phần này cần"],
  ["OWNER_ASKED", "Chủ hồ sơ đề nghị dùng bản giấy"],
];

/** [Số hóa]: a scan the agency has signed; over a fitting paper only with a reason. */
function Scan({ component, dossier, path, onClose, onDone }) {
  const offers = component.look_up.offered.length > 0;
  const [file, take] = useState(null);
  const [said, say] = useState({ reason: "", number: "", issuer: "", issued_on: "" });
  const [asked, nudge] = useState(false);
  const [send, sending] = useSending((upload) => upload.state === "accepted" && onDone(), "desk/uploads");
  const put = (name) => (value) => say({ ...said, [name]: value });
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (!file || (offers && !said.reason) || sending.busy) return;
    const body = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    send(file, { ...body, version: dossier.version }, `${path}/scan`);
  };
  return html`<${Dialog} title="Số hóa: ${component.name}" onClose=${() => sending.busy || onClose()}>
    <div class=${offers ? "beside" : ""}><form onSubmit=${submit} noValidate>
      ${offers && html`<${Notice} tone="warn"><p>Kho của chủ hồ sơ có giấy tờ phù hợp. Số hóa thêm được ghi là bỏ lỡ khai
        thác và phải có lý do.</p><//>
        <${ChoiceField} label="Lý do số hóa" needed none="Chọn lý do" options=${SCAN_REASONS} value=${said.reason}
          onValue=${put("reason")} faults=${asked && !said.reason ? ["Chưa chọn lý do."] : []} />`}
      <${FileField} file=${file} onFile=${(wanted) => sending.busy || (sending.reset(), take(wanted))}
        hint="Tệp PDF quét từ bản giấy, có chữ ký số của cơ quan; tối đa 25 MB"
        faults=${asked && !file ? ["Chưa chọn tệp tin."] : sending.problem?.at?.("file_name", "size")} />
      <div class="pair"><${TextField} label="Số, ký hiệu" value=${said.number} onValue=${put("number")} />
        <${TextField} label="Cơ quan cấp" value=${said.issuer} onValue=${put("issuer")} />
        <${TextField} label="Ngày cấp" type="date" value=${said.issued_on} onValue=${put("issued_on")} /></div>
      <${Sending} sending=${sending} />
      <${NotSent} problem=${sending.problem} beside=${["file_name", "size"]} />
      ${sending.upload && sending.upload.state !== "accepted" && html`<${Verdict} upload=${sending.upload} />`}
      <div class="row row-end dialog-end"><button type="button" onClick=${() => sending.busy || onClose()}>Đóng</button>
        <${Button} type="submit" class="primary" busy=${sending.busy}>Gửi bản số hóa<//></div>
    </form>
    ${offers && html`<${Offered} ...${{ component, path, dossier }} />`}</div><//>`;
}

const WAYS = [
  ["present", "Đã xuất trình bản chính (không số hóa)"],
  ["data", "Đã tra cứu trong cơ sở dữ liệu"],
  ["waived", "Không cần thành phần này"],
];

function OtherWay({ component, dossier, path, onClose, onDone }) {
  const [said, say] = useState({ way: "present", note: "", record: "" });
  const [save, saving] = useAction(async () => {
    await ask("PUT", path, { body: { version: dossier.version, ...said, record: said.way === "data" ? said.record : "" } });
    onDone();
  });
  const submit = (event) => {
    event.preventDefault();
    save();
  };
  return html`<${Dialog} title=${component.name} onClose=${onClose}>
    <form onSubmit=${submit} noValidate>
      <${ChoiceField} label="Cách ghi nhận" options=${WAYS} value=${said.way} onValue=${(way) => say({ ...said, way })}
        faults=${saving.problem?.at?.("way") ?? []} />
      ${said.way === "data" && html`<${TextField} label="Mã bản ghi tra cứu được" needed value=${said.record}
        onValue=${(record) => say({ ...said, record })} faults=${saving.problem?.at?.("record") ?? []} />`}
      <${Field} label="Ghi chú" faults=${saving.problem?.at?.("note") ?? []}>${(control) => html`<textarea maxlength="2000"
        value=${said.note} onInput=${(event) => say({ ...said, note: event.currentTarget.value })} ...${control}></textarea>`}<//>
      <${Trouble} problem=${saving.problem} beside=${["way", "record", "note"]} />
      <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
        <${Button} type="submit" class="primary" busy=${saving.busy}>Ghi nhận<//></div>
    </form><//>`;
}
