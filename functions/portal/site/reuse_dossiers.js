/** The dossiers behind a figure, each with why it counts or does not. */
import { useState } from "preact/hooks";
import { Back, Button, Chip, Heading, html, Loaded, Trouble, useAction, useLoaded } from "./page.js";
import { ask, session } from "./session.js";
import { askedOf, reuseHash } from "./reuse_address.js";
import { periodName } from "./reuse_words.js";
import { onDay } from "./words.js";

const PAGE = 25;
const SIDES = [
  ["not_counted", "Chưa được tính"],
  ["counted", "Đã được tính"],
  ["all", "Tất cả đã tiếp nhận"],
];

export function ReuseDossiers({ query }) {
  const asked = askedOf(query);
  const side = SIDES.some(([code]) => code === query.side) ? query.side : "not_counted";
  return html`<${Back} to=${reuseHash(asked)}>Tỷ lệ khai thác, sử dụng lại<//>
    <${Heading}>Hồ sơ của chỉ số<//>
    <nav class="tabs" aria-label="Hồ sơ nào"><ul>${SIDES.map(
      ([code, name]) => html`<li><a href=${reuseHash({ ...asked, side: code }, "#/reuse-rate/dossiers")}
      aria-current=${code === side ? "page" : null}>${name}</a></li>`,
    )}</ul></nav>
    <p class="soft">${periodName(asked.period)}. Theo hồ sơ lúc này, nên có thể khác số đã công bố đêm qua.</p>
    <${List} key=${JSON.stringify([asked, side])} asked=${asked} side=${side} />`;
}

function List({ asked, side }) {
  const [more, addMore] = useState([]);
  const { unit, period, definition } = asked;
  const wanted = { unit, period, definition, side, limit: PAGE };
  const page = (cursor) => ask("GET", "reuse-rate/explain", { query: { ...wanted, cursor } });
  const loaded = useLoaded(() => page(), []);
  const [goOn, going] = useAction(async (cursor) => addMore([...more, await page(cursor)]));
  return html`<${Loaded} of=${loaded}>${(first) => {
    const pages = [first, ...more];
    const dossiers = pages.flatMap((each) => each.dossiers);
    const { next } = pages.at(-1);
    if (!dossiers.length && !next) return html`<div class="card empty"><p><strong>Không có hồ sơ nào ở đây.</strong></p></div>`;
    return html`<ul class="papers">${dossiers.map((each) => html`<${Row} key=${each.dossier} dossier=${each} />`)}</ul>
      <${Trouble} problem=${going.problem} />
      ${next && html`<${Button} busy=${going.busy} onClick=${() => goOn(next)}>Xem thêm<//>`}`;
  }}<//>`;
}

function Row({ dossier }) {
  const [standing] = dossier.standings;
  const isAtDesk = session.me.roles.some((each) => each === "officer" || each === "head");
  const isMine = isAtDesk && dossier.unit.code === session.me.unit;
  const isCounted = standing.numerator > 0;
  return html`<li class="card stack">
    <div class="row row-apart"><h2 class="grow">${
      isMine ? html`<a href="#/desk/dossiers/${dossier.dossier}">${dossier.procedure_name}</a>` : dossier.procedure_name
    }</h2><${Chip} tone=${isCounted ? "good" : "plain"}>${isCounted ? "Được tính" : "Chưa được tính"}<//></div>
    <p class="soft">${dossier.unit.name} · ngày ${onDay(dossier.day)} · ${dossier.state_name}</p>
    <ul class="told">${dossier.reasons.map((each) => html`<li>${each}</li>`)}</ul>
  </li>`;
}
