/** The gates of a dossier as a checklist, on its page and before they refuse: what is met, what is not, what to do. */
import { Chip, html, Icon, Loaded, Notice, phrase, useLoaded } from "./page.js";
import { ask } from "./session.js";

export function Gates({ id }) {
  const loaded = useLoaded(() => ask("GET", `desk/dossiers/${id}/gates`), [id]);
  return html`<section class="stack"><h2>Điều kiện chuyển xử lý và hoàn thành</h2>
    <${Loaded} of=${loaded}>${({ gates }) => gates.map((gate) => html`<${Gate} key=${gate.act} gate=${gate} />`)}<//>
  </section>`;
}

function Gate({ gate }) {
  const unmet = gate.checks.filter((each) => !each.ok).length;
  return html`<details class="card" open=${gate.possible || null}>
    <summary>${gate.name} <${Chip} tone=${gate.open ? "good" : "warn"}>${gate.open ? "đủ điều kiện" : phrase`còn ${unmet} nội dung`}<//></summary>
    <${Checks} checks=${gate.checks} /></details>`;
}

function Checks({ checks }) {
  return html`<ul class="clear-list">${checks.map(
    (check) => html`<li class="row check-${check.ok ? "good" : "warn"}"><${Icon} name=${check.ok ? "good" : "warn"} size="18" />
      <div class="grow">${check.name}${[...check.unmet, ...check.warnings].map((each) => html`<p class="small">${each.detail}</p>`)}</div></li>`,
  )}</ul>`;
}

/** Before its act is sent: everything that would refuse it, at once. `children` is what a head may say to pass all the same. */
export function BeforeGate({ id, act, isHead, children }) {
  const loaded = useLoaded(() => ask("GET", `desk/dossiers/${id}/gates`), []);
  return html`<${Loaded} of=${loaded}>${({ gates }) => {
    const gate = gates.find((each) => each.act === act);
    if (!gate || gate.open) return html`<${Notice} tone="good"><p>Hồ sơ đủ điều kiện.</p><//>`;
    const unmet = gate.checks.filter((each) => !each.ok);
    return html`<${Notice} tone="warn" title="Còn ${unmet.length} nội dung chưa đạt"><${Checks} checks=${unmet} />
        ${!isHead && html`<p>Hãy hoàn thành các nội dung này. Chỉ thủ trưởng đơn vị được cho qua, có lý do.</p>`}<//>
      ${isHead && children}`;
  }}<//>`;
}

/** Whose vaults the results are about to enter: who beside the owner was typed by an officer, and is read once more. */
export function Receivers({ dossier }) {
  const loaded = useLoaded(() => ask("GET", `desk/dossiers/${dossier.id}/results`), []);
  const whose = (result) =>
    [dossier.owner_name, ...result.named.map((each) => phrase`${each.name} (số ${each.masked_number})`)].join("; ");
  return html`<${Loaded} of=${loaded}>${({ results }) => results.length > 0 && html`<${Notice} title="Kết quả sẽ vào Kho của">
    <ul class="told">${results.map((each) => html`<li key=${each.id}>${each.title}: ${whose(each)}</li>`)}</ul>
    <p class="small">Đối chiếu số và tên người cùng đứng tên với giấy tờ của họ. Sau bước này không lấy lại được.</p><//>`}<//>`;
}
