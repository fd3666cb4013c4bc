/** Hồ sơ của tôi: the list, and one submitted dossier with its code and what was handed in. */
import { useState } from "preact/hooks";
import {
  Back,
  Button,
  ChoiceField,
  Chip,
  Heading,
  html,
  Icon,
  Loaded,
  Trouble,
  useAction,
  useFocus,
  useLoaded,
} from "./page.js";
import { Discard } from "./discard.js";
import { Answers } from "./review.js";
import { ask } from "./session.js";
import { atMoment, DOSSIER_STATES, national, RECEIVE_BY } from "./words.js";

const PAGE = 20;
const WAITS_FOR_ME = new Set([0, 5, 6]);

export function Dossiers({ query }) {
  const wanted = query.state ?? "";
  const chosen = (state) => (location.hash = state === "" ? "#/dossiers" : `#/dossiers?state=${state}`);
  return html`
    <div class="row row-apart"><${Heading}>Hồ sơ của tôi<//>
      <a class="button primary" href="#/procedures"><${Icon} name="add" size="18" />Nộp hồ sơ mới</a></div>
    <${ChoiceField} label="Trạng thái" none="Tất cả" value=${wanted}
      options=${DOSSIER_STATES.map(([code, name]) => [String(code), name])} onValue=${chosen} />
    <${List} state=${wanted} key=${wanted} />`;
}

function List({ state }) {
  const [more, addMore] = useState([]);
  const [discarded, discard] = useState([]);
  const asked = (cursor) => ask("GET", "dossiers", { query: { state, limit: PAGE, cursor } });
  const loaded = useLoaded(() => asked(), []);
  const [goOn, going] = useAction(async (cursor) => addMore([...more, await asked(cursor)]));
  return html`<${Loaded} of=${loaded}>${(first) => {
    const pages = [first, ...more];
    const dossiers = pages.flatMap((page) => page.dossiers).filter((each) => !discarded.includes(each.id));
    const cursor = pages.at(-1).cursor;
    if (!dossiers.length && !cursor) {
      return html`<${Gone} count=${discarded.length} /><div class="card empty"><p>
        <strong>Chưa có hồ sơ nào${state === "" ? "" : " ở trạng thái này"}.</strong></p>
        <a class="button primary" href="#/procedures">Nộp hồ sơ trực tuyến</a></div>`;
    }
    const row = (each) => html`<${Row} key=${each.id} dossier=${each}
      onDiscarded=${() => discard([...discarded, each.id])} />`;
    return html`<${Gone} count=${discarded.length} /><ul class="papers">${dossiers.map(row)}</ul>
      <${Trouble} problem=${going.problem} />
      ${cursor && html`<${Button} busy=${going.busy} onClick=${() => goOn(cursor)}>Xem thêm<//>`}`;
  }}<//>`;
}

/** The row with its button is gone; this takes the focus. */
function Gone({ count }) {
  const place = useFocus(count);
  return count > 0 && html`<p class="notice notice-good" role="status" tabindex="-1" ref=${place}>Đã xóa bản nháp.</p>`;
}

function Row({ dossier, onDiscarded }) {
  const isDraft = dossier.state === 0;
  const when = isDraft ? `Bắt đầu ${atMoment(dossier.opened_at)}` : `Nộp ${atMoment(dossier.submitted_at)}`;
  return html`<li class="card stack">
    <div class="row row-apart"><h2 class="grow">
      <a class="main-link" href="#/dossiers/${dossier.id}${isDraft ? "/papers" : ""}">${dossier.procedure.name}</a></h2>
      <${Chip} tone=${WAITS_FOR_ME.has(dossier.state) ? "warn" : "plain"}>${dossier.state_name}<//></div>
    <p class="soft">${[dossier.code, dossier.unit.name, when].filter(Boolean).join(" · ")}</p>
    ${isDraft && html`<p><${Discard} dossier=${dossier} onDiscarded=${onDiscarded} /></p>`}
  </li>`;
}

export function DossierPage({ given: [id], query }) {
  const loaded = useLoaded(() => ask("GET", `dossiers/${id}`), [id]);
  return html`<${Back} to="#/dossiers">Hồ sơ của tôi<//>
    <${Loaded} of=${loaded}>${(dossier) => {
      if (dossier.state === 0) return html`<${Draft} dossier=${dossier} />`;
      return html`<${Submitted} dossier=${dossier} isNew=${query.submitted === "1"} />`;
    }}<//>`;
}

function Draft({ dossier }) {
  return html`<${Heading}>${dossier.procedure.name}<//>
    <p>Hồ sơ này chưa nộp.</p>
    <div class="row"><a class="button primary" href="#/dossiers/${dossier.id}/papers">Làm tiếp</a>
      <${Discard} dossier=${dossier} onDiscarded=${() => (location.hash = "#/dossiers")} /></div>`;
}

function Submitted({ dossier, isNew }) {
  const place = useFocus(isNew);
  const facts = [
    ["Thủ tục", dossier.procedure.name],
    ["Đơn vị tiếp nhận", dossier.unit.name],
    ["Nộp lúc", atMoment(dossier.submitted_at)],
    ["Trạng thái", dossier.state_name],
    ["Người nộp", dossier.applicant?.name],
    ["Chủ hồ sơ", dossier.owner?.name],
    ["Nhận kết quả", RECEIVE_BY.find(([code]) => code === dossier.receive_by)?.[1]],
  ];
  return html`
    <${Heading}>${isNew ? "Nộp hồ sơ thành công" : dossier.procedure.name}<//>
    <div class="notice notice-${isNew ? "good" : "calm"}" role=${isNew ? "status" : null} tabindex="-1" ref=${place}>
      <p>Mã hồ sơ</p><p class="code">${dossier.code}</p>
      ${isNew
        && html`<p>Thông báo được gửi qua Zalo và SMS đến số ${national(dossier.applicant?.phone)}.${" "}
          Dùng mã này khi hỏi về hồ sơ.</p>`}
    </div>
    <section class="card stack"><h2>Biên nhận</h2>
      <dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}
        </dd>`)}</dl>
      <h3>Thành phần hồ sơ đã nộp</h3><${Answers} components=${dossier.components.filter((each) => each.resolution)} />
    </section>
    <div class="row no-print">
      <button type="button" onClick=${() => print()}>In biên nhận</button>
      <a class="button" href="#/dossiers">Hồ sơ của tôi</a>
    </div>`;
}
