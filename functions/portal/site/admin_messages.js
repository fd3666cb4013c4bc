/** Mẫu thông báo: every message there is, in both languages, as it may come at its longest. */
import { useState } from "preact/hooks";
import { ChoiceField, Chip, Heading, html, Loaded, TextField, useLoaded } from "./page.js";
import { Nothing, ToAdmin } from "./admin_pieces.js";
import { ask } from "./session.js";
import { folded } from "./words.js";

const LANGUAGES = { vi: "Tiếng Việt", en: "Tiếng Anh" };

export function AdminMessages() {
  const loaded = useLoaded(() => ask("GET", "messages/catalogue"), []);
  return html`<${ToAdmin} /><${Heading}>Mẫu thông báo<//>
    <p>Mỗi thông báo nói với người nhận chuyện gì xảy ra, không bao giờ nói loại giấy tờ nào hay vì sao.</p>
    <${Loaded} of=${loaded}>${({ events }) => html`<${Events} events=${events} />`}<//>`;
}

function Events({ events }) {
  const [text, write] = useState("");
  const [group, choose] = useState("");
  const groups = [...new Map(events.map((each) => [each.group ?? "together", each.group_name]))];
  const words = folded(text).split(" ").filter(Boolean);
  const fitting = events.filter((each) => (!group || (each.group ?? "together") === group) && words.every((word) => told(each).includes(word)));
  return html`<form role="search" aria-label="Lọc thông báo" class="filters" onSubmit=${(event) => event.preventDefault()}>
      <${TextField} label="Tìm trong lời thông báo" hint="Không cần gõ dấu" type="search" value=${text} onValue=${write} maxlength="300" />
      <${ChoiceField} label="Nhóm" none="Tất cả" options=${groups} value=${group} onValue=${choose} /></form>
    <p role="status" class="soft small">Có ${fitting.length} thông báo.</p>
    ${fitting.length === 0 && html`<${Nothing}>Không có thông báo nào như vậy.<//>`}
    <ul class="papers">${fitting.map((each) => html`<${Event} key=${each.event} event=${each} />`)}</ul>`;
}

function told(event) {
  return folded([event.event, ...event.wordings.flatMap((each) => [each.heading, each.pattern])].join(" "));
}

function Event({ event }) {
  const [vietnamese, english] = event.wordings;
  return html`<li class="card stack"><div class="row row-apart"><h2 class="grow" lang="vi">${vietnamese.heading}</h2>
      <div class="row"><${Chip}>${event.group_name}<//>${event.is_security && html`<${Chip} tone="warn">Bảo mật<//>`}</div></div>
    <p lang="vi">${vietnamese.pattern}</p>
    <p lang="en" class="soft">${english.heading}. ${english.pattern}</p>
    <p class="soft small">${event.channels_text} · <code>${event.event}</code></p>
    <details><summary>Giới hạn và ví dụ dài nhất</summary>
      <ul class="told">${event.parameters.map((each) => html`<li><code>${each.name}</code> ${each.about}: <span class="soft">tối đa ${each.longest} ký tự trên Zalo</span></li>`)}</ul>
      ${event.wordings.map((each) => html`<${Wording} key=${each.language} wording=${each} />`)}</details></li>`;
}

function Wording({ wording }) {
  const facts = [
    ["Tên mẫu Zalo", html`<code>${wording.template}</code>`],
    ["Trong hộp thư", html`<span lang=${wording.language}>${wording.longest}</span>`],
    ["SMS", html`<span lang=${wording.language}>${wording.sms}</span> <span class="soft small">(${wording.sms_letters} ký tự, ${wording.sms_parts} tin)</span>`],
    ["Trên Zalo", html`<ul class="clear-list">${wording.zalo.map((each) => html`<li><code>${each.name}</code> <span lang=${wording.language}>${each.value}</span></li>`)}</ul>`],
  ];
  return html`<h3>${LANGUAGES[wording.language]}</h3>
    <dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
