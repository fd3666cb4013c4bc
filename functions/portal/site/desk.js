/** Hồ sơ của đơn vị: the queue of a unit by state and due date, a page at a time, built for the keyboard. */
import { useEffect, useState } from "preact/hooks";
import { Filters } from "./desk_filters.js";
import { KeyHelp, useKeys, useWalk } from "./desk_keys.js";
import { Many } from "./desk_many.js";
import { address } from "./desk_queues.js";
import { DeskRooms } from "./desk_rooms.js";
import { Due } from "./due.js";
import { cameBackTo, openedLast, pageOf, showsQueue, turnsPage } from "./desk_trail.js";
import { Chip, Heading, html, Loaded, phrase, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { atMoment, DOSSIER_STATES } from "./words.js";

const PAGE = 50;
const STATES = DOSSIER_STATES.filter(([code]) => code > 0);

export function Desk({ query }) {
  const wanted = query.officer || query.state ? query : { ...query, state: "1" };
  const go = (changes) => location.assign(address("/desk", { ...wanted, cursor: "", ...changes }));
  const counts = useLoaded(() => ask("GET", "desk/counts", { query: { unit: wanted.unit } }), [wanted.unit]);
  const counted = Object.fromEntries((counts.value?.counts ?? []).map((each) => [each.state, each.count]));
  return html`
    <${DeskRooms} at="#/desk" class="wide" /><${Heading}>Hồ sơ của đơn vị<//>
    <${States} wanted=${wanted} counted=${counted} />
    <${Filters} wanted=${wanted} go=${go} />
    <${Queue} key=${JSON.stringify(wanted)} ...${{ wanted, go, counted }} recount=${counts.again} />`;
}

/** What waits, by state, with how many; states in which nothing does, and those nobody counts, one step further. */
function States({ wanted, counted }) {
  const isHere = ([code]) => !wanted.officer && String(code) === wanted.state;
  const isNear = (state) => isHere(state) || counted[state[0]] > 0;
  const tab = ([code, name]) => {
    const to = address("/desk", { state: code, unit: wanted.unit, procedure: wanted.procedure });
    return html`<li key=${code}><a href=${to} aria-current=${isHere([code]) ? "page" : null}>
      ${name}${counted[code] !== undefined && html` <span class="count">${counted[code]}</span>`}</a></li>`;
  };
  return html`<nav class="tabs" aria-label="Trạng thái hồ sơ"><ul>${STATES.filter(isNear).map(tab)}
    <li><a href="#/desk?officer=me" aria-current=${wanted.officer ? "page" : null}>Của tôi</a></li>
    <li><details><summary>Trạng thái khác</summary><ul>${STATES.filter((each) => !isNear(each)).map(tab)}</ul></details></li></ul></nav>`;
}

let isAtTop = false; // the next page was asked for by its first dossier

function Queue({ wanted, go, counted, recount }) {
  const [chosen, choose] = useState([]);
  const [act, begin] = useState(null);
  const [isHelp, help] = useState(false);
  const state = wanted.officer ? undefined : wanted.state;
  const loaded = useLoaded(() => ask("GET", "desk/dossiers", { query: { ...wanted, state, limit: PAGE } }), []);
  const { dossiers = [], cursor } = loaded.value ?? {};
  const next = () => {
    turnsPage(wanted.cursor ?? "", cursor, pageOf(wanted.cursor).number + 1);
    isAtTop = true;
    go({ cursor });
  };
  const toggle = (id) => choose((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id]));
  const { place, links, step, here, arrows } = useWalk(cursor ? next : () => {});
  const some = (name) => {
    if (!chosen.length && here()) choose([here()]);
    if (chosen.length || here()) begin(name);
  };
  const reload = () => {
    loaded.again();
    recount();
  };
  useKeys(
    {
      j: () => step(1),
      k: () => step(-1),
      x: () => here() && toggle(here()),
      a: () => some("assigned"),
      h: () => some("handed_over"),
      "/": () => document.querySelector('[data-key="/"]')?.focus(),
      r: reload,
      "?": () => help(true),
    },
    !act && !isHelp,
  );
  useEffect(() => {
    if (!loaded.value) return;
    const back = cameBackTo(dossiers.map((each) => each.id));
    const row = back && place.current?.querySelector(`[data-id="${back}"] .main-link`);
    (row ?? (isAtTop ? links()[0] : null))?.focus();
    isAtTop = false;
  }, [Boolean(loaded.value)]);
  useEffect(() => {
    if (loaded.value) showsQueue(location.hash, dossiers.map((each) => each.id));
  }, [loaded.value]);
  const done = () => {
    begin(null);
    choose([]);
    reload();
  };
  const total = isWhole(wanted) ? counted[wanted.state] : undefined;
  return html`<${Loaded} of=${loaded}>${() => html`
    <div class="row row-apart"><p class=${dossiers.length ? "soft small" : "unseen"} role="status">${shown(dossiers, cursor, wanted, total)}</p>
      <div class="row"><button type="button" class="quiet" onClick=${reload}>Tải lại</button>
        <button type="button" class="quiet" onClick=${() => help(true)}>Phím tắt</button></div></div>
    <${Chosen} ...${{ chosen, choose, dossiers, begin }} />
    ${
      dossiers.length === 0 &&
      html`<div class="card empty"><p><strong>${nothing(cursor)}</strong></p></div>`
    }
    ${
      dossiers.length > 0 &&
      html`<ul class="papers queue" ref=${place} onKeyDown=${arrows}>${dossiers.map(
        (each) => html`<${Row} key=${each.id} dossier=${each} isChosen=${chosen.includes(each.id)} toggle=${toggle} />`,
      )}</ul>`
    }
    <${Pages} ...${{ wanted, cursor, go, next }} />
    ${act && html`<${Many} act=${act} dossiers=${dossiers.filter((each) => chosen.includes(each.id))} onClose=${() => begin(null)} onDone=${done} />`}
    ${isHelp && html`<${KeyHelp} onClose=${() => help(false)} />`}`}<//>`;
}

/** All of a state, and not only what was looked for in it. */
function isWhole({ officer, due, text, procedure, unassigned }) {
  return !officer && !due && !text && !procedure && !unassigned;
}

function shown(dossiers, cursor, wanted, total) {
  const page = (cursor || wanted.cursor) && phrase`Trang ${pageOf(wanted.cursor).number}`;
  return [page, dossiers.length ? many(dossiers.length, total) : nothing(cursor)].filter(Boolean).join(" · ");
}

function many(count, total) {
  return total > count ? phrase`${count} trong ${total} hồ sơ, gấp nhất ở trên` : phrase`${count} hồ sơ, gấp nhất ở trên`;
}

function nothing(cursor) {
  return cursor ? "Chưa thấy hồ sơ nào khớp; xem trang sau để tìm tiếp" : "Không có hồ sơ nào ở đây";
}

function Pages({ wanted, cursor, go, next }) {
  const { from } = pageOf(wanted.cursor);
  return html`<nav class="row" aria-label="Trang của hàng chờ">
    ${wanted.cursor && html`<button type="button" onClick=${() => go({ cursor: from ?? "" })}>${from === undefined ? "Về đầu" : "Trang trước"}</button>`}
    ${cursor && html`<button type="button" onClick=${next}>Trang sau</button>`}</nav>`;
}

/** What is done to several at once. */
function Chosen({ chosen, choose, dossiers, begin }) {
  if (!chosen.length) return null;
  return html`<div class="notice notice-calm row chosen" role="group" aria-label="Hồ sơ đã chọn">
    <p class="grow" role="status">Đã chọn ${chosen.length} hồ sơ</p>
    <button type="button" onClick=${() => begin("assigned")}>Phân công</button>
    <button type="button" onClick=${() => begin("handed_over")}>Chuyển đơn vị</button>
    <button type="button" class="quiet" onClick=${() => choose(dossiers.map((each) => each.id))}>Chọn cả trang</button>
    <button type="button" class="quiet" onClick=${() => choose([])}>Bỏ chọn</button></div>`;
}

function Row({ dossier, isChosen, toggle }) {
  const { deadline } = dossier;
  const officer = dossier.officer ? phrase`Công chức: ${dossier.officer.name || "chưa đăng nhập lần nào"}` : "Chưa phân công";
  const facts = [dossier.channel_name, phrase`nộp ${atMoment(dossier.submitted_at)}`, officer];
  return html`<li class="card queued" data-id=${dossier.id}>
    <input type="checkbox" class="above" aria-label="Chọn ${dossier.code}" checked=${isChosen} onChange=${() => toggle(dossier.id)} />
    <div class="grow"><h2><a class="main-link" href="#/desk/dossiers/${dossier.id}" onClick=${() => openedLast(dossier.id)}>
        ${dossier.code} · ${dossier.procedure.name}</a></h2>
      <p class="small"><strong>${dossier.owner_name}</strong>${" · "}<span class="soft">${facts.filter(Boolean).join(" · ")}</span></p></div>
    <p class="stack-tight"><${Due} deadline=${deadline} />${dossier.attention && html` <${Chip} tone="warn">${dossier.attention}<//>`}</p></li>`;
}
