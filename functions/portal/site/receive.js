/** How the result is received, kept with the draft, and what its owner agrees to, each by itself as the law wants it. */
import { useState } from "preact/hooks";
import { hands } from "./hands.js";
import { useOnDossier } from "./own_dossier.js";
import { Button, Heading, html, Trouble } from "./page.js";
import { ask } from "./session.js";
import { RECEIVE_BY } from "./words.js";

export function isAgreed(dossier, agreed) {
  return dossier.consents_asked.every(({ code }) => agreed.includes(code));
}

export function Receive({ dossier, put, agreed, agree }) {
  const [receiveBy, receive] = useState(dossier.receive_by ?? "");
  const [ticked, tick] = useState(agreed);
  const [asked, nudge] = useState(false);
  const path = `dossiers/${dossier.id}`;
  const [save, saving] = useOnDossier(dossier, async (latest) => {
    const body = { version: latest.version, receive_by: receiveBy };
    put(latest.receive_by === receiveBy ? latest : await ask("PATCH", path, { body }));
    agree(ticked);
    location.hash = `#/${path}/review`;
  });
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (receiveBy && isAgreed(dossier, ticked)) save();
  };
  return html`
    <${Heading}>Hình thức nhận kết quả<//>
    <form onSubmit=${submit} noValidate>
      <${Methods} chosen=${receiveBy} choose=${receive} isAsked=${asked} />
      <${Consents} dossier=${dossier} ticked=${ticked} tick=${tick} isAsked=${asked} />
      <${Trouble} problem=${saving.problem} again=${saving.again} />
      <div class="row row-end">
        <a class="button" href="#/${path}/papers">Quay lại</a>
        <${Button} type="submit" class="primary" busy=${saving.busy}>Đồng ý và tiếp tục<//>
      </div>
    </form>`;
}

function Methods({ chosen, choose, isAsked }) {
  return html`<fieldset><legend>Chọn hình thức nhận kết quả</legend>
    <div>${RECEIVE_BY.map(
      ([code, name, about]) => html`<label class="tick">
      <input type="radio" name="receive" checked=${chosen === code} onChange=${() => choose(code)} />
      <span class="tick-body">${name}<span class="soft small"><br />${about}</span></span></label>`,
    )}</div>
    ${isAsked && !chosen && html`<p class="fault" role="alert">Chưa chọn hình thức nhận kết quả.</p>`}
  </fieldset>`;
}

function Consents({ dossier, ticked, tick, isAsked }) {
  const toggled = (code) => tick(ticked.includes(code) ? ticked.filter((each) => each !== code) : [...ticked, code]);
  return html`<fieldset><legend>Cam kết và đồng ý</legend>
    <div>${dossier.consents_asked.map(
      ({
        code,
        text,
      }) => html`<label class="tick"><input type="checkbox" checked=${ticked.includes(code)}
        disabled=${hands.of && !hands.of.said.consents.includes(code)} onChange=${() => toggled(code)} />
      <span class="tick-body">${text}</span></label>`,
    )}</div>
    ${hands.of && html`<p class="soft small">Theo những gì ${hands.of.name} đã đồng ý khi mở phiên hỗ trợ. Nếu họ đồng ý
      thêm, hãy kết thúc phiên này và mở phiên mới.</p>`}
    ${
      isAsked &&
      !isAgreed(dossier, ticked) &&
      html`<p class="fault" role="alert">Cần đồng ý với từng nội dung trên để nộp hồ sơ.</p>`
    }
  </fieldset>`;
}
