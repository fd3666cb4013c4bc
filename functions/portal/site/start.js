/** The frame around every page: which page an address means, who is signed in, and how to get elsewhere. */
import { render } from "preact";
import { useEffect, useErrorBoundary, useLayoutEffect, useReducer, useState } from "preact/hooks";
import { Dialog, Heading, html, Icon, Loaded, Notice, Trouble, useAction, useLoaded, Waiting } from "./page.js";
import { beginSpeaking, language, prepare, speak } from "./language.js";
import { hands, onHands, whoseDossiers } from "./hands.js";
import { HandsBar } from "./hands_bar.js";
import { arrive, goOn, onSession, session, signOut } from "./session.js";
import { Providers, SignIn } from "./home.js";
import { deskRooms } from "./desk_rooms.js";
import { InboxLink } from "./unread.js";

const { early } = globalThis; // which page stands where

/** `#/vault?q=khai` → `{path: "/vault", query: {q: "khai"}}` */
function place() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  return { path: path || "/", query: Object.fromEntries(new URLSearchParams(query)) };
}

function Site() {
  const [, changed] = useReducer((count) => count + 1, 0);
  const [start, become] = useState({});
  useEffect(() => {
    beginSpeaking().then(() => become((before) => ({ ...before, speaks: true })));
    arrive().catch((problem) => become((before) => ({ ...before, problem })));
    const moved = () => {
      early.answers.clear(); // they were for the page of before
      scrollTo(0, 0);
      changed();
    };
    addEventListener("hashchange", moved);
    const quiet = [onSession(changed), onHands(changed)];
    return () => quiet.forEach((stop) => stop());
  }, []);
  useLayoutEffect(() => {
    document.body.classList.toggle("signed-in", Boolean(session.me)); // before it is painted: it says where the rooms stand
  });
  if (start.problem) return html`<main><${Trouble} problem=${start.problem} again=${() => location.reload()} /></main>`;
  if (!start.speaks || session.state === "unknown") return html`<p class="waiting opening" role="status">Đang mở Kho dữ liệu…</p>`;
  const { path, query } = place();
  return html`
    <a class="skip" href="#main" onClick=${skip}>Đến nội dung chính</a>
    <${Top} path=${path} onSpoken=${changed} />
    <${HandsBar} />
    <main id="main" tabindex="-1"><${Room} key="${path} ${hands.of?.person}" path=${path} query=${query} /></main>
    <footer class="foot no-print">
      Danh mục thủ tục là dữ liệu minh họa, không thay cho văn bản pháp luật. · <a href="#/open-data">Dữ liệu mở</a> · <a href="docs">API</a>${" · "}<a
        href=${new URL("licences.txt", import.meta.url).href}>Giấy phép</a>
    </footer>
    ${session.state === "ended" && html`<${Ended} />`}
  `;
}

/** The way into the other language, written in that language. What was typed stays. */
function Language({ onSpoken }) {
  const other = language.code === "vi" ? "en" : "vi";
  const [change, changing] = useAction(async () => {
    await speak(other);
    onSpoken();
  });
  return html`<button type="button" class="quiet" lang=${other} aria-disabled=${changing.busy} onClick=${change}>${
    other === "en" ? "English" : "Tiếng Việt"
  }</button><${Trouble} problem=${changing.problem} />`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function Top({ path, onSpoken }) {
  const [leave, leaving] = useAction(signOut);
  return html`<header class="top"><div class="top-inner">
    <a class="brand" href="#/" aria-label="Kho: trang đầu"><${Icon} name="vault" size="28" /><span>Kho</span></a>
    ${
      session.me &&
      html`
      <${Rooms} path=${path} />
      ${!hands.of && html`<${InboxLink} path=${path} />`}
      <div class="who"><span>${session.me.person.name}</span><${Language} onSpoken=${onSpoken} />
        <button class="quiet" aria-disabled=${leaving.busy} onClick=${leave}>Đăng xuất</button></div>`
    }
    ${!session.me && html`<div class="who"><${Language} onSpoken=${onSpoken} />
      ${path !== "/sign-in" && html`<a class="button" href="#/sign-in">Đăng nhập</a>`}</div>`}
  </div></header>`;
}

const DESK = ["desk", "Một cửa"];
const RATE = ["/reuse-rate", "rate", "Tỷ lệ sử dụng lại"];
const ADMIN = ["/admin", "gear", "Quản trị"];
const ROOMS = [
  ["/vault", "vault", "Kho dữ liệu cá nhân, tổ chức"],
  ["/procedures", "send", "Nộp trực tuyến"],
  ["/dossiers", "list", "Hồ sơ của tôi"],
];

/**
 * Officers find their desk first, who only certifies the copies there, then how much is used again; administrators find
 * what they look after last. Who assists somebody looks at no vault and no figures.
 */
function roomsOf() {
  const [first] = deskRooms();
  const atDesk = first ? [[first[0].slice(1), ...DESK]] : [];
  if (!hands.of) return [...atDesk, ...(readsFigures() ? [RATE] : []), ...ROOMS, ...(administers() ? [ADMIN] : [])];
  const theirs = [...atDesk, ...ROOMS].filter(([to]) => to !== "/vault");
  return theirs.map(([to, icon, name]) => [to, icon, to === "/dossiers" ? whoseDossiers() : name]);
}

function administers() {
  return session.me.roles.includes("administrator");
}

function readsFigures() {
  return session.me.roles.some((each) => ["officer", "head", "administrator"].includes(each));
}

/** A draft being filed belongs to filing. */
function isIn(to, path) {
  const isFiling = path.startsWith("/procedures") || /^\/dossiers\/\w+\/./.test(path);
  if (to === "/procedures") return isFiling;
  return path.startsWith(to.startsWith("/desk") ? "/desk" : to) && !isFiling;
}

function Rooms({ path }) {
  return html`<nav class="rooms" aria-label="Các mục chính"><ul class="rooms-${roomsOf().length}">${roomsOf().map(
    ([to, icon, name]) => html`<li><a href="#${to}" aria-current=${isIn(to, path) ? "page" : null}>
      <${Icon} name=${icon} size="20" /><span>${name}</span></a></li>`,
  )}</ul></nav>`;
}

function Room({ path, query }) {
  const page = early.pageAt(path === "/" && hands.of ? "/desk/assist" : path);
  if (!page)
    return html`<${Heading}>Không có trang này<//><p>Địa chỉ đã đổi hoặc gõ chưa đúng.</p>
      <p><a class="button" href="#/">Về trang đầu</a></p>`;
  if (!session.me && !page.isOpen) return html`<${SignIn} query=${{ to: location.hash }} />`;
  return html`<${Fetched} page=${page} query=${query} />`;
}

/** A page whose files come when it is first wanted. Gone after a new delivery: the whole site is loaded anew. */
function Fetched({ page, query }) {
  const [error] = useErrorBoundary((thrown) => console.error(thrown));
  const loaded = useLoaded(() => fetched(page), [page.file]);
  if (error)
    return html`<${Trouble} problem=${{ detail: "Trang này gặp lỗi. Hãy tải lại trang." }}
      again=${() => location.reload()} />`;
  if (loaded.problem) {
    const told = {
      title: "Chưa mở được trang",
      detail: "Mất kết nối, hoặc hệ thống vừa được cập nhật. Hãy tải lại trang.",
    };
    return html`<${Trouble} problem=${told} again=${() => location.reload()} />`;
  }
  return html`<${Loaded} of=${loaded}>${(pages) => html`<${pages[page.name]} given=${page.given} query=${query} />`}<//>`;
}

async function fetched(page) {
  early.fetchAll(page);
  const [pages] = await Promise.all([import(page.file), prepare(page.file)]);
  return pages;
}

/** The session ended while something was being done: sign in beside this page, and go on here. */
function Ended() {
  const [go, going] = useAction(goOn);
  return html`<${Dialog} title="Phiên đăng nhập đã kết thúc">
    <p>Những gì bạn đang làm vẫn còn trên trang này. Hãy đăng nhập lại trong thẻ mới; trang này sẽ tự tiếp tục.</p>
    <${Providers} target="_blank" />
    ${going.problem && html`<${Notice} tone="bad" role="alert">Bạn chưa đăng nhập lại.<//>`}
    <div class="row row-end">
      <button type="button" onClick=${() => location.reload()}>Bỏ dở và về trang đầu</button>
      <button type="button" class="primary" aria-disabled=${going.busy} onClick=${go}>Tôi đã đăng nhập lại</button>
    </div>
  <//>`;
}

render(html`<${Site} />`, document.getElementById("page"));
