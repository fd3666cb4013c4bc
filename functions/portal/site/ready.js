/** Which services the vault answers already: told unasked, hidden by whoever does not want it, and had back. */
import { useState } from "preact/hooks";
import { keep, kept } from "./device.js";
import { html, Loaded, phrase, useLoaded } from "./page.js";
import { ask } from "./session.js";

const HIDDEN = "kho.ready.hidden";

export function Ready() {
  const [isHidden, hide] = useState(kept(HIDDEN) !== null);
  const turn = () => {
    keep(HIDDEN, isHidden ? null : "hidden");
    hide(!isHidden);
  };
  return html`<section class="stack"><h2>Kho của bạn đã có giấy tờ cho</h2>
    ${!isHidden && html`<${Services} />`}
    <p><button type="button" class="quiet" aria-expanded=${!isHidden} onClick=${turn}>${
      isHidden ? "Hiện gợi ý dịch vụ" : "Ẩn gợi ý dịch vụ"
    }</button></p></section>`;
}

function Services() {
  const loaded = useLoaded(() => ask("GET", "ready-services"), []);
  return html`<${Loaded} of=${loaded}>${({ services, total }) => html`
    ${total === 0 && html`<p class="soft">Kho chưa có giấy tờ mà dịch vụ nào cần. Hãy bấm [Thêm mới] trong Kho.</p>`}
    <ul class="papers">${services.map(
      ({ procedure, answered, asked }) => html`<li class="card stack-tight" key=${procedure.code}>
        <h3><a class="main-link" href="#/procedures/${procedure.code}">${procedure.name}</a></h3>
        <p class="soft small">${
          answered === asked
            ? "Kho có giấy tờ cho mọi thành phần phải nộp."
            : phrase`Kho có giấy tờ cho ${answered} trên ${asked} thành phần phải nộp.`
        }</p></li>`,
    )}</ul>
    ${total > services.length && html`<p class="soft small">${phrase`Còn ${total - services.length} dịch vụ khác cần giấy tờ trong Kho.`}</p>`}`}<//>`;
}
