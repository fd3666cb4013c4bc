/** [Thêm mới] puts a paper into the vault; the same form with a file alone replaces one that was wrong. */
import { useState } from "preact/hooks";
import {
  Back,
  Button,
  ChoiceField,
  Heading,
  html,
  Icon,
  Loaded,
  Notice,
  TextField,
  useFocus,
  useLoaded,
} from "./page.js";
import { FileField, NotSent, Sending, useSending, Verdict } from "./sending.js";
import { ask, look } from "./session.js";
import { useTyped } from "./typed.js";
import { called, KINDS } from "./words.js";

const TITLE = "Cập nhật dữ liệu kho cá nhân, tổ chức";
const BESIDE = [
  "kind",
  "document_type",
  "copy_of",
  "purpose",
  "file_name",
  "size",
  "title",
  "number",
  "issuer",
  "issued_on",
  "valid_until",
];

export function Deposit() {
  const [said, say, forgetSaid] = useTyped("said", { kind: "result" });
  const [file, choose, forgetFile] = useTyped("file", null);
  const [send, sending] = useSending((upload) => {
    if (upload.state !== "accepted") return;
    forgetSaid();
    forgetFile();
  });
  const choices = useLoaded(() => Promise.all([look("document-types"), look("catalogue")]), []);
  const faults = (...places) => sending.problem?.at?.(...places) ?? [];
  const submit = (event) => {
    event.preventDefault();
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    if (file && !sending.busy) send(file, given);
  };
  const chosen = (wanted) => {
    if (sending.busy) return;
    sending.reset();
    choose(wanted);
  };
  const another = () => {
    sending.reset();
    choose(null);
    say({ kind: said.kind });
  };
  if (sending.upload?.state === "accepted") return html`<${Accepted} upload=${sending.upload} another=${another} />`;
  return html`
    <${Back} to="#/vault">Kho dữ liệu<//>
    <${Heading}>${TITLE}<//>
    <p>Tệp tin phải là bản PDF gốc do cơ quan cấp, ký bằng chứng thư số của Ban Cơ yếu Chính phủ.${" "}
      Bản chụp, bản quét hoặc bản in lại không còn chữ ký số.</p>
    <form class="card" onSubmit=${submit} noValidate>
      <${Loaded} of=${choices}>${([{ document_types: types }, { purposes }]) => html`
        <${TypeFields} said=${said} say=${say} types=${types} purposes=${purposes} faults=${faults} />`}<//>
      <${FileField} file=${file} onFile=${chosen} faults=${faults("file_name", "size")} />
      <${Description} said=${said} say=${say} faults=${faults} />
      <${Sending} sending=${sending} />
      <${NotSent} problem=${sending.problem} beside=${BESIDE} />
      ${sending.upload && html`<${Verdict} upload=${sending.upload} />`}
      <${Update} file=${file} busy=${sending.busy} />
    </form>`;
}

/** The type of paper; of a certified copy, what it copies; of a paper for one purpose, which. */
function TypeFields({ said, say, types, purposes, faults }) {
  const isCopy = said.kind === "certified_copy";
  const copies = types.find((each) => each.wraps)?.code;
  const named = (found) => found.map((each) => [each.code, each.name]).sort((a, b) => a[1].localeCompare(b[1], "vi"));
  const files = types.filter((each) => !each.always_data && !each.code.startsWith("DATA."));
  const counts = types.find((each) => each.code === (isCopy ? said.copy_of : said.document_type));
  const kindChosen = (kind) =>
    say({ ...said, kind, document_type: kind === "certified_copy" ? copies : "", copy_of: "", purpose: "" });
  return html`
    <${ChoiceField} label="Loại giấy tờ" needed options=${KINDS} value=${said.kind} faults=${faults("kind")}
      onValue=${kindChosen} />
    ${
      isCopy
        ? html`<${ChoiceField} label="Danh mục giấy tờ được sao" needed none="Chọn giấy tờ được sao"
          value=${said.copy_of}
          options=${named(files.filter((each) => !each.wraps))} faults=${faults("copy_of", "document_type")}
          onValue=${(copy_of) => say({ ...said, copy_of })} />`
        : html`<${ChoiceField} label="Danh mục giấy tờ" needed none="Chọn danh mục giấy tờ" value=${said.document_type}
          options=${named(files.filter((each) => !each.wraps))} faults=${faults("document_type")}
          onValue=${(document_type) => say({ ...said, document_type, purpose: "" })} />`
    }
    ${
      counts?.purpose_bound &&
      html`<${ChoiceField} label="Mục đích sử dụng ghi trên giấy tờ" needed none="Chọn mục đích"
      value=${said.purpose} options=${named(purposes)} faults=${faults("purpose")}
        onValue=${(purpose) => say({ ...said, purpose })} />`
    }`;
}

const TEXTS = [
  ["title", "Tên giấy tờ"],
  ["number", "Số, ký hiệu"],
  ["issuer", "Cơ quan cấp"],
];
const DAYS = [
  ["issued_on", "Ngày cấp"],
  ["valid_until", "Ngày hết hạn (nếu có ghi)"],
];

function Description({ said, say, faults }) {
  const field =
    (type) =>
    ([name, label]) => html`<${TextField} label=${label} type=${type} value=${said[name]}
    faults=${faults(name)} onValue=${(value) => say({ ...said, [name]: value })} />`;
  const some = (is) => [...TEXTS, ...DAYS].some(([name]) => is(name));
  const [wasUsed] = useState(() => some((name) => said[name]));
  return html`<details open=${wasUsed || some((name) => faults(name).length) || null}>
    <summary>Thông tin ghi trên giấy tờ (không bắt buộc)</summary>
    <p class="soft small">Bỏ trống thì hệ thống đọc từ tệp tin nếu được; bạn sửa lại sau cũng được.</p>
    <div class="pair">${TEXTS.map(field("text"))}${DAYS.map(field("date"))}</div>
  </details>`;
}

function Update({ file, busy }) {
  const [asked, nudge] = useState(false);
  return html`
    ${asked && !file && html`<p class="fault" role="alert">Chưa chọn tệp tin: bấm [Chọn tệp tin].</p>`}
    <div class="row row-end">
      <a class="button" href="#/vault">Quay lại</a>
      <${Button} type="submit" class="primary" busy=${busy} onClick=${() => nudge(true)}>Cập nhật<//>
    </div>`;
}

function Accepted({ upload, another }) {
  const place = useFocus(upload);
  return html`
    <${Heading}>Đã cập nhật vào Kho<//>
    <div class="notice notice-good" role="status" tabindex="-1" ref=${place}>
      <p><strong><${Icon} name="good" size="18" /> ${upload.sentence}</strong></p><p>${upload.file_name}</p>
    </div>
    <div class="row">
      <a class="button primary" href="#/vault/${upload.item}">Xem giấy tờ</a>
      <button type="button" onClick=${another}>Thêm giấy tờ khác</button>
      <a class="button" href="#/vault">Về Kho dữ liệu</a>
    </div>`;
}

export function Replace({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `vault/items/${id}`), [id]);
  return html`<${Back} to="#/vault/${id}">Giấy tờ<//>
    <${Loaded} of=${loaded} named=${TITLE}>${(item) => html`<${ReplaceForm} item=${item} />`}<//>`;
}

function ReplaceForm({ item }) {
  const [file, choose] = useState(null);
  const [send, sending] = useSending();
  const chosen = (wanted) => {
    if (sending.busy) return;
    sending.reset();
    choose(wanted);
  };
  const leave = item.actions.find((each) => each.code === "replace");
  const submit = (event) => {
    event.preventDefault();
    if (file && !sending.busy) send(file, { replaces: item.id });
  };
  if (sending.upload?.state === "accepted")
    return html`<${Accepted} upload=${sending.upload} another=${() => (location.hash = "#/vault/new")} />`;
  if (!leave.allowed) return html`<${Heading}>${TITLE}<//><${Notice} tone="warn">${leave.text}<//>`;
  return html`
    <${Heading}>${TITLE}<//>
    <p>Tệp tin mới thay tệp tin cũ của <strong>${called(item)}
      </strong>. Hồ sơ đã nộp vẫn giữ bản cũ; từ nay chỉ bản mới được đề xuất.</p>
    <form class="card" onSubmit=${submit} noValidate>
      <dl class="facts"><dt>Danh mục giấy tờ</dt><dd>${item.document_type_name}</dd><dt>Tệp tin cũ</dt><dd>
        ${item.file_name}</dd></dl>
      <${FileField} file=${file} onFile=${chosen} faults=${sending.problem?.at?.("file_name", "size")} />
      <${Sending} sending=${sending} />
      <${NotSent} problem=${sending.problem} beside=${["file_name", "size"]} />
      ${sending.upload && html`<${Verdict} upload=${sending.upload} />`}
      <${Update} file=${file} busy=${sending.busy} />
    </form>`;
}
