/** What became of a file that was sent: where its message leads when it was not taken into the vault. */
import { Back, Heading, html, Loaded, Notice, useLoaded } from "./page.js";
import { Verdict } from "./sending.js";
import { ask } from "./session.js";
import { atMoment } from "./words.js";

export function UploadPage({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `vault/uploads/${id}`), [id]);
  return html`<${Back} to="#/vault">Kho dữ liệu<//><${Heading}>Tệp tin đã gửi<//>
    <${Loaded} of=${loaded}>${(upload) => html`
      <p><strong>${upload.file_name}</strong> · gửi lúc ${atMoment(upload.announced_at)}</p>
      ${upload.document_type_name && html`<p>Danh mục giấy tờ: ${upload.document_type_name}</p>`}
      ${
        upload.state === "accepted"
          ? html`<${Notice} tone="good"><p>${upload.sentence}</p>
            ${upload.item && html`<p><a href="#/vault/${upload.item}">Xem giấy tờ trong Kho</a></p>`}<//>`
          : html`<${Verdict} upload=${upload} />`
      }
      ${upload.dossier && html`<p><a href="#/dossiers/${upload.dossier}">Hồ sơ cần tệp tin này</a></p>`}
      ${!upload.item && !upload.dossier && html`<p><a class="button" href="#/vault/new">Thêm mới giấy tờ</a></p>`}`}<//>`;
}
