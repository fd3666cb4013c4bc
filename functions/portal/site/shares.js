/** Chia sẻ: a link to one paper for somebody without an account; what was shared, who opened it, and how to stop it. */
import { useState } from "preact/hooks";
import {
  Back,
  Button,
  Chip,
  ChoiceField,
  Dialog,
  Heading,
  html,
  Loaded,
  Notice,
  Pages,
  TextField,
  Trouble,
  useAction,
  useFocus,
  useLoaded,
} from "./page.js";
import { ask } from "./session.js";
import { atMoment, called } from "./words.js";

const DAYS = [
  ["1", "1 ngày"],
  ["3", "3 ngày"],
  ["7", "7 ngày"],
  ["14", "14 ngày"],
  ["30", "30 ngày"],
];
const FIELDS = ["purpose", "days", "passcode", "openings"];
const TONES = { open: "good", locked: "bad" };

/** `#/vault/<id>/share` */
export function SharePaper({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `vault/items/${id}`), [id]);
  return html`<${Back} to="#/vault/${id}">Giấy tờ<//>
    <${Loaded} of=${loaded} named="Chia sẻ giấy tờ">${(item) => html`<${Form} item=${item} />`}<//>`;
}

function Form({ item }) {
  const [said, say] = useState({ days: "7" });
  const [link, become] = useState(null);
  const [make, making] = useAction(async () => {
    const { purpose = "", days, passcode, openings } = said;
    const body = { purpose, days: Number(days), ...(passcode && { passcode }), ...(openings && { openings: Number(openings) }) };
    become(await ask("POST", `vault/items/${item.id}/shares`, { body }));
  });
  if (link) return html`<${Made} link=${link} passcode=${said.passcode} />`;
  const field = (name) => ({
    value: said[name],
    faults: making.problem?.at?.(name),
    onValue: (value) => say({ ...said, [name]: value }),
  });
  const submit = (event) => {
    event.preventDefault();
    make();
  };
  return html`
    <${Heading}>Chia sẻ giấy tờ<//>
    <p>Ai có liên kết đều xem được <strong>${called(item)}</strong> mà không cần tài khoản.${" "}
      Họ luôn xem bản đang dùng; nếu bạn ẩn hoặc xóa giấy tờ, liên kết không mở được nữa.</p>
    <form class="card" onSubmit=${submit} noValidate>
      <${TextField} label="Chia sẻ cho ai, để làm gì" hint="Người nhận đọc được dòng này" needed ...${field("purpose")} />
      <${ChoiceField} label="Dùng được trong" options=${DAYS} ...${field("days")} />
      <div class="pair">
        <${TextField} label="Mã mở (không bắt buộc)" hint="Từ 4 ký tự; báo cho người nhận bằng cách khác"
          autocomplete="off" ...${field("passcode")} />
        <${TextField} label="Số lần xem tối đa (không bắt buộc)" inputmode="numeric" ...${field("openings")} />
      </div>
      <${Trouble} problem=${making.problem} beside=${FIELDS} />
      <div class="row row-end"><a class="button" href="#/vault/${item.id}">Quay lại</a>
        <${Button} type="submit" class="primary" busy=${making.busy}>Tạo liên kết<//></div>
    </form>`;
}

function Made({ link, passcode }) {
  const [copied, tell] = useState("");
  const place = useFocus(link);
  const address = `${location.href.split("#")[0]}#/shared/${link.token}`;
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => tell("Đã sao chép liên kết."),
      () => tell("Chưa sao chép được; hãy chọn và sao chép liên kết ở trên."),
    );
  return html`
    <${Heading}>Đã tạo liên kết<//>
    <${Notice} tone="good"><p tabindex="-1" ref=${place}><strong>Liên kết chỉ hiện một lần này.</strong>${" "}
      Hãy sao chép và gửi cho người nhận. Liên kết dùng được đến ${atMoment(link.ends_at)}.</p><//>
    <${TextField} label="Liên kết" value=${address} readonly onValue=${() => {}}
      onFocus=${(event) => event.currentTarget.select()} />
    ${passcode && html`<p>Người nhận còn cần mã mở bạn vừa đặt; đừng gửi mã cùng với liên kết.</p>`}
    <p role="status">${copied}</p>
    <div class="row"><button type="button" class="primary" onClick=${copy}>Sao chép liên kết</button>
      <a class="button" href="#/vault/shares/${link.id}">Ai đã xem</a>
      <a class="button" href="#/vault/${link.item}">Về giấy tờ</a></div>`;
}

/** `#/vault/shares` */
export function Shares({ query }) {
  const asked = (cursor) => ask("GET", "vault/shares", { query: { item: query.item, limit: 20, cursor } });
  return html`<${Back} to="#/vault">Kho dữ liệu<//>
    <${Heading}>Giấy tờ đã chia sẻ<//>
    ${query.item && html`<p><a href="#/vault/shares">Xem mọi liên kết đã tạo</a></p>`}
    <${Pages} key=${query.item} ask=${asked}>${(pages, isMore) => {
      const shares = pages.flatMap((page) => page.shares);
      if (!shares.length && !isMore)
        return html`<div class="card empty"><p><strong>Bạn chưa chia sẻ giấy tờ nào.</strong></p>
          <p class="soft">Mở một giấy tờ trong Kho rồi bấm [Chia sẻ].</p></div>`;
      return html`<ul class="papers">${shares.map((each) => html`<${Listed} key=${each.id} share=${each} />`)}</ul>`;
    }}<//>`;
}

function Listed({ share }) {
  return html`<li class="card stack">
    <h2><a class="main-link" href="#/vault/shares/${share.id}">${share.title}</a></h2>
    <p>${share.purpose}</p>
    <p class="row small"><${Standing} share=${share} /></p>
  </li>`;
}

function Standing({ share }) {
  const of = share.most_openings ? `${share.openings}/${share.most_openings}` : share.openings;
  return html`<${Chip} tone=${TONES[share.state]}>${share.state_name}<//>
    <span class="soft">Đã mở ${of} lần · đến ${atMoment(share.ends_at)}${share.has_passcode ? " · có mã mở" : ""}</span>`;
}

/** `#/vault/shares/<id>` */
export function SharePage({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `vault/shares/${id}`), [id]);
  return html`<${Back} to="#/vault/shares">Giấy tờ đã chia sẻ<//>
    <${Loaded} of=${loaded} named="Giấy tờ đã chia sẻ">${(share) => html`<${OneShare} share=${share} put=${loaded.put} />`}<//>`;
}

function OneShare({ share, put }) {
  const [asked, askFor] = useState(false);
  const openings = (cursor) => ask("GET", `vault/shares/${share.id}/openings`, { query: { limit: 20, cursor } });
  return html`
    <${Heading}>${share.title}<//>
    <p class="row"><${Standing} share=${share} /></p>
    <dl class="facts card"><dt>Chia sẻ cho ai, để làm gì</dt><dd>${share.purpose}</dd>
      <dt>Tạo lúc</dt><dd>${atMoment(share.made_at)}</dd>
      ${share.revoked_at && html`<dt>Thu hồi lúc</dt><dd>${atMoment(share.revoked_at)}</dd>`}</dl>
    <div class="row"><a class="button" href="#/vault/${share.item}">Xem giấy tờ</a>
      ${share.state === "open" && html`<button type="button" class="danger" onClick=${() => askFor(true)}>Thu hồi liên kết</button>`}</div>
    <section class="stack"><h2>Ai đã xem</h2><${Pages} ask=${openings}>${(pages) => {
      const found = pages.flatMap((page) => page.openings);
      return found.length
        ? html`<ul class="clear-list">${found.map((each) => html`<li>${each.sentence}</li>`)}</ul>`
        : html`<p class="soft">Chưa có ai mở liên kết này.</p>`;
    }}<//></section>
    ${asked && html`<${Revoke} share=${share} put=${put} onClose=${() => askFor(false)} />`}`;
}

function Revoke({ share, put, onClose }) {
  const [revoke, revoking] = useAction(async () => {
    put(await ask("DELETE", `vault/shares/${share.id}`));
    onClose();
  });
  return html`<${Dialog} title="Thu hồi liên kết?" onClose=${onClose}>
    <p>Từ lúc này không ai mở được liên kết nữa. Người đã tải tệp tin về vẫn giữ bản họ đã tải.</p>
    <${Trouble} problem=${revoking.problem} />
    <div class="row row-end"><button type="button" onClick=${onClose}>Giữ lại</button>
      <${Button} class="danger" busy=${revoking.busy} onClick=${revoke}>Thu hồi<//></div>
  <//>`;
}
