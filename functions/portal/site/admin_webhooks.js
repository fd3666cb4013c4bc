/** Hệ thống nhận phản ánh: whose own system is told of feedback, where and since when; what it took and what it did not. */
import { useState } from "preact/hooks";
import { Back, Button, Chip, Facts, Heading, html, Icon, Loaded, Notice, phrase, useLoaded } from "./page.js";
import { Nothing, term, ToAdmin } from "./admin_pieces.js";
import { ChangeAddress, NewSecret, Remove, Secret } from "./admin_webhook_acts.js";
import { ask } from "./session.js";
import { atMoment } from "./words.js";

export function AdminWebhooks() {
  const loaded = useLoaded(() => ask("GET", "webhooks"), []);
  return html`<${ToAdmin} /><div class="row row-apart"><${Heading}>Hệ thống nhận phản ánh<//>
      <a class="button" href="#/admin/webhooks/new"><${Icon} name="add" size="18" />Khai báo hệ thống</a></div>
    <p>Đơn vị có hệ thống riêng thì mỗi bước của phản ánh về giấy tờ đơn vị đã cấp được báo ngay cho hệ thống đó. Công chức
      vẫn trả lời tại Một cửa.</p>
    <${Loaded} of=${loaded}>${({ webhooks }) => html`
      ${webhooks.length === 0 && html`<${Nothing}>Chưa khai báo hệ thống nào.<//>`}
      <ul class="papers">${webhooks.map((each) => html`<li class="card stack" key=${each.unit}>
        <h2><a class="main-link" href="#/admin/webhooks/${each.unit}">${each.unit_name}</a></h2>
        <p>${each.url}</p>
        <p class="soft small">${[each.unit, term({ valid_from: each.since })].join(" · ")}</p></li>`)}</ul>`}<//>`;
}

export function AdminWebhook({ given: [unit] }) {
  const loaded = useLoaded(() => ask("GET", `webhooks/${unit}`), [unit]);
  return html`<${Back} to="#/admin/webhooks">Hệ thống nhận phản ánh<//>
    <${Loaded} of=${loaded} named="Hệ thống nhận phản ánh">${(webhook) => html`<${Shown} webhook=${webhook} again=${loaded.again} />`}<//>`;
}

const ACTS = { address: ChangeAddress, secret: NewSecret, remove: Remove };

function Shown({ webhook, again }) {
  const [act, show] = useState(null);
  const [made, keep] = useState(null);
  const done = (changed) => {
    if (changed.secret) keep(changed);
    show(null);
    again();
  };
  const Act = ACTS[act];
  const facts = [
    ["Mã đơn vị", webhook.unit],
    ["Địa chỉ", webhook.url],
    ["Được báo từ", atMoment(webhook.since)],
    ["Thay đổi gần nhất", [atMoment(webhook.changed_at), webhook.changed_by].filter(Boolean).join(" · ")],
    ["Khóa bí mật cũ", overlap(webhook)],
  ];
  return html`<${Heading}>${webhook.unit_name}<//>
    ${made && html`<${Secret} webhook=${made} />`}
    <${Facts} facts=${facts} />
    <div class="row"><button type="button" onClick=${() => show("address")}>Đổi địa chỉ</button>
      <button type="button" onClick=${() => show("secret")}>Tạo khóa bí mật mới</button>
      <button type="button" class="danger" onClick=${() => show("remove")}>Ngừng báo</button></div>
    <${Deliveries} told=${webhook.deliveries} again=${again} />
    ${Act && html`<${Act} webhook=${webhook} onClose=${() => show(null)} onDone=${done} />`}`;
}

function overlap({ overlaps_until: until }) {
  return until && new Date(until) > new Date() && phrase`còn dùng được đến ${atMoment(until)}`;
}

/** The last steps it was told; what was tried last comes first. */
function Deliveries({ told, again }) {
  const isResting = told.some((each) => each.is_given_up);
  return html`<section class="stack"><div class="row row-apart"><h2 class="grow">Đã báo gần đây</h2>
      <${Button} onClick=${again}>Xem lại<//></div>
    ${isResting && html`<${Notice} tone="warn"><p>Có bước đã thôi gửi sau nhiều lần thử. Hãy sửa nguyên nhân, rồi gửi lại ở trang${" "}
      <a href="#/admin/dead-letters">Việc chưa xử lý được</a>.</p><//>`}
    ${told.length === 0 && html`<p class="soft">Chưa báo bước nào.</p>`}
    <ul class="papers">${told.map((each) => html`<li class="card stack" key=${each.event}>
      <div class="row row-apart"><h3 class="grow">${each.name}</h3>
        <${Chip} tone=${each.is_done ? "good" : each.is_given_up ? "bad" : "warn"}>${each.sentence}<//></div>
      <ul class="told small">${each.attempts.map((attempt) => html`<li>${atMoment(attempt.at)}: ${attempt.sentence}</li>`)}</ul>
      <p class="soft small">${each.host} · <code>${each.event}</code></p></li>`)}</ul></section>`;
}
