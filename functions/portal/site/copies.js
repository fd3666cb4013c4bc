/** Bản sao chứng thực điện tử: a citizen asks for one, brings the original to the unit, and follows it into the vault. */
import { useState } from "preact/hooks";
import { COPY_TONES, Deeds, described, dong, ORIGINAL_PLACES, originalFacts, OriginalFields, Warnings } from "./original.js";
import {
  Back,
  Button,
  Chip,
  Dialog,
  Facts,
  focusFault,
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
  usePages,
} from "./page.js";
import { ask, look } from "./session.js";
import { UnitField } from "./units.js";
import { atMoment, onDay } from "./words.js";

export function Copies() {
  const paged = usePages((cursor) => ask("GET", "certifications", { query: { limit: 20, cursor } }), []);
  return html`<${Back} to="#/vault">Kho dữ liệu<//>
    <div class="row row-apart"><${Heading}>Bản sao chứng thực<//>
      <a class="button primary" href="#/copies/new"><${Icon} name="add" size="18" />Yêu cầu chứng thực bản sao</a></div>
    <${Loaded} of=${paged.first}>${() => {
      const found = paged.pages.flatMap((page) => page.certifications);
      if (!found.length)
        return html`<div class="card empty"><p><strong>Bạn chưa yêu cầu chứng thực bản sao nào.</strong></p>
          <p>Bản sao chứng thực điện tử thay bản chính trong hồ sơ trực tuyến. Bạn mang bản chính đến Ủy ban nhân dân xã,
            phường một lần; bản sao đã ký số vào thẳng Kho của bạn.</p></div>`;
      return html`<ul class="papers">${found.map((each) => html`<${Row} key=${each.id} copy=${each} />`)}</ul>
        <${Trouble} problem=${paged.problem} />
        ${paged.cursor && html`<${Button} busy=${paged.busy} onClick=${paged.more}>Xem thêm<//>`}`;
    }}<//>`;
}

function Row({ copy }) {
  const facts = [copy.unit_name, phrase`yêu cầu ${atMoment(copy.requested_at)}`, copy.number && phrase`số chứng thực ${copy.number}`];
  return html`<li class="card stack"><div class="row row-apart"><h2 class="grow">
      <a class="main-link" href="#/copies/${copy.id}">${copy.original.document_type_name}</a></h2>
      <${Chip} tone=${COPY_TONES[copy.state]}>${copy.state_name}<//></div>
    <p class="soft">${facts.filter(Boolean).join(" · ")}</p></li>`;
}

const PLACES = [...ORIGINAL_PLACES, "unit", "wished_on", "wanted_for"];
const NEEDED = { document_type: "Chưa chọn danh mục giấy tờ.", unit: "Chưa chọn đơn vị." };

export function AskCopy() {
  const terms = useLoaded(() => look("certification-terms"), []);
  return html`<${Back} to="#/copies">Bản sao chứng thực<//><${Heading}>Yêu cầu chứng thực bản sao<//>
    <${Loaded} of=${terms}>${(known) => html`<${Asking} terms=${known} />`}<//>`;
}

function Asking({ terms }) {
  const [original, sayOriginal] = useState({});
  const [said, say] = useState({ unit: "", wished_on: "", wanted_for: "" });
  const [asked, nudge] = useState(false);
  const [send, sending] = useAction(async () => {
    const body = { original: described(original), unit: said.unit, wanted_for: said.wanted_for };
    if (said.wished_on) body.wished_on = said.wished_on;
    location.hash = `#/copies/${(await ask("POST", "certifications", { body })).id}`;
  });
  const missing = asked && [!original.document_type && "original.document_type", !said.unit && "unit"].filter(Boolean);
  const problem = missing?.length ? { at: (place) => (missing.includes(place) ? [NEEDED[place.split(".").at(-1)]] : []) } : sending.problem;
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (original.document_type && said.unit) send();
    else focusFault();
  };
  const put = (name) => ({
    value: said[name],
    faults: problem?.at?.(name) ?? [],
    onValue: (value) => say((before) => ({ ...before, [name]: value })),
  });
  return html`<${Fee} terms=${terms} />
    <form class="card" onSubmit=${submit} noValidate>
      <${OriginalFields} said=${original} say=${sayOriginal} problem=${problem} />
      <fieldset><legend>Nơi chứng thực</legend>
        <${UnitField} ...${put("unit")} label="Đơn vị chứng thực" fits=${(unit) => terms.levels.includes(unit.level)} />
        <${TextField} ...${put("wished_on")} label="Ngày sẽ mang bản chính đến" type="date"
          hint="Ngày làm việc, trong ${terms.wished_within_days} ngày tới; không bắt buộc" /></fieldset>
      <${TextField} ...${put("wanted_for")} label="Dùng để làm gì" hint="Không bắt buộc" maxlength="200" />
      <${Trouble} problem=${sending.problem} beside=${PLACES} />
      <div class="row row-end"><a class="button" href="#/copies">Quay lại</a>
        <${Button} type="submit" class="primary" busy=${sending.busy}>Gửi yêu cầu<//></div>
    </form>`;
}

function Fee({ terms }) {
  return html`<${Notice}><p>Bạn mang bản chính đến quầy để đối chiếu; bản sao đã ký số vào thẳng Kho của bạn.</p>
    <p>Phí (chưa kiểm chứng): ${dong(terms.fee_of_a_first_page)} mỗi trang của ${terms.fee_first_pages} trang đầu, ${dong(terms.fee_of_a_further_page)} mỗi
      trang tiếp theo, nhiều nhất ${dong(terms.fee_at_most)} một bản.</p><//>`;
}

export function CopyPage({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `certifications/${id}`), [id]);
  return html`<${Back} to="#/copies">Bản sao chứng thực<//>
    <${Loaded} of=${loaded} named="Bản sao chứng thực">${(copy) => html`<${Followed} copy=${copy} put=${loaded.put} again=${loaded.again} />`}<//>`;
}

const NEXT = {
  requested: (copy) =>
    copy.wished_on
      ? phrase`Mang bản chính ngày ${onDay(copy.wished_on)} đến ${copy.unit_name} để đối chiếu và nộp phí.`
      : phrase`Mang bản chính đến ${copy.unit_name} để đối chiếu và nộp phí.`,
  accepted: (copy) => phrase`${copy.unit_name} đã đối chiếu bản chính và đang ký số bản sao.`,
  signed: (copy) => phrase`Bản sao đã ký số; ${copy.unit_name} sẽ vào sổ và trả vào Kho của bạn.`,
};

function Followed({ copy, put, again }) {
  const [isCancelling, cancel] = useState(false);
  const refused = copy.state === "refused" && copy.steps.at(-1).text;
  const facts = [
    ...originalFacts(copy),
    ["Đơn vị chứng thực", copy.unit_name],
    ["Ngày hẹn đến", onDay(copy.wished_on)],
    ["Dùng để", copy.wanted_for],
    ["Số chứng thực", copy.number],
  ];
  const canCancel = copy.possible.some((each) => each.act === "cancelled");
  return html`<${Heading}>Bản sao: ${copy.original.document_type_name}<//>
    <p class="row"><${Chip} tone=${COPY_TONES[copy.state]}>${copy.state_name}<//></p>
    ${NEXT[copy.state] && html`<${Notice} title="Tiếp theo"><p>${NEXT[copy.state](copy)}</p><//>`}
    ${refused && html`<${Notice} tone="bad" title="Lý do từ chối"><p>${refused}</p><//>`}
    ${copy.item && html`<${Notice} tone="good"><p>Bản sao đã ở trong Kho của bạn.</p>
      <p><a href="#/vault/${copy.item}">Xem giấy tờ trong Kho</a></p><//>`}
    <${Warnings} warnings=${copy.warnings} />
    <${Facts} facts=${facts} />
    ${canCancel && html`<p><button type="button" class="danger" onClick=${() => cancel(true)}>Hủy yêu cầu</button></p>`}
    <${Deeds} steps=${copy.steps} />
    ${isCancelling && html`<${Cancel} ...${{ copy, again }} onClose=${() => cancel(false)} onDone=${(after) => {
      cancel(false);
      put(after);
    }} />`}`;
}

function Cancel({ copy, again, onClose, onDone }) {
  const [send, sending] = useAction(async () =>
    onDone(await ask("POST", `certifications/${copy.id}/cancel`, { body: { revision: copy.revision } })),
  );
  const isStale = sending.problem?.status === 409;
  return html`<${Dialog} title="Hủy yêu cầu chứng thực?" onClose=${onClose}>
    <p>Đơn vị sẽ không làm bản sao nữa. Muốn có bản sao sau này, bạn gửi yêu cầu mới.</p>
    <${Trouble} problem=${sending.problem} again=${isStale ? again : null} />
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Giữ lại</button>
      <${Button} class="danger" busy=${sending.busy} onClick=${send}>Hủy yêu cầu<//></div><//>`;
}
