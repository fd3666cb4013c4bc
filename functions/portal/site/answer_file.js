/** [Chọn tệp tin] inside a dossier: into the vault to be used again, or for this one component alone. */
import { useState } from "preact/hooks";
import { Button, ChoiceField, Dialog, html, useAction } from "./page.js";
import { paged, PHOTO } from "./photo.js";
import { FileField, NotSent, Sending, useSending, Verdict } from "./sending.js";

export function AnswerFile({ dossier, component, requirement, onClose, onFiled }) {
  const types = keepable(requirement);
  const alone = component.ways.includes("upload");
  const [keep, keepIt] = useState(types.length > 0);
  const [type, choose] = useState(types.length === 1 ? types[0][0] : "");
  const [file, take] = useState(null);
  const [asked, nudge] = useState(false);
  const [send, sending] = useSending((upload) => {
    if (upload.state === "accepted" && upload.attached !== false) onFiled();
  });
  const chosen = (wanted) => {
    if (sending.busy) return;
    sending.reset();
    take(wanted);
  };
  const place = { dossier: dossier.id, component: component.code };
  const said = keep ? { ...place, kind: "result", document_type: type, purpose: requirement?.purpose?.code } : place;
  const [deliver, delivering] = useAction(async () => send(keep ? file : await paged(file), said));
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (file && (!keep || type) && !sending.busy) deliver();
  };
  const problem = delivering.problem ?? sending.problem;
  const faults = asked && !file ? ["Chưa chọn tệp tin."] : (problem?.at?.("file_name", "size") ?? []);
  return html`<${Dialog} title="Chọn tệp tin: ${component.name}" onClose=${() => sending.busy || onClose()}>
    <form onSubmit=${submit} noValidate>
      ${
        types.length > 0 &&
        alone &&
        html`<fieldset><legend>Dùng tệp tin này</legend><div>
        <label class="tick"><input type="radio" name="keep" checked=${keep} onChange=${() => keepIt(true)} />
          <span class="tick-body">Lưu vào Kho để lần sau dùng lại <span
            class="soft small">(cần chữ ký số của cơ quan nhà nước)</span></span></label>
        <label class="tick"><input type="radio" name="keep" checked=${!keep} onChange=${() => keepIt(false)} />
          <span class="tick-body">Chỉ cho hồ sơ này <span
            class="soft small">(bản quét hoặc ảnh chụp cũng được; cơ quan giải quyết sẽ xem xét)</span></span></label>
      </div></fieldset>`
      }
      ${
        keep &&
        types.length > 1 &&
        html`<${ChoiceField} label="Danh mục giấy tờ" needed none="Chọn danh mục giấy tờ" options=${types} value=${type}
          onValue=${choose}
        faults=${asked && !type ? ["Chưa chọn danh mục giấy tờ."] : (sending.problem?.at?.("document_type") ?? [])} />`
      }
      <${FileField} ...${keep ? {} : ALONE} file=${file} onFile=${chosen} faults=${faults} />
      <${Sending} sending=${sending} />
      <${NotSent} problem=${problem} beside=${["file_name", "size", "document_type"]} />
      ${sending.upload && html`<${Verdict} upload=${sending.upload} />`}
      <div class="row row-end dialog-end">
        <button type="button" onClick=${() => sending.busy || onClose()}>Đóng</button>
        <${Button} type="submit" class="primary" busy=${sending.busy}>Cập nhật<//>
      </div>
    </form>
  <//>`;
}

/** For one dossier a photograph will do: it becomes a PDF on the way. */
const ALONE = { hint: "Tệp PDF tối đa 25 MB, hoặc ảnh chụp rõ cả trang (JPG, PNG)", accept: `application/pdf,.pdf,${PHOTO}` };

/** The types of paper that answer the component and can be kept: `[[code, name], …]`. */
function keepable(requirement) {
  if (!requirement?.ways.includes("vault") || requirement.ask_anew) return [];
  const named = requirement.accepts.flat().map((each) => [each.code, each.name]);
  return named.filter(([code], n) => named.findIndex(([other]) => other === code) === n);
}
