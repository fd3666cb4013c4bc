/** The paper a certified copy is made of: described by who asks for the copy, and shown to who makes it. */
import { ChoiceField, html, Loaded, Notice, phrase, TextField, useLoaded } from "./page.js";
import { look } from "./session.js";
import { atMoment, grouped, onDay } from "./words.js";

const FIELDS = "document_type number issuer issued_on valid_from valid_until purpose".split(" ");

/** Where the API's faults about an original stand. */
export const ORIGINAL_PLACES = FIELDS.map((name) => `original.${name}`);

/** What was left empty is not sent. */
export function described(said) {
  return Object.fromEntries(FIELDS.filter((name) => said[name]).map((name) => [name, said[name]]));
}

/** Its fields. `isPresented`: it lies on the counter, so what is printed on it can be read. */
export function OriginalFields({ said, say, problem, isPresented = false }) {
  const known = useLoaded(() => Promise.all([look("document-types"), look("catalogue")]), []);
  return html`<fieldset><legend>Bản chính</legend>
    <${Loaded} of=${known}>${([{ document_types: types }, { purposes }]) => html`
      <${Fields} ...${{ said, say, isPresented, types, purposes }} faults=${(name) => problem?.at?.(`original.${name}`) ?? []} />`}<//>
  </fieldset>`;
}

function Fields({ said, say, isPresented, types, purposes, faults }) {
  const chosen = types.find((each) => each.code === said.document_type);
  const known = (name) => ({ value: said[name], faults: faults(name), onValue: (value) => say({ ...said, [name]: value }) });
  const typeChosen = (document_type) => say({ ...said, document_type, purpose: "" });
  return html`<${ChoiceField} ...${known("document_type")} label="Danh mục giấy tờ" needed none="Chọn danh mục giấy tờ"
      options=${copied(types)} onValue=${typeChosen} />
    ${chosen?.purpose_bound && html`<${ChoiceField} ...${known("purpose")} label="Mục đích sử dụng ghi trên bản chính"
      needed=${isPresented} none="Chọn mục đích" options=${named(purposes)} />`}
    <div class="pair"><${TextField} ...${known("number")} label="Số, ký hiệu" maxlength="200" />
      <${TextField} ...${known("issuer")} label="Cơ quan cấp" needed=${isPresented} maxlength="200" />
      <${TextField} ...${known("issued_on")} label="Ngày cấp" type="date" />
      <${TextField} ...${known("valid_until")} label="Ngày hết hạn (nếu có ghi)" type="date" /></div>`;
}

/** What may be copied: neither a copy of something else, nor what is only ever looked up. */
function copied(types) {
  return named(types.filter((each) => !each.wraps && !each.always_data && !each.code.startsWith("DATA.")));
}

function named(coded) {
  return coded.map((each) => [each.code, each.name]).sort((a, b) => a[1].localeCompare(b[1], "vi"));
}

/** What is noted of it, as pairs of a list of facts. */
export function originalFacts({ original, pages, fee }) {
  return [
    ["Bản chính", original.document_type_name],
    ["Số, ký hiệu", original.number],
    ["Cơ quan cấp", original.issuer],
    ["Ngày cấp", onDay(original.issued_on)],
    ["Hết hạn", onDay(original.valid_until)],
    ["Số trang", pages],
    ["Phí chứng thực", fee !== null && dong(fee)],
  ];
}

export function dong(amount) {
  return phrase`${grouped(amount)} đồng`;
}

/** What a copy of this original cannot do, before anybody pays for it. */
export function Warnings({ warnings }) {
  if (!warnings.length) return null;
  return html`<${Notice} tone="warn" title="Cần biết về bản sao này">
    <ul class="told">${warnings.map((each) => html`<li key=${each.code}>${each.detail}</li>`)}</ul><//>`;
}

/** What was done with a request, and by whom; never an officer by name. */
export function Deeds({ steps }) {
  return html`<section class="stack"><h2>Quá trình</h2><ol class="timeline">${[...steps].reverse().map(
    (each) => html`<li><p class="soft small">${atMoment(each.at)} · ${each.by}</p><p>${each.name}${each.text && `: ${each.text}`}</p></li>`,
  )}</ol></section>`;
}

export const COPY_TONES = { delivered: "good", refused: "bad", signed: "warn", accepted: "warn", requested: "warn" };
