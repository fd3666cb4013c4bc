/** Hồ sơ của đơn vị: the queue of a unit by state and due date, built for the keyboard. */
import { useEffect, useRef, useState } from "preact/hooks";
import {
  Button,
  Chip,
  ChoiceField,
  Heading,
  html,
  Loaded,
  phrase,
  TextField,
  Trouble,
  useAction,
  useLoaded,
} from "./page.js";
import { ask } from "./session.js";
import { atMoment, DOSSIER_STATES, onDay } from "./words.js";

const PAGE = 50;
export const DUE_TONES = { overdue: "bad", today: "warn", soon: "warn" };
const DUE = [
  ["overdue", "Quá hạn"],
  ["today", "Đến hạn hôm nay"],
  ["soon", "Sắp đến hạn"],
];
const STATES = DOSSIER_STATES.filter(([code]) => code > 0);

export function Desk({ query }) {
  const wanted = { state: "1", ...query };
  const go = (changes) => {
    const kept = Object.entries({ ...wanted, ...changes }).filter(([, value]) => value);
    location.hash = `#/desk?${new URLSearchParams(kept)}`;
  };
  return html`
    <div class="row row-apart"><${Heading}>Hồ sơ của đơn vị<//>
      <div class="row"><a class="button" href="#/desk/results">Trả nhiều kết quả</a>
        <a class="button" href="#/desk/feedback">Phản ánh cần trả lời</a></div></div>
    <${States} wanted=${wanted} />
    <${Filters} wanted=${wanted} go=${go} />
    <${Queue} key=${JSON.stringify(wanted)} wanted=${wanted} />`;
}

/** How many there are in each state; what nobody counted is shown without a number. */
function States({ wanted }) {
  const loaded = useLoaded(() => ask("GET", "desk/counts"), []);
  const counts = Object.fromEntries((loaded.value?.counts ?? []).map((each) => [each.state, each.count]));
  return html`<nav class="tabs" aria-label="Trạng thái hồ sơ"><ul>${STATES.map(
    ([code, name]) => html`<li><a href="#/desk?state=${code}"
      aria-current=${!wanted.officer && String(code) === wanted.state ? "page" : null}>
      ${name}${counts[code] !== undefined && html` <span class="count">${counts[code]}</span>`}</a></li>`,
  )}<li><a href="#/desk?officer=me" aria-current=${wanted.officer ? "page" : null}>Của tôi</a></li></ul></nav>`;
}

function Filters({ wanted, go }) {
  const [text, write] = useState(wanted.text ?? "");
  const place = useRef(null);
  useEffect(() => {
    const pressed = (event) => {
      if (event.key !== "/" || /^(input|textarea|select)$/i.test(event.target.tagName)) return;
      event.preventDefault();
      place.current?.querySelector("input")?.focus();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  const search = (event) => {
    event.preventDefault();
    go({ text });
  };
  return html`<form role="search" aria-label="Lọc hồ sơ" onSubmit=${search} ref=${place} class="filters">
    <${TextField} label="Tìm hồ sơ" hint="Mã hồ sơ hoặc tên chủ hồ sơ; phím / để vào ô này" type="search" value=${text}
      onValue=${write} onChange=${() => go({ text })} />
    <${ChoiceField} label="Thời hạn" none="Tất cả" options=${DUE} value=${wanted.due ?? ""}
      onValue=${(due) => go({ due })} />
  </form>`;
}

function Queue({ wanted }) {
  const [more, addMore] = useState([]);
  const place = useRef(null);
  const state = wanted.officer ? undefined : wanted.state;
  const asked = (cursor) => ask("GET", "desk/dossiers", { query: { ...wanted, state, limit: PAGE, cursor } });
  const loaded = useLoaded(() => asked(), []);
  const [goOn, going] = useAction(async (cursor) => addMore([...more, await asked(cursor)]));
  return html`<div ref=${place} onKeyDown=${(event) => walk(event, place.current)}>
    <${Loaded} of=${loaded}>${(first) => {
      const pages = [first, ...more];
      const dossiers = pages.flatMap((page) => page.dossiers);
      const cursor = pages.at(-1).cursor;
      if (!dossiers.length && !cursor)
        return html`<div class="card empty"><p><strong>Không có hồ sơ nào ở đây.</strong></p></div>`;
      return html`<p class="soft small">Phím ↑ ↓ để chọn hồ sơ, Enter để mở.</p>
        <ul class="papers">${dossiers.map((each) => html`<${Row} key=${each.id} dossier=${each} />`)}</ul>
        <${Trouble} problem=${going.problem} />
        ${cursor && html`<${Button} busy=${going.busy} onClick=${() => goOn(cursor)}>Xem thêm<//>`}`;
    }}<//></div>`;
}

/** Up and down go from dossier to dossier. */
function walk(event, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = [...list.querySelectorAll(".main-link")];
  const next = links[links.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Row({ dossier }) {
  const { deadline } = dossier;
  const facts = [dossier.owner_name, dossier.channel_name, phrase`nộp ${atMoment(dossier.submitted_at)}`, dossier.officer?.name];
  return html`<li class="card stack">
    <div class="row row-apart"><h2 class="grow">
      <a class="main-link" href="#/desk/dossiers/${dossier.id}">${dossier.code} · ${dossier.procedure.name}</a></h2>
      <${Due} deadline=${deadline} /></div>
    <p class="soft">${facts.filter(Boolean).join(" · ")}</p>
    ${dossier.attention && html`<p><${Chip} tone="warn">${dossier.attention}<//></p>`}
  </li>`;
}

/** Colour and words together: the day, and how far away it is. */
export function Due({ deadline }) {
  const day = deadline.due_at ? phrase`Hẹn trả ${onDay(deadline.due_at)}: ` : "";
  return html`<${Chip} tone=${DUE_TONES[deadline.standing] ?? "plain"}>${day}${deadline.text}<//>`;
}
