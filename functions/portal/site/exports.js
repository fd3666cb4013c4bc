/** Tải toàn bộ Kho: everything a vault has, asked for here, made in a while, downloaded for a few days. */
import { useEffect } from "preact/hooks";
import { Back, Button, Chip, Heading, html, Loaded, Notice, Trouble, useAction, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { atMoment, bytes } from "./words.js";

const LOOK_AGAIN = 4000; // milliseconds
const TONES = { done: "good", stalled: "warn" };

/** `#/vault/exports` */
export function Exports() {
  const loaded = useLoaded(() => ask("GET", "vault/exports"), []);
  const [begin, beginning] = useAction(async () => {
    const begun = await ask("POST", "vault/exports");
    location.hash = `#/vault/exports/${begun.id}`;
  });
  return html`<${Back} to="#/vault">Kho dữ liệu<//>
    <${Heading}>Tải toàn bộ Kho<//>
    <p>Bạn nhận mọi giấy tờ trong Kho, cả giấy tờ đã ẩn và mọi phiên bản, đúng từng byte nên chữ ký số còn nguyên giá trị.${" "}
      Kèm theo là bản kê khai và báo cáo kiểm tra chữ ký số.</p>
    <p>Việc chuẩn bị có thể mất ít phút; khi xong bạn nhận được thông báo. Tệp tải về được trong 3 ngày rồi bị xóa.</p>
    <p><${Button} class="primary" busy=${beginning.busy} onClick=${begin}>Chuẩn bị bản tải về<//></p>
    <${Trouble} problem=${beginning.problem} />
    <${Loaded} of=${loaded}>${({ exports }) => html`<ul class="papers">${exports.map(
      (each) => html`<li class="card stack" key=${each.id}>
        <h2><a class="main-link" href="#/vault/exports/${each.id}">Bản yêu cầu lúc ${atMoment(each.asked_at)}</a></h2>
        <p class="row small"><${Standing} made=${each} /></p></li>`,
    )}</ul>`}<//>`;
}

function Standing({ made }) {
  return html`<${Chip} tone=${TONES[made.state]}>${made.state_name}<//>
    <span class="soft">${made.papers} giấy tờ${made.size ? ` · ${bytes(made.size)}` : ""}</span>`;
}

/** `#/vault/exports/<id>` */
export function ExportPage({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `vault/exports/${id}`), [id]);
  const isRunning = loaded.value?.state === "running";
  useEffect(() => {
    const again = isRunning && setInterval(loaded.again, LOOK_AGAIN);
    return () => clearInterval(again);
  }, [isRunning]);
  return html`<${Back} to="#/vault/exports">Tải toàn bộ Kho<//>
    <${Loaded} of=${loaded} named="Tải toàn bộ Kho">${(made) => html`<${OneExport} made=${made} again=${loaded.again} />`}<//>`;
}

function OneExport({ made, again }) {
  const [goOn, going] = useAction(async () => {
    const going = await ask("POST", "vault/exports");
    if (going.id === made.id) again();
    else location.hash = `#/vault/exports/${going.id}`; // it was too late to go on with this one
  });
  return html`
    <${Heading}>Bản yêu cầu lúc ${atMoment(made.asked_at)}<//>
    <p class="row"><${Standing} made=${made} /></p>
    ${made.state === "running" && html`<div class="notice notice-calm"><p class="waiting" role="status">
      Đang chuẩn bị: ${made.papers} giấy tờ. Bạn có thể rời trang này; khi xong bạn nhận được thông báo.</p></div>`}
    ${
      made.state === "stalled" &&
      html`<${Notice} tone="warn" title="Việc chuẩn bị bị gián đoạn"><p>Phần đã xong vẫn còn một ngày; sau đó việc chuẩn bị bắt đầu lại từ đầu.${" "}
        <${Button} busy=${going.busy} onClick=${goOn}>Làm tiếp<//></p><//>`
    }
    <${Trouble} problem=${going.problem} />
    ${made.state === "erased" && html`<${Notice}>Tệp đã bị xóa lúc ${atMoment(made.erased_at)}. Bạn có thể yêu cầu bản mới.<//>`}
    ${
      made.missing > 0 &&
      html`<${Notice} tone="warn" title="Có ${made.missing} tệp không lấy được nguyên vẹn">
        <p>Bản kê khai ghi rõ là tệp nào; các tệp khác vẫn đầy đủ.</p><//>`
    }
    ${made.state === "done" && html`<${Volumes} made=${made} again=${again} />`}`;
}

/** Links live five minutes: pressed later, they are asked for anew. */
function Volumes({ made, again }) {
  const [fetchOne, fetching] = useAction(async (number) => {
    const { volumes } = await ask("GET", `vault/exports/${made.id}`);
    location.assign(volumes[number].url);
    again();
  });
  return html`<p>Tải về được đến ${atMoment(made.erased_at)}. ${made.files} tệp PDF, ${made.papers} giấy tờ.</p>
    ${made.volumes.length > 1 && html`<p>Kho lớn nên được chia thành ${made.volumes.length} phần; mỗi phần mở được riêng.</p>`}
    <${Trouble} problem=${fetching.problem} />
    <ul class="clear-list">${made.volumes.map(
      (each, number) => html`<li><${Button} class="primary" busy=${fetching.busy} onClick=${() => fetchOne(number)}>
        Tải về ${each.name} (${bytes(each.size)})<//></li>`,
    )}</ul>`;
}
