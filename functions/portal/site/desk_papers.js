/** Papers of somebody else's vault at the desk: each look is stated and recorded, and is laid beside the paper in hand. */
import { OpenLink } from "./file.js";
import { html, phrase } from "./page.js";
import { Preview } from "./preview.js";
import { ask } from "./session.js";
import { called, onDay } from "./words.js";

export function purposeOf(dossier) {
  return ["Giải quyết hồ sơ", dossier.code].join(" "); // kept as it is written: the owner reads it
}

/** What asks for the link to a paper the look-up offered, or to the component's own file. */
function link({ path, dossier, item }) {
  return async () => (await ask("POST", `${path}/open`, { body: { item, purpose: purposeOf(dossier) } })).url;
}

/** In a tab of its own. */
export function OpenPaper({ about, ...where }) {
  return html`<${OpenLink} asked=${link(where)} label="Xem" about=${about} />`;
}

/** On the page itself. */
export function ShowPaper({ about, label = "Xem tại đây", ...where }) {
  return html`<${Preview} open=${link(where)} title=${about} label=${label} />`;
}

/** A paper of the vault as one reads it off against the one on the counter: what it says, and how it looks. */
export function Found({ papers, reasons = [], mark = "", path, dossier, children }) {
  return html`<div class="card stack">${papers.map(
    (paper) => html`<div class="beside" key=${paper.item}><div class="stack-tight"><p><strong>${called(paper)}</strong>${mark}</p>
        <p class="soft small">${[
          paper.number && phrase`Số ${paper.number}`,
          paper.issuer,
          paper.issued_on && phrase`cấp ngày ${onDay(paper.issued_on)}`,
          paper.valid_until && phrase`hết hạn ${onDay(paper.valid_until)}`,
        ]
          .filter(Boolean)
          .join(" · ")}</p>
        <p><${OpenPaper} ...${{ path, dossier }} item=${paper.item} about=${called(paper)} /></p></div>
      <${ShowPaper} ...${{ path, dossier }} item=${paper.item} about=${called(paper)} label="Đối chiếu với bản giấy" /></div>`,
  )}
    ${reasons.length > 0 && html`<ul class="told">${reasons.map((each) => html`<li>${each.text}</li>`)}</ul>`}
    <p class="row">${children}</p></div>`;
}

/** What the look-up offered, to be read beside the scan before it is said why that one is taken. */
export function Offered({ component, path, dossier }) {
  const { offered } = component.look_up;
  return html`<section class="stack"><h3>Bản trong Kho</h3>${offered.map((item, n) => {
    const about = offered.length > 1 ? phrase`Bản ${n + 1} trong Kho` : "Bản trong Kho";
    return html`<${ShowPaper} key=${item} ...${{ path, dossier, item, about }} label=${about} />`;
  })}</section>`;
}

/** The file that was sent or scanned, and what the vault has, side by side. */
export function Against({ component, path, dossier }) {
  const { file } = component.answer;
  return html`<details><summary>Đối chiếu tệp đã nộp với giấy tờ trong Kho</summary><div class="beside">
      <section class="stack"><h4>Tệp đã nộp</h4><${ShowPaper} ...${{ path, dossier }} about=${file.file_name} /></section>
      <${Offered} ...${{ component, path, dossier }} /></div></details>`;
}
