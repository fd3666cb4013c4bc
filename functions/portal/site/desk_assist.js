/** Nộp hộ tại quầy: who stands here, what they agree to, and where that is written; then the ordinary pages are theirs. */
import { useState } from "preact/hooks";
import { DeskRooms } from "./desk_rooms.js";
import { begin, hands, isAnother } from "./hands.js";
import { Button, ChoiceField, Heading, html, Loaded, Notice, TextField, Trouble, useAction, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { Problem } from "./wire.js";

export function Assist({ query }) {
  const begun = () => (location.hash = query.dossier ? `#/dossiers/${query.dossier}` : "#/procedures");
  return html`<${DeskRooms} at="#/desk/assist" /><${Heading}>Nộp hộ người dân tại quầy<//>
    ${query.ended && !hands.of && html`<${Notice} tone="good" role="status"><p>Đã kết thúc phiên làm thay ${query.ended}.</p><//>`}
    ${
      hands.of
        ? html`<${Notice} title="Đang làm thay ${hands.of.name}"><p>Mỗi thẻ chỉ làm thay một người. Hãy kết thúc phiên này trước
          khi mở phiên khác.</p><p class="row"><a class="button" href="#/procedures">Nộp hồ sơ mới</a>
          <a class="button" href="#/dossiers">Hồ sơ của ${hands.of.name}</a></p><//>`
        : html`<p>Dành cho người không có tài khoản hoặc thiết bị. Phiên kéo dài nửa giờ; người được hỗ trợ được báo và xem lại
          được công chức nào đã làm gì.</p><${AssistForm} said=${EMPTY} onBegun=${begun} />`
    }`;
}

const EMPTY = {
  kind: "person",
  number: "",
  name: "",
  birth_date: "",
  channel: "counter",
  consents: [],
  consent_given: "signed_paper",
  evidence: "",
};
const KINDS = [
  ["person", "Cá nhân"],
  ["organisation", "Tổ chức, doanh nghiệp"],
];
const CHANNELS = [
  ["counter", "Nộp trực tiếp tại quầy"],
  ["assisted", "Hỗ trợ nộp trực tuyến"],
];
const GIVEN = [
  ["signed_paper", "Ký giấy đồng ý"],
  ["before_witness", "Đồng ý trước người làm chứng"],
];
const PLACES = Object.keys(EMPTY);
const ANOTHER = new Problem({
  title: "Không phải người đang được hỗ trợ",
  detail: "Phiên đang dở là của người khác. Hãy kết thúc phiên đó rồi mở phiên mới.",
});

/** `again`: for the same person as before, in the middle of something. `children` stand beside its button. */
export function AssistForm({ said: first, again, onBegun, children }) {
  const [said, say] = useState(first);
  const asked = useLoaded(() => ask("GET", "desk/consents"), []);
  const [open, opening] = useAction(async () => {
    const { birth_date, ...rest } = said;
    const body = birth_date ? said : rest;
    const opened = await ask("POST", "desk/assisted-sessions", { body });
    if (isAnother(opened)) {
      await ask("DELETE", `desk/assisted-sessions/${opened.id}`);
      throw ANOTHER;
    }
    begin(opened, said);
    onBegun?.();
  });
  const submit = (event) => {
    event.preventDefault();
    open();
  };
  const put = (name) => ({
    value: said[name],
    faults: opening.problem?.at?.(name) ?? [],
    onValue: (value) => say((before) => ({ ...before, [name]: value })),
  });
  const isPerson = said.kind === "person";
  return html`<form class=${again ? "" : "card"} onSubmit=${submit} noValidate autocomplete="off">
    <fieldset><legend>Người ở quầy, ghi như trên giấy tờ</legend><div class="pair">
      <${ChoiceField} ...${put("kind")} label="Là" options=${KINDS} />
      <${TextField} ...${put("number")} label=${isPerson ? "Số định danh cá nhân" : "Mã số thuế"} needed inputmode="numeric"
        hint=${isPerson ? "12 chữ số" : "10 hoặc 13 chữ số"} maxlength="14" autocomplete="off" />
      <${TextField} ...${put("name")} label=${isPerson ? "Họ và tên" : "Tên tổ chức"} needed maxlength="200" autocomplete="off" />
      ${isPerson && html`<${TextField} ...${put("birth_date")} label="Ngày sinh" type="date" />`}
      <${ChoiceField} ...${put("channel")} label="Cách nộp" options=${CHANNELS} /></div></fieldset>
    <${Loaded} of=${asked}>${({ consents }) => html`<${Consents} all=${consents} ...${put("consents")} />`}<//>
    <div class="pair"><${ChoiceField} ...${put("consent_given")} label="Đồng ý bằng cách" options=${GIVEN} />
      <${TextField} ...${put("evidence")} needed maxlength="200"
        label=${said.consent_given === "signed_paper" ? "Số của giấy đồng ý" : "Họ tên người làm chứng"} /></div>
    <${Trouble} problem=${opening.problem} beside=${PLACES} />
    <div class="row row-end">${children}
      <${Button} type="submit" class="primary" busy=${opening.busy}>${again ? "Mở phiên mới" : "Mở phiên hỗ trợ"}<//></div>
  </form>`;
}

/** Each by itself, asked aloud: what is not agreed to is not done. */
function Consents({ all, value, faults, onValue }) {
  const toggled = (code) => onValue(value.includes(code) ? value.filter((each) => each !== code) : [...value, code]);
  return html`<fieldset><legend>Người này đồng ý</legend>
    <p class="soft small">Đọc từng nội dung cho họ nghe; chỉ đánh dấu nội dung họ đồng ý.</p>
    <div>${all.map(
      ({ code, text }) => html`<label class="tick" key=${code}><input type="checkbox" checked=${value.includes(code)}
        onChange=${() => toggled(code)} /><span class="tick-body">“${text}”</span></label>`,
    )}</div>
    ${faults.length > 0 && html`<p class="fault" role="alert">Chưa đánh dấu nội dung nào.</p>`}</fieldset>`;
}
