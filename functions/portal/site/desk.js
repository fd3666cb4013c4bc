/** Hồ sơ của đơn vị: the queue of a unit by state and due date, a page at a time, built for the keyboard. */
import { useEffect, useState } from "preact/hooks";
import { KeyHelp, useKeys, useWalk } from "./desk_keys.js";
import { Many } from "./desk_many.js";
import { DeskRooms } from "./desk_rooms.js";
import { Due } from "./due.js";
import { Chip, ChoiceField, Heading, html, Loaded, phrase, TextField, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { atMoment, DOSSIER_STATES } from "./words.js";

const PAGE = 50;
export const DUE = [
  ["overdue", "Quá hạn"],
  ["today", "Đến hạn hôm nay"],
  ["soon", "Sắp đến hạn"],
];
const STATES = DOSSIER_STATES.filter(([code]) => code > 0);

export function Desk({ query }) {
  const wanted = query.officer || query.state ? query : { ...query, state: "1" };
  const go = (changes) => {
    const kept = Object.entries({ ...wanted, cursor: "", ...changes }).filter(([, value]) => value);
    location.hash = `#/desk?${new URLSearchParams(kept)}`;
  };
  const counts = useLoaded(() => ask("GET", "desk/counts", { query: { unit: wanted.unit } }), [wanted.unit]);
  return html`
    <${DeskRooms} at="#/desk" /><${Heading}>Hồ sơ của đơn vị<//>
    <${States} wanted=${wanted} counts=${counts.value?.counts ?? []} />
    <${Filters} wanted=${wanted} go=${go} />
    <${Queue} key=${JSON.stringify(wanted)} wanted=${wanted} go=${go} recount=${counts.again} />`;
}

/** How many there are in each state; what nobody counted is shown without a number. */
function States({ wanted, counts }) {
  const counted = Object.fromEntries(counts.map((each) => [each.state, each.count]));
  const to = (fields) => `#/desk?${new URLSearchParams({ ...fields, ...(wanted.unit && { unit: wanted.unit }) })}`;
  return html`<nav class="tabs" aria-label="Trạng thái hồ sơ"><ul>${STATES.map(
    ([code, name]) => html`<li><a href=${to({ state: code })}
      aria-current=${!wanted.officer && String(code) === wanted.state ? "page" : null}>
      ${name}${counted[code] !== undefined && html` <span class="count">${counted[code]}</span>`}</a></li>`,
  )}<li><a href="#/desk?officer=me" aria-current=${wanted.officer ? "page" : null}>Của tôi</a></li></ul></nav>`;
}

function Filters({ wanted, go }) {
  const [text, write] = useState(wanted.text ?? "");
  useEffect(() => write(wanted.text ?? ""), [wanted.text]);
  const search = (event) => {
    event.preventDefault();
    go({ text });
  };
  return html`<form role="search" aria-label="Lọc hồ sơ" onSubmit=${search} class="filters">
    <${TextField} label="Tìm hồ sơ" hint="Mã hồ sơ hoặc tên chủ hồ sơ" type="search" value=${text} data-key="/"
      onValue=${write} onChange=${() => go({ text })} />
    <${ChoiceField} label="Thời hạn" none="Tất cả" options=${DUE} value=${wanted.due ?? ""} onValue=${(due) => go({ due })} />
    <${Predecessors} wanted=${wanted} go=${go} />
  </form>`;
}

/** A unit that continues others may still find dossiers in their queues. */
function Predecessors({ wanted, go }) {
  const own = useLoaded(() => ask("GET", "desk/counts"), []);
  const { unit, predecessors = [] } = own.value ?? {};
  if (!predecessors.length) return null;
  return html`<${ChoiceField} label="Hàng chờ của" none=${unit.name} value=${wanted.unit ?? ""}
    options=${predecessors.map((each) => [each.code, each.name])} onValue=${(code) => go({ unit: code })} />`;
}

/** Which page each cursor leads from, so that there is a way back; and the dossier opened last, to come back to it. */
const trail = new Map();
let opened = null;
let isAtTop = false; // the next page was asked for by its first dossier

function Queue({ wanted, go, recount }) {
  const [chosen, choose] = useState([]);
  const [act, begin] = useState(null);
  const [isHelp, help] = useState(false);
  const state = wanted.officer ? undefined : wanted.state;
  const loaded = useLoaded(() => ask("GET", "desk/dossiers", { query: { ...wanted, state, limit: PAGE } }), []);
  const { dossiers = [], cursor } = loaded.value ?? {};
  const next = () => {
    trail.set(cursor, { from: wanted.cursor ?? "", number: numberOf(wanted) + 1 });
    isAtTop = true;
    go({ cursor });
  };
  const toggle = (id) => choose((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id]));
  const { place, links, step, here, arrows } = useWalk(cursor ? next : () => {});
  const some = (name) => {
    if (!chosen.length && here()) choose([here()]);
    if (chosen.length || here()) begin(name);
  };
  useKeys(
    {
      j: () => step(1),
      k: () => step(-1),
      x: () => here() && toggle(here()),
      a: () => some("assigned"),
      h: () => some("handed_over"),
      "/": () => document.querySelector('[data-key="/"]')?.focus(),
      "?": () => help(true),
    },
    !act && !isHelp,
  );
  useEffect(() => {
    if (!loaded.value) return;
    const back = opened && place.current?.querySelector(`[data-id="${opened}"] .main-link`);
    const first = isAtTop ? links()[0] : null;
    (back ?? first)?.focus();
    opened = null;
    isAtTop = false;
  }, [Boolean(loaded.value)]);
  const done = () => {
    begin(null);
    choose([]);
    loaded.again();
    recount();
  };
  return html`<${Loaded} of=${loaded}>${() => html`
    <div class="row row-apart"><p class=${dossiers.length ? "soft small" : "unseen"} role="status">${shown(dossiers, cursor, wanted)}</p>
      <button type="button" class="quiet" onClick=${() => help(true)}>Phím tắt</button></div>
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

function numberOf({ cursor }) {
  return cursor ? (trail.get(cursor)?.number ?? 2) : 1;
}

function shown(dossiers, cursor, wanted) {
  const page = (cursor || wanted.cursor) && phrase`Trang ${numberOf(wanted)}`;
  return [page, dossiers.length ? phrase`${dossiers.length} hồ sơ, gấp nhất ở trên` : nothing(cursor)].filter(Boolean).join(" · ");
}

function nothing(cursor) {
  return cursor ? "Chưa thấy hồ sơ nào khớp; xem trang sau để tìm tiếp" : "Không có hồ sơ nào ở đây";
}

function Pages({ wanted, cursor, go, next }) {
  const before = trail.get(wanted.cursor);
  return html`<nav class="row" aria-label="Trang của hàng chờ">
    ${wanted.cursor && html`<button type="button" onClick=${() => go({ cursor: before?.from ?? "" })}>${before ? "Trang trước" : "Về đầu"}</button>`}
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
  const facts = [dossier.owner_name, dossier.channel_name, phrase`nộp ${atMoment(dossier.submitted_at)}`];
  return html`<li class="card queued" data-id=${dossier.id}>
    <input type="checkbox" class="above" aria-label="Chọn ${dossier.code}" checked=${isChosen} onChange=${() => toggle(dossier.id)} />
    <div class="grow"><h2><a class="main-link" href="#/desk/dossiers/${dossier.id}" onClick=${() => (opened = dossier.id)}>
        ${dossier.code} · ${dossier.procedure.name}</a></h2>
      <p class="soft">${facts.filter(Boolean).join(" · ")}</p>
      <p class="small">${dossier.officer ? phrase`Công chức: ${dossier.officer.name || "chưa đăng nhập lần nào"}` : "Chưa phân công"}</p></div>
    <p class="stack-tight"><${Due} deadline=${deadline} />${dossier.attention && html` <${Chip} tone="warn">${dossier.attention}<//>`}</p></li>`;
}
