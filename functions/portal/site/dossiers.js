/** Hồ sơ của tôi: the list. */
import { useState } from "preact/hooks";
import {
  Button,
  Chip,
  ChoiceField,
  Heading,
  html,
  Icon,
  Loaded,
  phrase,
  Trouble,
  useAction,
  useFocus,
  useLoaded,
} from "./page.js";
import { Due } from "./due.js";
import { Discard } from "./discard.js";
import { whoseDossiers } from "./hands.js";
import { ask } from "./session.js";
import { atMoment, DOSSIER_STATES, WAITS_FOR_ME } from "./words.js";

const PAGE = 20;

export function Dossiers({ query }) {
  const wanted = query.state ?? "";
  const chosen = (state) => (location.hash = state === "" ? "#/dossiers" : `#/dossiers?state=${state}`);
  return html`
    <div class="row row-apart"><${Heading}>${whoseDossiers()}<//>
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
  const when = isDraft ? phrase`Bắt đầu ${atMoment(dossier.opened_at)}` : phrase`Nộp ${atMoment(dossier.submitted_at)}`;
  return html`<li class="card stack">
    <div class="row row-apart"><h2 class="grow">
      <a class="main-link" href="#/dossiers/${dossier.id}${isDraft ? "/papers" : ""}">${dossier.procedure.name}</a></h2>
      <${Chip} tone=${WAITS_FOR_ME.has(dossier.state) ? "warn" : "plain"}>${dossier.state_name}<//></div>
    <p class="soft">${[dossier.code, dossier.unit.name, when].filter(Boolean).join(" · ")}</p>
    ${!isDraft && dossier.deadline.text && html`<p><${Due} deadline=${dossier.deadline} /></p>`}
    ${isDraft && html`<p><${Discard} dossier=${dossier} onDiscarded=${onDiscarded} /></p>`}
  </li>`;
}
