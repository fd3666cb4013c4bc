/** The last look before [Nộp hồ sơ]; what still stands in the way is told all at once, each with the way to it. */
import { Button, Heading, html, useAction, useFocus } from "./page.js";
import { isAgreed } from "./receive.js";
import { Resolution } from "./resolution.js";
import { ask } from "./session.js";
import { national, RECEIVE_BY } from "./words.js";

export function Review({ dossier, agreed }) {
  const [submit, submitting] = useAction(async () => {
    const body = { receive_by: dossier.receive_by, consents: dossier.consents_asked.map((each) => each.code) };
    await ask("POST", `dossiers/${dossier.id}/submit`, { body });
    location.replace(`#/dossiers/${dossier.id}?submitted=1`);
  });
  const isReady = dossier.receive_by && isAgreed(dossier, agreed);
  return html`
    <${Heading}>Xem lại và nộp hồ sơ<//>
    <section class="card stack">
      <${Part} title="Người nộp" step="people" dossier=${dossier}><${Party} party=${dossier.applicant} /><//>
      <${Part} title="Chủ hồ sơ" step="people" dossier=${dossier}><${Party} party=${dossier.owner} /><//>
      <${Part} title="Thành phần hồ sơ" step="papers" dossier=${dossier}><${Answers} components=${dossier.components} />
        <//>
      <${Part} title="Nhận kết quả" step="receive" dossier=${dossier}>
        <p>${RECEIVE_BY.find(([code]) => code === dossier.receive_by)?.[1] ?? "Chưa chọn"}</p><//>
    </section>
    <${Unmet} problem=${submitting.problem} dossier=${dossier} />
    <div class="row row-end">
      <a class="button" href="#/dossiers/${dossier.id}/receive">Quay lại</a>
      ${
        isReady
          ? html`<${Button} class="primary" busy=${submitting.busy} onClick=${submit}>
            ${submitting.busy ? "Đang nộp…" : "Nộp hồ sơ"}<//>`
          : html`<a class="button primary" href="#/dossiers/${dossier.id}/receive">
            ${dossier.receive_by ? "Cam kết và đồng ý" : "Chọn hình thức nhận kết quả"}</a>`
      }
    </div>`;
}

function Part({ title, step, dossier, children }) {
  return html`<div><div class="row row-apart"><h2>${title}</h2>
    <a href="#/dossiers/${dossier.id}/${step}" aria-label="Sửa: ${title}">Sửa</a></div>${children}</div>`;
}

function Party({ party }) {
  const told = party ? [party.name, national(party.phone), party.email, party.address].filter(Boolean).join(" · ") : "";
  return html`<p>${told || "Chưa có"}</p>`;
}

/** Every component that is answered, or should be, and how. */
export function Answers({ components }) {
  return html`<ul class="clear-list">${components
    .filter((each) => each.resolution || each.needed)
    .map(
      (each) => html`<li class="stack-tight">
    <strong>${each.name}</strong>${each.resolution ? html`<${Resolution} resolution=${each.resolution} />` : html`<p
      class="soft">${each.status_text}</p>`}</li>`,
    )}</ul>`;
}

/** Which step mends what the API says of this place. */
function stepOf(where = "") {
  if (where.startsWith("components")) return "papers";
  if (where.startsWith("applicant") || where.startsWith("owner") || where.startsWith("cases")) return "people";
  return where === "receive_by" || where.startsWith("consents") ? "receive" : null;
}

function Unmet({ problem, dossier }) {
  const place = useFocus(problem);
  if (!problem) return null;
  return html`<div class="notice notice-bad" role="alert" tabindex="-1" ref=${place}>
    <p><strong>${problem.detail}</strong></p>
    <ul class="told">${(problem.problems ?? []).map((each) => {
      const step = stepOf(each.where);
      return html`<li>${each.detail} ${step && html`<a href="#/dossiers/${dossier.id}/${step}">Sửa</a>`}</li>`;
    })}</ul>
  </div>`;
}
