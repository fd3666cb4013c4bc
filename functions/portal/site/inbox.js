/** Thông báo: everything its holder was told, whatever channels they chose, and which channels these are. */
import { useState } from "preact/hooks";
import { Back, Button, Heading, html, Loaded, Trouble, useAction, useFocus, useLoaded } from "./page.js";
import { ask, session } from "./session.js";
import { placeOf } from "./places.js";
import { tellUnread } from "./unread.js";
import { atMoment } from "./words.js";

const PAGE = 20;

export function Inbox() {
  const [more, addMore] = useState([]);
  const asked = async (cursor) => {
    const page = await ask("GET", "inbox", { query: { limit: PAGE, cursor } });
    tellUnread(page.unread);
    return page;
  };
  const loaded = useLoaded(() => asked(), []);
  const [goOn, going] = useAction(async (cursor) => addMore([...more, await asked(cursor)]));
  return html`<div class="row row-apart"><${Heading}>Thông báo<//>
      <a class="button" href="#/preferences">Cách nhận thông báo</a></div>
    <${Loaded} of=${loaded}>${(first) => {
      const pages = [first, ...more];
      const cursor = pages.at(-1).cursor;
      const notices = pages.flatMap((page) => page.notices);
      if (!notices.length) return html`<div class="card empty"><p><strong>Chưa có thông báo nào.</strong></p></div>`;
      return html`<${Notices} notices=${notices} unread=${pages.at(-1).unread} />
        <${Trouble} problem=${going.problem} />
        ${cursor && html`<${Button} busy=${going.busy} onClick=${() => goOn(cursor)}>Xem thêm<//>`}`;
    }}<//>`;
}

function Notices({ notices, unread }) {
  const [seen, see] = useState(new Set());
  const [isAll, seeAll] = useState(false);
  const [read, reading] = useAction(async (id) => {
    tellUnread((await ask("POST", `inbox/${id}/read`)).unread);
    see((before) => new Set(before).add(id));
  });
  const [readAll, readingAll] = useAction(async () => {
    tellUnread((await ask("POST", "inbox/read-all")).unread);
    seeAll(true);
  });
  const place = useFocus(isAll);
  return html`
    ${isAll && html`<p class="notice notice-good" role="status" tabindex="-1" ref=${place}>Đã đánh dấu tất cả là đã đọc.</p>`}
    ${unread > 0 && !isAll && html`<p><${Button} busy=${readingAll.busy} onClick=${readAll}>Đánh dấu tất cả đã đọc<//></p>`}
    <${Trouble} problem=${reading.problem ?? readingAll.problem} />
    <ul class="papers">${notices.map(
      (each) => html`<${Notice} key=${each.id} notice=${each} read=${read}
        isUnread=${each.unread && !isAll && !seen.has(each.id)} />`,
    )}</ul>`;
}

function Notice({ notice, isUnread, read }) {
  const to = placeOf(notice);
  const seen = () => isUnread && read(notice.id);
  return html`<li class="card stack">
    <div class="row row-apart"><h2 class="grow">${
      to ? html`<a class="main-link" href=${to} onClick=${seen}>${notice.heading}</a>` : notice.heading
    }</h2>${isUnread && html`<strong class="mark">Chưa đọc</strong>`}</div>
    <p>${notice.text}</p>
    <p class="row soft small">${atMoment(notice.at)}${isUnread && html`<button type="button" class="quiet above"
      aria-label="Đánh dấu đã đọc: ${notice.heading}" onClick=${seen}>Đánh dấu đã đọc</button>`}</p>
  </li>`;
}


const CHANNELS = [
  ["zalo", "Zalo"],
  ["sms", "Tin nhắn SMS"],
];
const LANGUAGES = [
  ["vi", "Tiếng Việt"],
  ["en", "Tiếng Anh (English)"],
];

export function Preferences() {
  const loaded = useLoaded(() => ask("GET", "me/notifications"), []);
  return html`<${Back} to="#/inbox">Thông báo<//><${Heading}>Cách nhận thông báo<//>
    <p>Mọi thông báo luôn có trong mục Thông báo của Kho. Ở đây bạn chọn điều gì được báo thêm qua điện thoại.</p>
    <${Loaded} of=${loaded}>${(chosen) => html`<${Choices} chosen=${chosen} />`}<//>`;
}

function Choices({ chosen }) {
  const [language, speak] = useState(chosen.language);
  const [channels, tellBy] = useState(chosen.channels);
  const [muted, mute] = useState(chosen.muted);
  const [saves, saved] = useState(0);
  const [save, saving] = useAction(async () => {
    await ask("PUT", "me/notifications", { body: { language, channels, muted } });
    saved(saves + 1);
  });
  const place = useFocus(saves);
  const isOfficer = session.me.roles.some((each) => each !== "citizen");
  const groups = chosen.groups.filter((each) => isOfficer || each.group !== "work");
  const submit = (event) => {
    event.preventDefault();
    save();
  };
  return html`<form onSubmit=${submit} noValidate>
    <fieldset><legend>Báo qua</legend><div>${CHANNELS.map(
      ([code, name]) => html`<${Tick} key=${code} name=${name} isOn=${channels.includes(code)}
        toggle=${() => tellBy(toggled(channels, code))} />`,
    )}</div></fieldset>
    <fieldset><legend>Nội dung báo qua điện thoại</legend><div>${groups.map(
      ({ group, name }) => html`<${Tick} key=${group} name=${name} isOn=${!muted.includes(group)}
        toggle=${() => mute(toggled(muted, group))} />`,
    )}</div></fieldset>
    <fieldset><legend>Ngôn ngữ của thông báo</legend><div>${LANGUAGES.map(
      ([code, name]) => html`<label class="tick" key=${code}><input type="radio" name="language" checked=${language === code}
        onChange=${() => speak(code)} /><span class="tick-body">${name}</span></label>`,
    )}</div></fieldset>
    <${Trouble} problem=${saving.problem} />
    ${saves > 0 && html`<p class="notice notice-good" role="status" tabindex="-1" ref=${place}>Đã cập nhật cách nhận thông báo.</p>`}
    <div class="row row-end"><${Button} type="submit" class="primary" busy=${saving.busy}>Cập nhật<//></div>
  </form>`;
}

function Tick({ name, isOn, toggle }) {
  return html`<label class="tick"><input type="checkbox" checked=${isOn} onChange=${toggle} />
    <span class="tick-body">${name}</span></label>`;
}

function toggled(all, one) {
  return all.includes(one) ? all.filter((each) => each !== one) : [...all, one];
}
