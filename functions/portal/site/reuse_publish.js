/** Figures before the night, and figures that stand: who may ask for it, and how far it is. */
import { useState } from "preact/hooks";
import { Button, Dialog, html, Loaded, Trouble, useAction, useLoaded } from "./page.js";
import { ask, session } from "./session.js";
import { periodName, todayThere } from "./reuse_words.js";
import { atMoment } from "./words.js";

const AGAIN = 2000; // milliseconds from one look to the next
const PATIENCE = 60; // looks

function may(...roles) {
  return roles.some((each) => session.me.roles.includes(each));
}

/** [Tính lại ngay]: asked for, and looked after until it is done. */
export function Republish({ asked, again }) {
  const [run, running] = useAction(async () => {
    const { periods } = await ask("POST", "reuse-rate/publications", { body: { periods: [asked.period] } });
    await published(periods[0]);
    again();
  });
  if (!may("head", "administrator")) return null;
  return html`<${Button} busy=${running.busy} onClick=${run}>Tính lại ngay<//>
    ${running.busy && html`<span role="status">Đang tính lại: ${periodName(asked.period)}…</span>`}
    <${Trouble} problem=${running.problem} />`;
}

async function published({ period, asked_at: since }) {
  for (let look = 0; look < PATIENCE; look += 1) {
    const known = await ask("GET", `reuse-rate/publications/${period}`);
    if (known.published_at && new Date(known.published_at) >= new Date(since)) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
  throw { title: "Chưa tính xong", detail: "Việc tính lại lâu hơn thường lệ. Hãy mở lại trang này sau ít phút." };
}

/** Nothing of this unit and period: because it was not published yet, or because there is nothing. */
export function NotPublished({ asked, again }) {
  const known = useLoaded(() => ask("GET", `reuse-rate/publications/${asked.period}`), []);
  return html`<${Loaded} of=${known}>${({ published_at: at }) => html`<div class="card empty">
    ${
      at
        ? html`<p><strong>Đơn vị không có hồ sơ nào trong kỳ này.</strong></p><p>Số liệu của kỳ được công bố lúc ${atMoment(at)}.</p>`
        : html`<p><strong>${periodName(asked.period)} chưa được công bố.</strong></p><p>Số liệu được công bố lúc 00:30 mỗi đêm.</p>`
    }
    <${Republish} asked=${asked} again=${() => (known.again(), again())} /></div>`}<//>`;
}

/** [Chốt số liệu]: from then on what comes later is an adjustment. */
export function Freeze({ figures, again }) {
  const [isAsked, askIt] = useState(false);
  const [freeze, freezing] = useAction(async () => {
    await ask("POST", `reuse-rate/periods/${figures.period}/freeze`);
    askIt(false);
    again();
  });
  if (!may("administrator") || figures.frozen_at || figures.last >= todayThere()) return null;
  return html`<button type="button" onClick=${() => askIt(true)}>Chốt số liệu</button>
    ${
      isAsked &&
      html`<${Dialog} title="Chốt số liệu: ${periodName(figures.period)}" onClose=${() => askIt(false)}>
      <p>Số liệu của mọi đơn vị trong kỳ này giữ nguyên từ đây. Thay đổi đến sau được ghi bên cạnh như điều chỉnh. Không thể bỏ chốt.</p>
      <${Trouble} problem=${freezing.problem} />
      <div class="row row-end"><button type="button" onClick=${() => askIt(false)}>Đóng</button>
        <${Button} class="primary" busy=${freezing.busy} onClick=${freeze}>Chốt số liệu<//></div><//>`
    }`;
}
