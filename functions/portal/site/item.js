/** One paper: what it is, who signed it, what may be done with it, and who looked. */
import { useReducer, useState } from "preact/hooks";
import { linkTo, OpenFile } from "./file.js";
import {
  Back,
  Button,
  Chip,
  Dialog,
  Heading,
  html,
  Loaded,
  Notice,
  phrase,
  Trouble,
  useAction,
  useLoaded,
} from "./page.js";
import { Preview } from "./preview.js";
import { ask } from "./session.js";
import { Marks } from "./vault.js";
import { atMoment, bytes, called, lasting, onDay, STANDING_TONES } from "./words.js";

export function ItemPage({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `vault/items/${id}`), [id]);
  return html`<${Back} to="#/vault">Kho dữ liệu<//>
    <${Loaded} of=${loaded} named="Giấy tờ">${(item) => html`<${Item} item=${item} put=${loaded.put} />`}<//>`;
}

function Item({ item, put }) {
  const current = item.versions.find((each) => each.is_current);
  const [looks, looked] = useReducer((count) => count + 1, 0);
  return html`
    <${Heading}>${called(item)}<//>
    <p class="row"><${Marks} item=${item} /></p>
    <${Unusable} lasts=${lasting(item)} />
    <p>${current.sentence}</p>
    <div class="row"><${OpenFile} item=${item.id} onOpened=${looked} /><${Actions} item=${item} put=${put} /></div>
    <${Preview} open=${() => linkTo(item.id)} title=${called(item)} onOpened=${looked} />
    <${Facts} item=${item} />
    <section class="stack"><h2>Chữ ký số và phiên bản</h2>
      <ol class="papers">${item.versions.map((each) => html`<${Version} item=${item} version=${each}
        looked=${looked} />`)}</ol>
    </section>
    <${Looks} key=${looks} id=${item.id} />`;
}

const UNUSABLE = {
  expired:
    "Chữ ký số cho biết giấy tờ là thật, không cho biết giấy tờ còn dùng được. Khi được cấp bản mới, hãy đưa vào Kho.",
  not_yet: "Giấy tờ dùng được cho hồ sơ từ khi có hiệu lực.",
  unknown: "Giấy tờ không ghi đủ ngày để biết còn dùng được đến khi nào; cơ quan giải quyết sẽ xem xét.",
};

/** A good signature must not pass for a paper that may be used. */
function Unusable({ lasts }) {
  if (!UNUSABLE[lasts?.code]) return null;
  return html`<${Notice} tone=${lasts.tone} title="${lasts.text}."><p>${UNUSABLE[lasts.code]}</p><//>`;
}

function Facts({ item }) {
  const facts = [
    ["Danh mục giấy tờ", item.document_type_name],
    ["Giấy tờ được sao", item.copy_of_name],
    ["Loại giấy tờ", item.kind_name],
    ["Nguồn", item.origin_name],
    ["Số, ký hiệu", item.number],
    ["Trích yếu", item.summary],
    ["Cơ quan cấp", item.issuer],
    ["Ngày cấp", onDay(item.issued_on)],
    ["Có hiệu lực từ", onDay(item.valid_from)],
    ["Ngày hết hạn ghi trên giấy tờ", onDay(item.valid_until)],
    ["Giá trị sử dụng", lasting(item)?.text],
    ["Mục đích sử dụng", item.purpose_name],
    ["Đã dùng lại", item.reuses ? phrase`${item.reuses} hồ sơ đã nộp` : "Chưa có hồ sơ đã nộp nào dùng"],
  ];
  return html`<dl class="facts card">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt>
    <dd>${value}</dd>`)}</dl>`;
}

function Version({ item, version, looked }) {
  return html`<li class="card stack">
    <div class="row row-apart">
      <h3 class="grow">Phiên bản ${version.number}${version.is_current ? " (đang dùng)" : ""}</h3>
      <${Chip} tone=${STANDING_TONES[version.standing]}>${version.standing_name}<//>
    </div>
    <p class="soft small">${version.file_name} · ${bytes(version.size)}
      ${version.pages ? phrase` · ${version.pages} trang` : ""} · cập nhật ${atMoment(version.added_at)}</p>
    ${!version.is_current && html`<p>${version.sentence}</p><${OpenFile} item=${item.id} version=${version.number}
      about="phiên bản ${version.number}" onOpened=${looked} />`}
    ${version.signatures.length > 0 && html`<ul class="told stack">${version.signatures.map((each) => html`<li>
      ${each.sentence}</li>`)}</ul>`}
    <details class="small"><summary>Chi tiết kỹ thuật</summary>
      ${version.signatures.map((each) => html`<${Signature} signature=${each} />`)}
      <dl class="facts"><dt>SHA-256</dt><dd>${version.sha256}</dd></dl>
    </details>
  </li>`;
}

function Signature({ signature }) {
  const facts = [
    ["Người ký", signature.signer],
    ["Tổ chức", signature.organisation],
    ["Kết luận (ETSI EN 319 102-1)", [signature.indication, signature.sub_indication].filter(Boolean).join(" · ")],
    ["Mức chữ ký", signature.level],
    ["Thời điểm được xác nhận", atMoment(signature.proven_time)],
    ["Lý do", signature.reasons.map((each) => phrase`${each.text} (${each.code})`).join(" ")],
  ];
  return html`<dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>
    ${value}</dd>`)}</dl>`;
}

const LABELS = { replace: "Thay tệp tin", hide: "Ẩn", show: "Hiện lại", remove: "Xóa" };

const SHOWN = ["active", "disputed"]; // a paper in these states may be shown to others

/** What may be done; what may not be is said with its reason, not left out in silence. */
function Actions({ item, put }) {
  const [asked, askFor] = useState(null);
  const [toggle, toggling] = useAction(async (code) => put(await ask("POST", `vault/items/${item.id}/${code}`)));
  const can = Object.fromEntries(item.actions.map((each) => [each.code, each]));
  const refused = ["replace", "remove"].filter((code) => !can[code].allowed).map((code) => can[code].text);
  return html`
    <a class="button" href="#/vault/${item.id}/feedback">Phản ánh</a>
    ${SHOWN.includes(item.state) && html`<a class="button" href="#/vault/${item.id}/share">Chia sẻ</a>`}
    ${can.replace.allowed && html`<a class="button" href="#/vault/${item.id}/replace">${LABELS.replace}</a>`}
    ${["hide", "show"]
      .filter((code) => can[code].allowed)
      .map(
        (code) => html`
      <${Button} busy=${toggling.busy} title=${can[code].text} onClick=${() => toggle(code)}>${LABELS[code]}<//>`,
      )}
    ${can.remove.allowed && html`<button type="button" class="danger" onClick=${() => askFor("remove")}>${LABELS.remove}
      </button>`}
    ${refused.length > 0 && html`<p class="soft small">${refused.join(" ")}</p>`}
    <${Trouble} problem=${toggling.problem} />
    ${asked && html`<${Remove} item=${item} text=${can.remove.text} onClose=${() => askFor(null)} />`}`;
}

const LOST_FOR_GOOD = "Chưa có hồ sơ đã nộp nào dùng giấy tờ này, nên xóa là mất hẳn, không lấy lại được.";

function Remove({ item, text, onClose }) {
  const [removed, become] = useState(null);
  const [remove, removing] = useAction(async () => become(await ask("DELETE", `vault/items/${item.id}`)));
  if (removed) {
    return html`<${Dialog} title="Đã xóa khỏi Kho" onClose=${() => (location.hash = "#/vault")}>
      <p role="status">${removed.text}</p>
      <div class="row row-end"><a class="button primary" href="#/vault">Về Kho dữ liệu</a></div>
    <//>`;
  }
  return html`<${Dialog} title="Xóa “${called(item)}”?" onClose=${onClose}>
    <p>${text}</p>
    <p>${item.reuses ? phrase`Có ${item.reuses} hồ sơ đã nộp đang dùng giấy tờ này.` : LOST_FOR_GOOD}</p>
    <${Trouble} problem=${removing.problem} />
    <div class="row row-end">
      <button type="button" onClick=${onClose}>Giữ lại</button>
      <${Button} class="danger" busy=${removing.busy} onClick=${remove}>Xóa<//>
    </div>
  <//>`;
}

function Looks({ id }) {
  const loaded = useLoaded(() => ask("GET", `vault/items/${id}/accesses`, { query: { limit: 20 } }), [id]);
  return html`<section class="stack"><h2>Ai đã xem giấy tờ này</h2>
    <p><a href="#/vault/shares?item=${id}">Liên kết đã chia sẻ</a></p>
    <${Loaded} of=${loaded}>${({ accesses, cursor }) =>
      accesses.length === 0
        ? html`<p class="soft">Chưa có ai mở tệp tin này.</p>`
        : html`<ul class="clear-list">${accesses.map((each) => html`<li>${each.sentence}</li>`)}</ul>
            ${cursor && html`<p class="soft small">Chỉ hiện 20 lần xem gần nhất.</p>`}`}<//>
  </section>`;
}
