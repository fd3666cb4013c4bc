/** Results of a dossier, signed and on their way into the vault; and many at once, each with what became of it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { DeskRooms } from "./desk_rooms.js";
import {
  Back,
  Button,
  Chip,
  ChoiceField,
  Dialog,
  Heading,
  html,
  Icon,
  Loaded,
  Notice,
  phrase,
  TextField,
  Trouble,
  useAction,
  useLoaded,
} from "./page.js";
import { FileField, NotSent, Sending, useSending, Verdict } from "./sending.js";
import { ask, look } from "./session.js";
import { announcement, sent } from "./upload.js";
import { bytes, onDay } from "./words.js";

export function Results({ dossier, onDone }) {
  const loaded = useLoaded(() => ask("GET", `desk/dossiers/${dossier.id}/results`), []);
  const [isAdding, add] = useState(false);
  return html`<section class="stack"><h2>Kết quả giải quyết</h2>
    <${Loaded} of=${loaded}>${(known) => html`
      ${known.expected.length === 0 && html`<p class="soft">Thủ tục này không có kết quả là văn bản.</p>`}
      ${known.expected.length > 0 && known.results.length === 0 && html`<p class="soft">Cần trả: ${known.expected.join(", ")}.</p>`}
      ${known.results.map((each) => html`<${Result} key=${each.id} result=${each} dossier=${dossier} onDone=${onDone} />`)}
      ${dossier.state === 4 && known.expected.length > 0 && html`<p><button type="button" onClick=${() => add(true)}>
        <${Icon} name="add" size="18" />Thêm kết quả đã ký</button></p>`}
      ${isAdding && html`<${AddResult} dossier=${dossier} onClose=${() => add(false)} onDone=${onDone} />`}`}<//>
  </section>`;
}

function Result({ result, dossier, onDone }) {
  const [remove, removing] = useAction(async () => {
    await ask("DELETE", `desk/dossiers/${dossier.id}/results/${result.id}`, { query: { version: dossier.version } });
    onDone();
  });
  return html`<div class="card row row-apart"><div class="grow"><strong>${result.title}</strong>
      <p class="soft small">${[result.number && phrase`Số ${result.number}`, result.issued_on && onDay(result.issued_on), result.issuer, result.file_name].filter(Boolean).join(" · ")}</p>
      ${result.named.length > 0 && html`<p class="small">Cùng đứng tên: ${result.named.map((each) => `${each.name} (${each.masked_number})`).join(", ")}</p>`}</div>
    <${Chip} tone=${result.delivered ? "good" : "warn"}>${result.delivered ? "Đã vào Kho của chủ hồ sơ" : "Chờ hoàn thành hồ sơ"}<//>
    ${!result.delivered && html`<${Button} class="quiet" busy=${removing.busy} onClick=${remove}>Gỡ<//>`}
    <${Trouble} problem=${removing.problem} /></div>`;
}

function AddResult({ dossier, onClose, onDone }) {
  const [file, take] = useState(null);
  const [said, say] = useState({ number: "", issued_on: "", purpose: "", scanned: false, holders: [] });
  const [asked, nudge] = useState(false);
  const [send, sending] = useSending((upload) => upload.state === "accepted" && onDone(), "desk/uploads");
  const put = (name) => (value) => say({ ...said, [name]: value });
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (!file || sending.busy) return;
    const { holders, ...rest } = said;
    const body = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
    send(file, { ...body, holders, version: dossier.version }, `desk/dossiers/${dossier.id}/results`);
  };
  return html`<${Dialog} title="Thêm kết quả đã ký" onClose=${() => sending.busy || onClose()}>
    <form onSubmit=${submit} noValidate>
      <${FileField} file=${file} onFile=${(wanted) => sending.busy || (sending.reset(), take(wanted))}
        hint="Tệp PDF có chữ ký số của người có thẩm quyền và của cơ quan; tối đa 25 MB"
        faults=${asked && !file ? ["Chưa chọn tệp tin."] : sending.problem?.at?.("file_name", "size")} />
      <div class="pair"><${TextField} label="Số, ký hiệu" value=${said.number} onValue=${put("number")} />
        <${TextField} label="Ngày cấp" type="date" value=${said.issued_on} onValue=${put("issued_on")} /></div>
      <${Purpose} value=${said.purpose} faults=${sending.problem?.at?.("purpose")} onValue=${put("purpose")} />
      <${CoHolders} holders=${said.holders} onHolders=${put("holders")} problem=${sending.problem} />
      <label class="tick"><input type="checkbox" checked=${said.scanned}
        onChange=${(event) => put("scanned")(event.currentTarget.checked)} />
        <span class="tick-body">Kết quả giấy được quét lại <span class="soft small">(chỉ cần chữ ký số của cơ quan)</span></span></label>
      <${Sending} sending=${sending} />
      <${NotSent} problem=${sending.problem}
        beside=${["file_name", "size", "purpose", ...said.holders.flatMap((_, n) => [`holders.${n}.number`, `holders.${n}.name`])]} />
      ${sending.upload && sending.upload.state !== "accepted" && html`<${Verdict} upload=${sending.upload} />`}
      <div class="row row-end dialog-end"><button type="button" onClick=${() => sending.busy || onClose()}>Đóng</button>
        <${Button} type="submit" class="primary" busy=${sending.busy}>Gửi kết quả<//></div>
    </form><//>`;
}

/** What a paper that serves one purpose only was issued for. */
function Purpose(field) {
  const purposes = useLoaded(() => look("catalogue").then((known) => known.purposes), []);
  return html`<${ChoiceField} label="Mục đích sử dụng" hint="Chỉ với giấy tờ cấp cho một mục đích" none="Không ghi mục đích"
    ...${field} options=${(purposes.value ?? []).map((each) => [each.code, each.name])} />`;
}

/** Who holds the result beside the dossier's owner: a number alone, with a digit mistyped, would be a stranger's. */
function CoHolders({ holders, onHolders, problem }) {
  const put = (n, name) => (value) => onHolders(holders.map((each, at) => (at === n ? { ...each, [name]: value } : each)));
  return html`${holders.map((each, n) => html`<fieldset class="stack"><legend>Người cùng đứng tên thứ ${n + 1}</legend>
      <div class="pair"><${TextField} label="Số định danh cá nhân hoặc mã số thuế" needed value=${each.number}
          onValue=${put(n, "number")} faults=${problem?.at?.(`holders.${n}.number`)} />
        <${TextField} label="Họ và tên hoặc tên tổ chức" needed value=${each.name}
          onValue=${put(n, "name")} faults=${problem?.at?.(`holders.${n}.name`)} /></div>
      <p><button type="button" class="quiet" onClick=${() => onHolders(holders.filter((_, at) => at !== n))}>Bỏ người này</button></p></fieldset>`)}
    <p><button type="button" class="quiet" onClick=${() => onHolders([...holders, { number: "", name: "" }])}>
      <${Icon} name="add" size="18" />Thêm người cùng đứng tên</button></p>`;
}

/** Many results at once: a file's name carries its dossier's code; each is judged by itself, and told by itself. */
export function BulkReturn() {
  const [files, take] = useState([]);
  const [scanned, isScanned] = useState(false);
  const [purpose, aim] = useState("");
  const [batch, become] = useState(null);
  const [parts, progress] = useState({});
  const [send, sending] = useAction(async () => {
    const described = await Promise.all(files.map(async (file) => ({ ...(await announcement(file)), scanned, ...(purpose && { purpose }) })));
    const answer = await ask("POST", "desk/results", { body: { files: described } });
    become({ id: answer.id, files: answer.files });
    for (const [n, each] of answer.files.entries()) {
      if (each.upload) await sent(each.upload, files[n], (part) => progress((before) => ({ ...before, [n]: part })));
      progress((before) => ({ ...before, [n]: 1 }));
    }
    location.hash = `#/desk/results/${answer.id}`;
  });
  const submit = (event) => {
    event.preventDefault();
    if (files.length && !sending.busy) send();
  };
  const done = Object.values(parts).filter((part) => part === 1).length;
  return html`<${DeskRooms} at="#/desk/results" /><${Heading}>Trả nhiều kết quả<//>
    <p>Chọn các tệp PDF đã ký. Tên mỗi tệp phải có mã hồ sơ, ví dụ <strong>H21.50.05-261123-0007.pdf</strong>. Mỗi tệp được
      kiểm tra riêng; hồ sơ đủ điều kiện được hoàn thành và kết quả vào Kho ngay.</p>
    <form onSubmit=${submit} noValidate>
      <div class="field"><label for="files">Các tệp kết quả <span class="needed">(bắt buộc, tối đa 50 tệp)</span></label>
        <input type="file" id="files" multiple accept="application/pdf,.pdf"
          onChange=${(event) => take([...event.currentTarget.files].slice(0, 50))} /></div>
      ${files.length > 0 && html`<ul class="told small">${files.map((file) => html`<li>${file.name} (${bytes(file.size)})</li>`)}</ul>`}
      <${Purpose} value=${purpose} onValue=${aim} />
      <label class="tick"><input type="checkbox" checked=${scanned} onChange=${(event) => isScanned(event.currentTarget.checked)} />
        <span class="tick-body">Kết quả giấy được quét lại</span></label>
      ${batch && html`<div class="notice notice-calm" role="status"><label for="sent">Đã gửi ${done} / ${files.length} tệp</label>
        <progress id="sent" max=${files.length} value=${done}></progress></div>`}
      <${Trouble} problem=${sending.problem} />
      <div class="row row-end"><${Button} type="submit" class="primary" busy=${sending.busy}>Gửi ${files.length || ""} kết quả<//></div>
    </form>`;
}

const STANDING_TONES = { refused: "bad", waiting: "warn", accepted: "good", closed: "good" };
const AGAIN = 3000; // milliseconds, while a file is still being judged
const ROUNDS = 40; // then by hand: a file that was never sent waits for ever

/** Still judged; or taken a moment ago, and nothing speaks against the closing of its dossier that comes next. */
const isUndecided = ({ standing, problems }) => standing === "waiting" || (standing === "accepted" && problems.length === 0);

export function BatchReport({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `desk/results/batches/${id}`), [id]);
  const isWaiting = loaded.value?.files.some(isUndecided);
  const rounds = useRef(0);
  useEffect(() => {
    if (!isWaiting || rounds.current++ >= ROUNDS) return undefined;
    const later = setTimeout(loaded.again, AGAIN);
    return () => clearTimeout(later);
  }, [loaded.value]);
  return html`<${Back} to="#/desk/results">Trả nhiều kết quả<//><${Heading}>Kết quả đã gửi<//>
    <${Loaded} of=${loaded}>${(report) => html`
      <p class="row"><${Button} onClick=${loaded.again}>Xem lại<//></p>
      <ul class="papers">${report.files.map(
        (each) => html`<li class="card stack"><div class="row row-apart"><h2 class="grow">${each.dossier
          ? html`<a href="#/desk/dossiers/${each.dossier}">${each.code}</a>`
          : (each.code ?? each.file_name)}</h2>
          <${Chip} tone=${STANDING_TONES[each.standing] ?? "warn"}>${each.standing_text}<//></div>
          <p class="soft small">${each.file_name}</p>
          ${each.problems.length > 0 && html`<ul class="told">${each.problems.map((told) => html`<li>${told.detail}</li>`)}</ul>`}
        </li>`,
      )}</ul>`}<//>
    <div role="status">${isWaiting && html`<${Notice}><p>Một số tệp còn đang được kiểm tra.</p><//>`}</div>`;
}
