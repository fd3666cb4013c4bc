/** Công chức: who works for a unit, appointed with dates by number and name, and all that was said of it. */
import { useState } from "preact/hooks";
import { Back, Button, Chip, Dialog, Heading, html, Icon, Loaded, TextField, Trouble, useAction, useLoaded } from "./page.js";
import { Nothing, STANDING_TONES, term, ToAdmin, UnitOrField } from "./admin_pieces.js";
import { ask, session } from "./session.js";
import { UnitField } from "./units.js";
import { atMoment } from "./words.js";

const ROLES = [
  ["officer", "Công chức Một cửa", "Tiếp nhận, tra cứu Kho, số hóa, trả kết quả."],
  ["head", "Thủ trưởng đơn vị", "Như công chức; cho phép dù còn nội dung chưa đạt, nhận cảnh báo."],
  ["certifier", "Người ký chứng thực", "Ký và vào sổ bản sao chứng thực điện tử."],
  ["administrator", "Quản trị viên", "Các trang Quản trị của toàn hệ thống."],
];

export function AdminOfficers({ query }) {
  const go = (code) => {
    if (code) location.hash = `#/admin/officers?unit=${code}`;
  };
  return html`<${ToAdmin} /><div class="row row-apart"><${Heading}>Công chức<//>
      <a class="button" href="#/admin/officers/new${query.unit ? `?unit=${query.unit}` : ""}"><${Icon} name="add" size="18" />Phân công mới</a></div>
    <form class="card" onSubmit=${(event) => event.preventDefault()}><${UnitField} label="Đơn vị" value="" onValue=${go} /></form>
    ${query.unit ? html`<${OfUnit} key=${query.unit} unit=${query.unit} />` : html`<p class="soft">Chọn đơn vị để xem công chức.</p>`}`;
}

function OfUnit({ unit }) {
  const loaded = useLoaded(() => Promise.all([ask("GET", "officers", { query: { unit } }), ask("GET", `catalogue/units/${unit}`)]), [unit]);
  return html`<${Loaded} of=${loaded}>${([{ officers }, known]) => html`<section class="stack"><h2>${known.name} <span class="soft small">${known.code}</span></h2>
    ${officers.length === 0 && html`<${Nothing}>Chưa có ai được phân công.<//>`}
    <ul class="papers">${officers.map((each) => html`<li class="card stack" key=${each.id}><div class="row row-apart">
        <h3 class="grow"><a class="main-link" href="#/admin/officers/${each.id}">${each.name || "Chưa đăng nhập lần nào"}</a></h3>
        <${Chip} tone=${STANDING_TONES[each.appointment.standing]}>${each.appointment.standing_name}<//></div>
      <p>${each.appointment.role_names.join(", ")}</p>
      <p class="soft small">${[each.masked_number, term(each.appointment)].join(" · ")}</p>
      <${Came} appointment=${each.appointment} /></li>`)}</ul></section>`}<//>`;
}

/** Appointed to a unit that has become another. */
function Came({ appointment }) {
  if (!appointment.works_at || appointment.works_at.code === appointment.unit.code) return null;
  return html`<p class="small">Phân công vào ${appointment.unit.name} (${appointment.unit.code}), nay làm việc tại ${appointment.works_at.name}.</p>`;
}

export function AdminOfficer({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `officers/${id}`), [id]);
  return html`<${Loaded} of=${loaded} named="Công chức">${(officer) => html`<${Shown} officer=${officer} put=${loaded.put} />`}<//>`;
}

function Shown({ officer, put }) {
  const [isEnding, end] = useState(false);
  const held = officer.appointment;
  const isMine = officer.id === session.me.person.id;
  const facts = [
    ["Số định danh cá nhân", officer.masked_number],
    ["Đơn vị", html`<a href="#/admin/units/${held.unit.code}">${held.unit.name}</a>`],
    ["Vai trò", held.role_names.join(", ")],
    ["Thời gian", term(held)],
  ];
  return html`<${Back} to="#/admin/officers?unit=${held.works_at?.code ?? held.unit.code}">Công chức<//>
    <${Heading}>${officer.name || "Chưa đăng nhập lần nào"}<//>
    <p class="row"><${Chip} tone=${STANDING_TONES[held.standing]}>${held.standing_name}<//></p>
    <dl class="facts card">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    <${Came} appointment=${held} />
    ${isMine && html`<p class="soft">Bạn không tự thay đổi phân công của chính mình; hãy nhờ quản trị viên khác.</p>`}
    ${!isMine && held.standing !== "ended" && html`<div class="row"><button type="button" class="danger" onClick=${() => end(true)}>Kết thúc phân công</button></div>`}
    <section class="stack"><h2>Đã phân công</h2><ol class="timeline">${officer.history.map((each) => html`<li>
      <strong>${each.unit.name}</strong>: ${each.role_names.join(", ")}<br />
      <span class="soft small">${[term(each), atMoment(each.at), each.by || "bằng lệnh của người vận hành"].join(" · ")}</span></li>`)}</ol></section>
    ${isEnding && html`<${End} officer=${officer} onClose=${() => end(false)} onDone=${(after) => (end(false), put(after))} />`}`;
}

function End({ officer, onClose, onDone }) {
  const [until, write] = useState("");
  const [save, saving] = useAction(async () => onDone(await ask("POST", `officers/${officer.id}/end`, { body: { valid_until: until || null } })));
  const submit = (event) => {
    event.preventDefault();
    save();
  };
  return html`<${Dialog} title="Kết thúc phân công" onClose=${onClose}><form onSubmit=${submit} noValidate>
    <p>Hết ngày này người đó không còn quyền tại đơn vị. Việc đã làm vẫn giữ tên của họ.</p>
    <${TextField} label="Ngày cuối" type="date" needed value=${until} onValue=${write} faults=${saving.problem?.at?.("valid_until") ?? []} />
    <${Trouble} problem=${saving.problem} beside=${["valid_until"]} />
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
      <${Button} type="submit" class="primary" busy=${saving.busy}>Kết thúc phân công<//></div></form><//>`;
}

const FIELDS = ["number", "name", "unit", "roles", "valid_from", "valid_until"];

export function AppointOfficer({ query }) {
  const [said, say] = useState({ number: "", name: "", unit: query.unit ?? "", roles: ["officer"], valid_from: "", valid_until: "" });
  const named = useLoaded(() => (query.unit ? ask("GET", `catalogue/units/${query.unit}`) : Promise.resolve(null)), []);
  const put = (name) => (value) => say((before) => ({ ...before, [name]: value }));
  const [save, saving] = useAction(async (replaces) => {
    const filled = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    const officer = await ask("POST", "officers", { body: { ...filled, number: said.number.replace(/\s/g, ""), replaces } });
    location.hash = `#/admin/officers/${officer.id}`;
  });
  const submit = (event) => {
    event.preventDefault();
    save(false);
  };
  const tick = (role) => (event) => put("roles")(event.currentTarget.checked ? [...said.roles, role] : said.roles.filter((each) => each !== role));
  const at = (name) => saving.problem?.at?.(name) ?? [];
  const isTaken = saving.problem?.code === "ALREADY_APPOINTED";
  return html`<${Back} to="#/admin/officers${query.unit ? `?unit=${query.unit}` : ""}">Công chức<//><${Heading}>Phân công công chức<//>
    <form onSubmit=${submit} noValidate>
      <div class="pair"><${TextField} label="Số định danh cá nhân" hint="12 chữ số trên thẻ căn cước" needed inputmode="numeric" autocomplete="off"
          value=${said.number} maxlength="20" onValue=${put("number")} faults=${at("number")} />
        <${TextField} label="Họ và tên" needed autocomplete="off" value=${said.name} maxlength="200" onValue=${put("name")} faults=${at("name")} /></div>
      <${UnitOrField} known=${named.value} value=${said.unit} onValue=${put("unit")} faults=${at("unit")} />
      <fieldset aria-describedby="roles-fault"><legend>Vai trò <span class="needed">(bắt buộc)</span></legend>${ROLES.map(
        ([role, name, about]) => html`<label class="tick"><input type="checkbox" checked=${said.roles.includes(role)} onChange=${tick(role)} />
          <span class="tick-body">${name} <span class="soft small">${about}</span></span></label>`)}
        <span class="fault" id="roles-fault">${at("roles").join(" ")}</span></fieldset>
      <div class="pair"><${TextField} label="Từ ngày" type="date" needed value=${said.valid_from} onValue=${put("valid_from")} faults=${at("valid_from")} />
        <${TextField} label="Đến hết ngày" hint="Để trống nếu chưa biết" type="date" value=${said.valid_until} onValue=${put("valid_until")} faults=${at("valid_until")} /></div>
      <${Trouble} problem=${saving.problem} beside=${FIELDS} />
      <div class="row row-end">${isTaken
        ? html`<${Button} class="danger" busy=${saving.busy} onClick=${() => save(true)}>Thay thế phân công cũ<//>`
        : html`<${Button} type="submit" class="primary" busy=${saving.busy}>Lưu phân công<//>`}</div></form>`;
}
