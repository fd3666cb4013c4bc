/** What a citizen is asked to bring, complete in one go: each component ticked, with a reason of the list and words. */
import { useState } from "preact/hooks";
import { ChoiceField, html, TextField } from "./page.js";

const REASONS = [
  "Chưa nộp giấy tờ này.",
  "Giấy tờ mờ, thiếu trang hoặc không mở được.",
  "Giấy tờ đã hết thời hạn sử dụng.",
  "Không đúng loại giấy tờ thủ tục yêu cầu.",
  "Giấy tờ không có chữ ký hoặc chữ ký số hợp lệ của cơ quan cấp.",
  "Thông tin trên giấy tờ không khớp với tờ khai.",
  "Tờ khai thiếu hoặc sai nội dung.",
].map((text) => [text, text]);

/** `faults` are those of the whole list; `faultsAt(n)` those of the point sent as the nth. */
export function Points({ dossier, value, faults, faultsAt, onValue }) {
  const [said, say] = useState({});
  const places = [
    ...dossier.components.filter((each) => each.status !== "not_applicable").map((each) => [each.code, each.name]),
    ["", "Nội dung khác của hồ sơ"],
  ];
  const put = (code, changes) => {
    const fresh = { ...said, [code]: { ...said[code], ...changes } };
    say(fresh);
    onValue(places.filter(([each]) => fresh[each]?.isAsked).map(([each]) => point(each, fresh[each])));
  };
  const place = (code) => value.findIndex((each) => (each.component ?? "") === code);
  return html`<fieldset><legend>Nội dung cần bổ sung, đầy đủ trong một lần</legend>
    ${faults.length > 0 && html`<p class="fault" role="alert">Chưa chọn nội dung nào cần bổ sung.</p>`}
    ${places.map(
      ([code, name]) => html`<${Place} key=${code} name=${name} said=${said[code] ?? {}} isOther=${code === ""}
        faults=${place(code) < 0 ? [] : faultsAt(place(code))} put=${(changes) => put(code, changes)} />`,
    )}</fieldset>`;
}

function point(component, { reason = "", detail = "" }) {
  const text = [reason, detail.trim()].filter(Boolean).join(" ");
  return component ? { component, text } : { text };
}

function Place({ name, said, isOther, faults, put }) {
  return html`<div class="check stack-tight"><label class="tick"><input type="checkbox" checked=${said.isAsked}
      onChange=${(event) => put({ isAsked: event.currentTarget.checked })} /><span class="tick-body"><strong>${name}</strong></span></label>
    ${said.isAsked && html`<div class="pair" role="group" aria-label=${name}>
      ${!isOther && html`<${ChoiceField} label="Lý do" none="Lý do khác, ghi bên cạnh" options=${REASONS} value=${said.reason}
        onValue=${(reason) => put({ reason })} />`}
      <${TextField} label=${isOther ? "Nội dung" : "Ghi rõ cần bổ sung gì"} needed=${!said.reason} maxlength="1000" value=${said.detail}
        faults=${faults} onValue=${(detail) => put({ detail })} /></div>`}</div>`;
}
