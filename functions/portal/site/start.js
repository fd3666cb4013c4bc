/** The frame around every page: which page an address means, who is signed in, and how to get elsewhere. */
import { render } from "preact";
import { useEffect, useErrorBoundary, useLayoutEffect, useReducer, useState } from "preact/hooks";
import { Dialog, Heading, html, Icon, Loaded, Notice, Trouble, useAction, useLoaded, Waiting } from "./page.js";
import { beginSpeaking, language, prepare, speak } from "./language.js";
import { hands, onHands, whoseDossiers } from "./hands.js";
import { HandsBar } from "./hands_bar.js";
import { arrive, goOn, onSession, session, signOut } from "./session.js";
import { Home, Providers, SignIn } from "./home.js";
import { deskRooms } from "./desk_rooms.js";
import { InboxLink } from "./unread.js";

/** Address → the module its page is in and the page's name there. `open`: also for who is not signed in. */
const PAGES = [
  [/^\/vault$/, "./vault.js", "Vault"],
  [/^\/vault\/new$/, "./deposit.js", "Deposit"],
  [/^\/vault\/uploads\/(\w+)$/, "./uploaded.js", "UploadPage"],
  [/^\/vault\/accesses$/, "./accesses.js", "Accesses"],
  [/^\/vault\/exports$/, "./exports.js", "Exports"],
  [/^\/vault\/exports\/(\w+)$/, "./exports.js", "ExportPage"],
  [/^\/vault\/shares$/, "./shares.js", "Shares"],
  [/^\/vault\/shares\/(\w+)$/, "./shares.js", "SharePage"],
  [/^\/vault\/(\w+)\/share$/, "./shares.js", "SharePaper"],
  [/^\/shared\/([\w-]+)$/, "./link.js", "SharedPaper", "open"],
  [/^\/vault\/(\w+)$/, "./item.js", "ItemPage"],
  [/^\/vault\/(\w+)\/replace$/, "./deposit.js", "Replace"],
  [/^\/vault\/(\w+)\/feedback$/, "./feedback.js", "GiveFeedback"],
  [/^\/desk$/, "./desk.js", "Desk"],
  [/^\/desk\/dossiers\/(\w+)$/, "./desk_dossier.js", "DeskDossier"],
  [/^\/desk\/results$/, "./desk_results.js", "BulkReturn"],
  [/^\/desk\/results\/(\w+)$/, "./desk_results.js", "BatchReport"],
  [/^\/desk\/feedback$/, "./desk_feedback.js", "DeskFeedback"],
  [/^\/desk\/feedback\/(\w+)$/, "./desk_feedback.js", "DeskFeedbackPage"],
  [/^\/desk\/assist$/, "./desk_assist.js", "Assist"],
  [/^\/desk\/copies$/, "./desk_copies.js", "DeskCopies"],
  [/^\/desk\/copies\/new$/, "./desk_copies.js", "CopyAtCounter"],
  [/^\/desk\/copies\/register$/, "./desk_register.js", "Register"],
  [/^\/desk\/copies\/(\w+)$/, "./desk_copy.js", "DeskCopy"],
  [/^\/copies$/, "./copies.js", "Copies"],
  [/^\/copies\/new$/, "./copies.js", "AskCopy"],
  [/^\/copies\/(\w+)$/, "./copies.js", "CopyPage"],
  [/^\/reuse-rate$/, "./reuse.js", "ReuseRate"],
  [/^\/reuse-rate\/dossiers$/, "./reuse_dossiers.js", "ReuseDossiers"],
  [/^\/open-data$/, "./reuse_open.js", "OpenData", "open"],
  [/^\/admin$/, "./admin.js", "Admin"],
  [/^\/admin\/catalogue$/, "./admin_catalogue.js", "AdminCatalogue"],
  [/^\/admin\/units$/, "./admin_units.js", "AdminUnits"],
  [/^\/admin\/units\/([\w.-]+)$/, "./admin_units.js", "AdminUnit"],
  [/^\/admin\/issuers$/, "./admin_issuers.js", "AdminIssuers"],
  [/^\/admin\/issuers\/new$/, "./admin_issuers.js", "RegisterIssuer"],
  [/^\/admin\/trust$/, "./admin_trust.js", "AdminTrust"],
  [/^\/admin\/officers$/, "./admin_officers.js", "AdminOfficers"],
  [/^\/admin\/officers\/new$/, "./admin_officers.js", "AppointOfficer"],
  [/^\/admin\/officers\/(\w+)$/, "./admin_officers.js", "AdminOfficer"],
  [/^\/admin\/messages$/, "./admin_messages.js", "AdminMessages"],
  [/^\/admin\/webhooks$/, "./admin_webhooks.js", "AdminWebhooks"],
  [/^\/admin\/webhooks\/new$/, "./admin_webhook_acts.js", "NameSystem"],
  [/^\/admin\/webhooks\/([\w.-]+)$/, "./admin_webhooks.js", "AdminWebhook"],
  [/^\/admin\/dead-letters$/, "./admin_dead_letters.js", "AdminDeadLetters"],
  [/^\/feedback$/, "./feedback.js", "FeedbackList"],
  [/^\/feedback\/(\w+)$/, "./feedback.js", "FeedbackPage"],
  [/^\/inbox$/, "./inbox.js", "Inbox"],
  [/^\/preferences$/, "./inbox.js", "Preferences"],
  [/^\/procedures$/, "./procedures.js", "Procedures", "open"],
  [/^\/procedures\/([\w.-]+)$/, "./procedures.js", "ProcedurePage", "open"],
  [/^\/dossiers$/, "./dossiers.js", "Dossiers"],
  [/^\/dossiers\/(\w+)$/, "./dossiers.js", "DossierPage"],
  [/^\/dossiers\/(\w+)\/(people|papers|receive|review)$/, "./filing.js", "Filing"],
];

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
  if (path === "/sign-in") return session.me ? html`<${Home} />` : html`<${SignIn} to=${query.to} />`;
  if (path === "/") return hands.of ? html`<${Fetched} module="./desk_assist.js" name="Assist" query=${query} />` : html`<${Home} />`;
  const found = PAGES.find(([pattern]) => pattern.test(path));
  if (!found)
    return html`<${Heading}>Không có trang này<//><p>Địa chỉ đã đổi hoặc gõ chưa đúng.</p>
      <p><a class="button" href="#/">Về trang đầu</a></p>`;
  const [pattern, module, name, isOpen] = found;
  if (!session.me && !isOpen) return html`<${SignIn} to=${location.hash} />`;
  return html`<${Fetched} module=${module} name=${name} given=${path.match(pattern).slice(1)} query=${query} />`;
}

/** A page whose module comes when it is first wanted. Gone after a new delivery: the whole site is loaded anew. */
function Fetched({ module, name, given, query }) {
  const [error] = useErrorBoundary((thrown) => console.error(thrown));
  const loaded = useLoaded(async () => (await Promise.all([import(module), prepare(module)]))[0], [module]);
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
  return html`<${Loaded} of=${loaded}>${(pages) => html`<${pages[name]} given=${given} query=${query} />`}<//>`;
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

// On a slow line a page's module comes while it is still asked who is signed in; if it does not, its page says so.
const [, early] = PAGES.find(([pattern]) => pattern.test(place().path)) ?? [];
if (early) import(early).catch(() => {});
render(html`<${Site} />`, document.getElementById("page"));
