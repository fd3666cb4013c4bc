/** Thông tin hồ sơ: every component with how it is answered and why, or what would answer it. */
import { useState } from "preact/hooks";
import { AnswerFile } from "./answer_file.js";
import { AnswerForm } from "./answer_form.js";
import { Button, Chip, Heading, html, Icon, Notice, phrase, Trouble, useAction, useLoaded } from "./page.js";
import { Picker } from "./picker.js";
import { Resolution } from "./resolution.js";
import { ask, look } from "./session.js";

const TONES = { answered: "good", to_choose: "warn", missing: "bad", optional: "plain", not_applicable: "plain" };

export function Papers({ dossier, put, again }) {
  const [asked, nudge] = useState(false);
  const procedure = useLoaded(() => look(`procedures/${dossier.procedure.code}`), [dossier.procedure.code]);
  const applicable = dossier.components.filter((each) => each.status !== "not_applicable");
  const others = dossier.components.filter((each) => each.status === "not_applicable");
  const open = applicable.filter((each) => each.needed && each.status !== "answered");
  const goOn = () => {
    nudge(true);
    if (!open.length) location.hash = `#/dossiers/${dossier.id}/receive`;
  };
  const requirement = (code) => procedure.value?.components.find((each) => each.code === code);
  return html`
    <${Heading}>Thông tin hồ sơ<//>
    <${Summary} applicable=${applicable} />
    <ol class="papers">${applicable.map(
      (each) => html`<${Component} key=${each.code} component=${each} dossier=${dossier}
      requirement=${requirement(each.code)} put=${put} again=${again} />`,
    )}</ol>
    ${
      others.length > 0 &&
      html`<details><summary>Không cần trong trường hợp của bạn (${others.length})</summary>
      <ul class="clear-list">${others.map((each) => html`<li>${each.name}</li>`)}</ul></details>`
    }
    ${
      asked &&
      open.length > 0 &&
      html`<${Notice} tone="bad" role="alert" title="Còn ${open.length} thành phần chưa có">
      <ul class="told">${open.map((each) => html`<li>${each.name}</li>`)}</ul><//>`
    }
    <div class="row row-end">
      <a class="button" href="#/dossiers/${dossier.id}/people">Quay lại</a>
      <button type="button" class="primary" onClick=${goOn}>Tiếp tục</button>
    </div>`;
}

function Summary({ applicable }) {
  const bySystem = applicable.filter(
    (each) => each.resolution?.way === "vault" && each.resolution.chosen_by === "system",
  ).length;
  const toChoose = applicable.filter((each) => each.status === "to_choose").length;
  if (!bySystem && !toChoose) return null;
  return html`<${Notice} role="status">
    ${bySystem > 0 && html`<p>Hệ thống đã tự động đính kèm giấy tờ từ Kho cho <strong>
      ${bySystem} thành phần</strong>.</p>`}
    ${toChoose > 0 && html`<p><strong>Có ${toChoose} thành phần</strong> mà Kho có nhiều giấy tờ phù hợp: bấm [Lấy từ kho] để chọn.</p>`}
  <//>`;
}

/** One component with how it is answered and what else may be done; inside a list. */
export function Component({ component, dossier, requirement, put, again }) {
  const [shown, show] = useState(null);
  const path = `dossiers/${dossier.id}/components/${component.code}`;
  const close = () => show(null);
  const [answer, answering] = useAction(async (body) => put(await ask("PUT", path, { body })));
  const [clear, clearing] = useAction(async () => put(await ask("DELETE", path)));
  const answered = (after) => {
    close();
    put(after);
  };
  const filed = () => {
    close();
    again();
  };
  const { resolution, status } = component;
  return html`<li class="card component component-${TONES[status]}">
    <div class="row row-apart"><h2 class="grow">${component.name}</h2><${Chip} tone=${TONES[status]}>${short(component)}
      <//></div>
    ${resolution && html`<${Resolution} resolution=${resolution} />`}
    ${status === "to_choose" && html`<p>Kho có <strong>
      ${component.candidates} giấy tờ</strong> phù hợp. Bấm [Lấy từ kho] để chọn.</p>`}
    ${!resolution && status !== "to_choose" && html`<${Remedies} component=${component} />`}
    <div class="row">
      <${Ways} component=${component} show=${show} answer=${answer} busy=${answering.busy} />
      ${resolution && !isSettled(component) && html`<${Button} busy=${clearing.busy}
        aria-label="Gỡ bỏ: ${component.name}" onClick=${clear}>Gỡ bỏ<//>`}
    </div>
    <${Trouble} problem=${answering.problem ?? clearing.problem} />
    ${shown === "picker" && html`<${Picker} path=${path} component=${component} onClose=${close}
      onAnswered=${answered} />`}
    ${shown === "file" && html`<${AnswerFile} dossier=${dossier} component=${component} requirement=${requirement}
      onClose=${close} onFiled=${filed} />`}
    ${shown === "form" && html`<${AnswerForm} path=${path} component=${component} onClose=${close}
      onAnswered=${answered} />`}
  </li>`;
}

/** Answered in the only way there is, by nobody's choice: nothing to take away. */
function isSettled({ ways, resolution }) {
  return ways.length === 1 && resolution.chosen_by === "system" && resolution.way !== "vault";
}

function short({ status, resolution, status_text: text }) {
  if (status === "answered" && resolution.chosen_by === "system" && resolution.way === "vault")
    return "Tự động đính kèm";
  return status === "to_choose" ? "Cần chọn" : text;
}

const KEEP = "Bấm [Chọn tệp tin] để đưa tệp PDF có chữ ký số vào Kho và gắn vào hồ sơ này";

/** What would help, as it is done here: a file goes into vault and dossier at once, or into the dossier alone. */
function said(remedies) {
  const codes = remedies.map((each) => each.code);
  const keep = codes.includes("WAY_UPLOAD") ? phrase`${KEEP}, hoặc tải bản quét lên cho riêng hồ sơ này.` : phrase`${KEEP}.`;
  const others = remedies.filter(
    ({ code }) => code !== "WAY_VAULT" && !(code === "WAY_UPLOAD" && codes.includes("WAY_VAULT")),
  );
  return [...(codes.includes("WAY_VAULT") ? [keep] : []), ...others.map((each) => each.text)];
}

function Remedies({ component }) {
  const some = component.near_misses > 0;
  return html`
    ${some && html`<p>Kho có <strong>
      ${component.near_misses} giấy tờ</strong> cùng loại nhưng chưa dùng được: bấm [Lấy từ kho] để xem lý do.</p>`}
    <ul class="soft">${said(component.remedies).map((text) => html`<li>${text}</li>`)}</ul>`;
}

/** A button for each way this component may be answered. */
function Ways({ component, show, answer, busy }) {
  const { ways, resolution } = component;
  const has = (way) => ways.includes(way) && resolution?.way !== way;
  const offered = component.candidates + component.near_misses > 0;
  const main = (isMain) => (isMain && !resolution ? "primary" : "");
  const about = (label) => phrase`${label}: ${component.name}`;
  const form = resolution?.way === "form" ? "Sửa biểu mẫu" : "Điền biểu mẫu";
  return html`
    ${
      ways.includes("vault") &&
      (offered || resolution) &&
      html`<button type="button" class=${main(component.candidates > 0)}
      aria-label=${about("Lấy từ kho")} onClick=${() => show("picker")}><${Icon} name="vault"
        size="18" />Lấy từ kho</button>`
    }
    ${
      (ways.includes("upload") || ways.includes("vault")) &&
      html`<button type="button" class=${main(!component.candidates)}
      aria-label=${about("Chọn tệp tin")} onClick=${() => show("file")}><${Icon} name="file"
        size="18" />Chọn tệp tin</button>`
    }
    ${
      ways.includes("form") &&
      html`<button type="button" class=${main(true)} aria-label=${about(form)} onClick=${() => show("form")}>
      <${Icon} name="edit" size="18" />${form}</button>`
    }
    ${has("data") && html`<${Button} busy=${busy} aria-label=${about("Để cơ quan tra cứu")}
      onClick=${() => answer({ way: "data" })}>Để cơ quan tra cứu<//>`}
    ${has("present") && html`<${Button} busy=${busy} aria-label=${about("Xuất trình tại Một cửa")}
      onClick=${() => answer({ way: "present" })}>Xuất trình tại Một cửa<//>`}`;
}
