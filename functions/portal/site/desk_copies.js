/** Certified copies at the desk: what waits for the unit, and a copy asked for by who stands at the counter. */
import { useState } from "preact/hooks";
import { COPY_TONES, described, ORIGINAL_PLACES, OriginalFields } from "./original.js";
import { address, QueueOf } from "./desk_queues.js";
import { DeskRooms } from "./desk_rooms.js";
import {
  Back,
  Button,
  Chip,
  Heading,
  html,
  Icon,
  Loaded,
  TextField,
  Trouble,
  useAction,
  usePages,
} from "./page.js";
import { ask } from "./session.js";
import { atMoment } from "./words.js";

const CHANNELS = { online: "Yêu cầu trực tuyến", counter: "Tại quầy" };

export function DeskCopies({ query }) {
  const isOpen = query.open !== "false";
  const { unit } = query;
  const asked = (cursor) => ask("GET", "desk/certification-queue", { query: { open: isOpen, unit, limit: 50, cursor } });
  const paged = usePages(asked, [isOpen, unit]);
  const to = (changes) => address("/desk/copies", { ...query, ...changes });
  const go = (changes) => location.assign(to(changes));
  return html`<${DeskRooms} at="#/desk/copies" />
    <div class="row row-apart"><${Heading}>Chứng thực bản sao<//>
      <div class="row"><a class="button" href=${address("/desk/copies/register", { unit })}>Sổ chứng thực</a>
        <a class="button primary" href="#/desk/copies/new"><${Icon} name="add" size="18" />Nhận tại quầy</a></div></div>
    <nav class="tabs" aria-label="Trạng thái yêu cầu"><ul>
      <li><a href=${to({ open: "" })} aria-current=${isOpen ? "page" : null}>Đang chờ</a></li>
      <li><a href=${to({ open: "false" })} aria-current=${isOpen ? null : "page"}>Đã kết thúc</a></li></ul></nav>
    ${paged.first.value && html`<${QueueOf} label="Yêu cầu gửi đến" units=${paged.first.value.units} ...${{ unit, go }} />`}
    <${Loaded} of=${paged.first}>${() => {
      const found = paged.pages.flatMap((page) => page.certifications);
      if (!found.length)
        return html`<div class="card empty"><p><strong>${isOpen ? "Không có yêu cầu nào đang chờ." : "Chưa có yêu cầu nào kết thúc."}</strong></p></div>`;
      return html`<ul class="papers">${found.map((each) => html`<${Row} key=${each.id} copy=${each} />`)}</ul>
        <${Trouble} problem=${paged.problem} />
        ${paged.cursor && html`<${Button} busy=${paged.busy} onClick=${paged.more}>Xem thêm<//>`}`;
    }}<//>`;
}

function Row({ copy }) {
  return html`<li class="card stack"><div class="row row-apart"><h2 class="grow">
      <a class="main-link" href="#/desk/copies/${copy.id}">${copy.title} · ${copy.requester}</a></h2>
      <${Chip} tone=${COPY_TONES[copy.state]}>${copy.state_name}<//></div>
    <p class="soft">${CHANNELS[copy.channel] ?? ""} · ${atMoment(copy.requested_at)}</p></li>`;
}

const PERSON = [
  ["number", "Số định danh cá nhân", { hint: "12 chữ số", inputmode: "numeric", maxlength: "12" }],
  ["name", "Họ và tên", { maxlength: "200" }],
  ["phone", "Số điện thoại", { type: "tel" }],
];
const PLACES = [...ORIGINAL_PLACES, ...PERSON.map(([name]) => `person.${name}`), "pages", "wanted_for"];

/** Somebody stands at the counter with the original; they may have no account at all. */
export function CopyAtCounter() {
  const [person, sayPerson] = useState({ number: "", name: "", phone: "" });
  const [original, sayOriginal] = useState({});
  const [said, say] = useState({ pages: "", wanted_for: "" });
  const [send, sending] = useAction(async () => {
    const { phone, ...who } = person;
    const body = {
      person: phone ? person : who,
      original: described(original),
      pages: Number(said.pages),
      wanted_for: said.wanted_for,
    };
    location.hash = `#/desk/copies/${(await ask("POST", "desk/certifications", { body })).id}`;
  });
  const { problem } = sending;
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  return html`<${Back} to="#/desk/copies">Chứng thực bản sao<//><${Heading}>Chứng thực tại quầy<//>
    <form class="card" onSubmit=${submit} noValidate>
      <fieldset><legend>Người yêu cầu</legend>
        <p class="soft small">Ghi như trên căn cước. Người chưa có tài khoản vẫn nhận bản sao: Kho của họ mở theo số định danh.</p>
        <div class="pair">${PERSON.map(
          ([name, label, more]) => html`<${TextField} key=${name} ...${more} label=${label} needed=${name !== "phone"}
            value=${person[name]} faults=${problem?.at?.(`person.${name}`)} autocomplete="off"
            onValue=${(value) => sayPerson((before) => ({ ...before, [name]: value }))} />`,
        )}</div></fieldset>
      <${OriginalFields} said=${original} say=${sayOriginal} problem=${problem} isPresented />
      <div class="pair"><${TextField} label="Số trang của bản chính" needed inputmode="numeric" maxlength="4" value=${said.pages}
          faults=${problem?.at?.("pages")} onValue=${(pages) => say({ ...said, pages: pages.replace(/\D/g, "") })} />
        <${TextField} label="Dùng để làm gì" maxlength="200" value=${said.wanted_for} faults=${problem?.at?.("wanted_for")}
          onValue=${(wanted_for) => say({ ...said, wanted_for })} /></div>
      <${Trouble} problem=${problem} beside=${PLACES} />
      <div class="row row-end"><a class="button" href="#/desk/copies">Quay lại</a>
        <${Button} type="submit" class="primary" busy=${sending.busy}>Ghi nhận bản chính<//></div>
    </form>`;
}
