/** The steps of filing, as the guide orders them, and where one is. */
import { html } from "./page.js";

const STEPS = [
  ["procedure", "Chọn dịch vụ công"],
  ["unit", "Chọn đơn vị"],
  ["people", "Người nộp, chủ hồ sơ"],
  ["papers", "Thông tin hồ sơ"],
  ["receive", "Nhận kết quả"],
  ["review", "Nộp hồ sơ"],
];

/** The steps of a draft can be gone back to by `dossier`, its id. */
export function Steps({ now, dossier }) {
  const at = STEPS.findIndex(([code]) => code === now);
  return html`<nav aria-label="Các bước nộp hồ sơ" class="no-print"><ol class="steps">${STEPS.map(([code, name], n) => {
    const back = dossier && n < at && n > 1;
    return html`<li class=${n < at ? "done" : ""} aria-current=${n === at ? "step" : null}>
      ${back ? html`<a href="#/dossiers/${dossier}/${code}">${name}</a>` : name}</li>`;
  })}</ol></nav>`;
}
