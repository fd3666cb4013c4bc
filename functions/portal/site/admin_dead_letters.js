/** Việc chưa xử lý được: what came to rest, since when and of what kind, and giving it back. */
import { useEffect, useState } from "preact/hooks";
import { Button, Chip, Dialog, Heading, html, Loaded, Notice, Trouble, useAction, useLoaded } from "./page.js";
import { ToAdmin } from "./admin_pieces.js";
import { ask } from "./session.js";
import { atMoment } from "./words.js";

const AGAIN = 5000; // milliseconds between looks while something is under way

export function AdminDeadLetters() {
  const loaded = useLoaded(() => ask("GET", "dead-letters"), []);
  const isUnderWay = loaded.value?.replays.some((each) => !each.done_at);
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = setInterval(loaded.again, AGAIN);
    return () => clearInterval(timer);
  }, [isUnderWay]);
  return html`<${ToAdmin} /><${Heading}>Việc chưa xử lý được<//>
    <p>Những gì hệ thống thử nhiều lần vẫn lỗi thì dừng lại ở đây, giữ 14 ngày. Hãy sửa nguyên nhân trước, rồi xử lý lại.</p>
    <p class="row"><${Button} onClick=${loaded.again}>Xem lại<//></p>
    <${Loaded} of=${loaded}>${({ resting, replays }) => html`
      <ul class="papers">${resting.map((each) => html`<${Place} key=${each.resting} place=${each}
        isUnderWay=${replays.some((one) => one.resting === each.resting && !one.done_at)} onDone=${loaded.again} />`)}</ul>
      <section class="stack"><h2>Các lần xử lý lại gần đây</h2>
        ${replays.length === 0 && html`<p class="soft">Chưa có lần nào.</p>`}
        <ul class="clear-list" aria-live="polite">${replays.map((each) => html`<li key=${each.id} class="row row-apart">
          <span class="grow">${each.name}<br /><span class="soft small">${[atMoment(each.asked_at), each.by].filter(Boolean).join(" · ")}</span></span>
          <${Chip} tone=${each.done_at ? "good" : "warn"}>${each.done_at ? html`Đã trả lại ${each.given_back}` : html`Đang chờ, đã trả lại ${each.given_back}`}<//></li>`)}</ul></section>`}<//>`;
}

function Place({ place, isUnderWay, onDone }) {
  const [isAsking, consider] = useState(false);
  const facts = [
    ["Cũ nhất đã xem", place.oldest && atMoment(place.oldest)],
    ["Gồm", place.kinds.map((each) => `${each.name} (${each.count})`).join(", ")],
    ["Mã", place.ids.length > 0 && html`<code class="small">${place.ids.join(" ")}</code>`],
    ["Xem lúc", place.looked_at ? atMoment(place.looked_at) : "Chưa xem lần nào"],
  ];
  return html`<li class="card stack"><div class="row row-apart"><h2 class="grow">${place.name}</h2>
      <${Chip} tone=${place.count ? "bad" : place.looked_at ? "good" : "plain"}>${place.count ? html`${place.count} việc` : place.looked_at ? "Không có gì" : "Chưa biết"}<//></div>
    <dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    <p class="soft small">${place.advice}</p>
    ${isUnderWay && html`<${Notice} role="status"><p>Đang xử lý lại; bắt đầu trong vòng một phút.</p><//>`}
    ${place.may_replay && place.count > 0 && !isUnderWay && html`<div class="row"><button type="button" onClick=${() => consider(true)}>Xử lý lại</button></div>`}
    ${isAsking && html`<${Replay} place=${place} onClose=${() => consider(false)} onDone=${onDone} />`}</li>`;
}

function Replay({ place, onClose, onDone }) {
  const [replay, replaying] = useAction(async () => {
    await ask("POST", `dead-letters/${place.resting}/replays`, { body: {} });
    onClose();
    onDone();
  });
  return html`<${Dialog} title="Xử lý lại" onClose=${onClose}>
    <p><strong>${place.name}</strong>: ${place.count} việc được trả lại nơi xử lý, mỗi lần tối đa 1000.</p>
    <p>${place.advice}</p><p class="soft">Tên bạn và giờ này được ghi lại.</p>
    <${Trouble} problem=${replaying.problem} />
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
      <${Button} class="primary" busy=${replaying.busy} onClick=${replay}>Xử lý lại<//></div><//>`;
}
