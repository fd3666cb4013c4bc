/** Papers of somebody else's vault at the desk: each look is stated and recorded, and is laid beside the paper in hand. */
import { useState } from "preact/hooks";
import { OpenLink } from "./file.js";
import { html, Icon, phrase } from "./page.js";
import { Preview, SideBySide } from "./preview.js";
import { ask } from "./session.js";
import { called, onDay } from "./words.js";

export function purposeOf(dossier) {
  return ["Giải quyết hồ sơ", dossier.code].join(" "); // kept as it is written: the owner reads it
}

/** What asks for the link to a paper the look-up offered, or to the component's own file. */
function link({ path, dossier, item }) {
  return async () => (await ask("POST", `${path}/open`, { body: { item, purpose: purposeOf(dossier) } })).url;
}

/** Over the page, as large as there is room. */
export function OpenPaper({ about, ...where }) {
  return html`<${Look} label="Xem" about=${about} papers=${[{ name: about, open: link(where) }]} />`;
}

/** Where the browser shows no PDF on a page, one paper is opened in a tab at once. */
function Look({ label, about, papers }) {
  const [isOpen, open] = useState(false);
  if (!navigator.pdfViewerEnabled && papers.length === 1) return html`<${OpenLink} asked=${papers[0].open} ...${{ label, about }} />`;
  return html`<button type="button" aria-haspopup="dialog" aria-label="${label}: ${about}" onClick=${() => open(true)}>
      <${Icon} name="eye" size="18" />${label}</button>
    ${isOpen && html`<${SideBySide} title=${about} papers=${papers} onClose=${() => open(false)} />`}`;
}

/** Papers of the vault as one reads them off against the ones on the counter: what they say, and beside it how they look. */
export function Found({ papers, reasons = [], mark = "", path, dossier, children }) {
  return html`<div class="card beside"><div class="stack">
      ${papers.map((paper) => html`<div key=${paper.item}><p><strong>${called(paper)}</strong>${mark}</p>
        <p class="soft small">${saidOf(paper)}</p></div>`)}
      ${reasons.length > 0 && html`<ul class="told">${reasons.map((each) => html`<li>${each.text}</li>`)}</ul>`}
      <p class="row">${children}</p></div>
    <div class="stack">${papers.map((paper) => html`<${Preview} key=${paper.item} open=${link({ path, dossier, item: paper.item })}
      title=${called(paper)} label="Đối chiếu với bản giấy" isAlone />`)}</div></div>`;
}

function saidOf({ number, issuer, issued_on: since, valid_until: until }) {
  const said = [number && phrase`Số ${number}`, issuer, since && phrase`cấp ngày ${onDay(since)}`, until && phrase`hết hạn ${onDay(until)}`];
  return said.filter(Boolean).join(" · ");
}

const named = (offered, n) => (offered.length > 1 ? phrase`Bản ${n + 1} trong Kho` : "Bản trong Kho");

/** What the look-up offered, to be read beside the scan before it is said why that one is taken. */
export function Offered({ component, path, dossier }) {
  const { offered } = component.look_up;
  return html`<section class="stack"><h3>Giấy tờ trong Kho</h3>${offered.map((item, n) => {
    const about = named(offered, n);
    return html`<${Preview} key=${item} open=${link({ path, dossier, item })} title=${about} label=${about} isAlone />`;
  })}</section>`;
}

/** The file that was sent or scanned, and beside it the best of what the vault has; the others when they are asked for. */
export function Against({ component, path, dossier }) {
  const { offered } = component.look_up;
  const papers = [
    { name: phrase`Tệp đã nộp: ${component.answer.file.file_name}`, open: link({ path, dossier }) },
    ...offered.map((item, n) => ({ name: named(offered, n), open: link({ path, dossier, item }), waits: n > 0 })),
  ];
  return html`<p><${Look} label="Đối chiếu với giấy tờ trong Kho" about=${component.name} papers=${papers} /></p>`;
}
