/** Chứng thư số của cơ quan: which certificates speak for which units, one added by its file, one given its last day. */
import { useState } from "preact/hooks";
import { Back, Button, ChoiceField, Chip, Dialog, Heading, html, Icon, Loaded, Notice, TextField, Trouble, useAction, useLoaded } from "./page.js";
import { FilesField, Nothing, Pages, STANDING_TONES, term, ToAdmin, UnitOrField } from "./admin_pieces.js";
import { encoded } from "./admin_certificate.js";
import { ask } from "./session.js";
import { onDay } from "./words.js";

const KINDS = [
  ["organisation", "Con dấu số của cơ quan"],
  ["person", "Chữ ký số cá nhân"],
];

export function AdminIssuers({ query }) {
  const [text, write] = useState(query.q ?? "");
  const [round, again] = useState(0);
  const search = (event) => {
    event.preventDefault();
    location.hash = `#/admin/issuers?${new URLSearchParams({ q: text })}`;
  };
  return html`<${ToAdmin} /><div class="row row-apart"><${Heading}>Chứng thư số của cơ quan<//>
      <a class="button" href="#/admin/issuers/new"><${Icon} name="add" size="18" />Đăng ký</a></div>
    <form role="search" aria-label="Lọc chứng thư số" onSubmit=${search} class="filters">
      <${TextField} label="Tìm chứng thư số" hint="Tên hoặc mã đơn vị, tên cơ quan, dấu vân tay" type="search" value=${text}
        maxlength="300" onValue=${write} /><${Button} type="submit">Tìm<//></form>
    <${Pages} key=${`${query.q}${round}`} path="catalogue/issuers" query=${{ q: query.q, limit: 50 }} of="issuers">${(issuers, { total, unregistered }) => html`
      <p role="status">Có ${total} đăng ký. ${unregistered > 0 && html`<a href="#/admin/units?unregistered=true">${unregistered} đơn vị đang hoạt động chưa có chứng thư số nào</a>`}</p>
      ${issuers.length === 0 && html`<${Nothing}>Không có chứng thư số nào như vậy.<//>`}
      <ul class="papers">${issuers.map((each) => html`<${Row} key=${each.certificate + each.unit.code + each.valid_from} issuer=${each}
        onDone=${() => again(round + 1)} />`)}</ul>`}<//>`;
}

function Row({ issuer, onDone }) {
  const [isEnding, end] = useState(false);
  return html`<li class="card stack"><div class="row row-apart"><h2 class="grow"><a href="#/admin/units/${issuer.unit.code}">${issuer.unit.name}</a></h2>
      <${Chip} tone=${STANDING_TONES[issuer.standing]}>${issuer.standing_name}<//></div>
    <p>${issuer.organisation}</p>
    <p class="soft small">${[issuer.kind_name, issuer.unit.code, term(issuer)].join(" · ")}</p>
    <p class="small"><code>${issuer.certificate}</code></p>
    ${issuer.standing !== "ended" && html`<div class="row"><button type="button" onClick=${() => end(true)}>Kết thúc đăng ký</button></div>`}
    ${isEnding && html`<${End} issuer=${issuer} onClose=${() => end(false)} onDone=${onDone} />`}</li>`;
}

function End({ issuer, onClose, onDone }) {
  const [until, write] = useState("");
  const [save, saving] = useAction(async () => {
    const { certificate, unit, valid_from } = issuer;
    await ask("POST", "catalogue/issuers/end", { body: { certificate, unit: unit.code, valid_from, valid_until: until || null } });
    onDone();
  });
  const submit = (event) => {
    event.preventDefault();
    save();
  };
  return html`<${Dialog} title="Kết thúc đăng ký chứng thư số" onClose=${onClose}><form onSubmit=${submit} noValidate>
    <p>Giấy tờ ký đến hết ngày này vẫn là của ${issuer.unit.name}; ký sau ngày này thì không.</p>
    <${TextField} label="Ngày cuối" type="date" needed value=${until} onValue=${write} faults=${saving.problem?.at?.("valid_until") ?? []} />
    <${Trouble} problem=${saving.problem} beside=${["valid_until"]} />
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button>
      <${Button} type="submit" class="primary" busy=${saving.busy}>Kết thúc đăng ký<//></div></form><//>`;
}

const FIELDS = ["certificate", "unit", "kind", "organisation", "valid_from", "valid_until"];

export function RegisterIssuer({ query }) {
  const [said, say] = useState({ unit: query.unit ?? "", kind: "organisation", organisation: "", valid_from: "", valid_until: "" });
  const [file, take] = useState(null);
  const [read, reading] = useState(null);
  const [isAsked, nudge] = useState(false);
  const named = useLoaded(() => (query.unit ? ask("GET", `catalogue/units/${query.unit}`) : Promise.resolve(null)), []);
  const put = (name) => (value) => say((before) => ({ ...before, [name]: value }));
  const [look, looking] = useAction(async (chosen) => {
    take(chosen);
    reading(null);
    const found = await ask("POST", "trust/certificates", { body: { certificate: await encoded(chosen) } });
    reading(found);
    say((before) => ({ ...before, organisation: before.organisation || found.organisation, valid_from: before.valid_from || found.valid_from.slice(0, 10) }));
  });
  const [save, saving] = useAction(async () => {
    const filled = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    await ask("POST", "catalogue/issuers", { body: { ...filled, certificate: read?.sha256 ?? "" } });
    location.hash = `#/admin/issuers?${new URLSearchParams({ q: said.unit })}`;
  });
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (file) save();
  };
  const at = (name) => saving.problem?.at?.(name) ?? [];
  const faults = looking.problem ? [looking.problem.detail] : isAsked && !file ? ["Chưa chọn tệp tin."] : at("certificate");
  return html`<${Back} to="#/admin/issuers">Chứng thư số của cơ quan<//><${Heading}>Đăng ký chứng thư số<//>
    <form onSubmit=${submit} noValidate>
      <${FilesField} label="Tệp chứng thư số" accept=".cer,.crt,.pem,.der" faults=${faults} shown=${file?.name}
        hint="Tệp .cer, .crt hoặc .pem của cơ quan hay của người ký; không bao giờ là khóa riêng." onFiles=${([chosen]) => look(chosen)} />
      ${looking.busy && html`<p role="status">Đang đọc chứng thư số…</p>`}
      ${read && html`<${Certificate} read=${read} />`}
      <${UnitOrField} known=${named.value} value=${said.unit} onValue=${put("unit")} faults=${at("unit")} />
      <${ChoiceField} label="Loại" needed value=${said.kind} options=${KINDS} onValue=${put("kind")} faults=${at("kind")} />
      <${TextField} label="Tên cơ quan" needed value=${said.organisation} maxlength="200" onValue=${put("organisation")} faults=${at("organisation")} />
      <div class="pair"><${TextField} label="Từ ngày" type="date" needed value=${said.valid_from} onValue=${put("valid_from")} faults=${at("valid_from")} />
        <${TextField} label="Đến hết ngày" hint="Để trống nếu dùng đến khi đơn vị kết thúc" type="date" value=${said.valid_until}
          onValue=${put("valid_until")} faults=${at("valid_until")} /></div>
      <${Trouble} problem=${saving.problem} beside=${FIELDS} />
      <div class="row row-end"><${Button} type="submit" class="primary" busy=${saving.busy}>Đăng ký<//></div></form>`;
}

function Certificate({ read }) {
  const facts = [
    ["Của", read.subject],
    ["Do", read.issuer],
    ["Hạn chứng thư số", `${onDay(read.valid_from)} – ${onDay(read.valid_until)}`],
    ["Dấu vân tay SHA-256", html`<code>${read.sha256}</code>`],
  ];
  return html`<div class="card stack"><dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    ${read.is_believed
      ? html`<p><${Chip} tone="good">Do tổ chức trong kho tin cậy cấp<//></p>`
      : html`<${Notice} tone="warn"><p>Tổ chức cấp chứng thư số này không có trong kho tin cậy: chữ ký vẫn không được công nhận cho đến khi có.</p><//>`}</div>`;
}
