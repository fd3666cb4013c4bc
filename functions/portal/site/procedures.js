/** Nộp trực tuyến, steps one and two: find the service, choose who receives it; then a draft is opened. */
import { useEffect, useState } from "preact/hooks";
import { Back, Button, Heading, html, Icon, Loaded, phrase, TextField, Trouble, useAction, useLoaded } from "./page.js";
import { ask, look, parties, session } from "./session.js";
import { Steps } from "./steps.js";
import { asParty, folded, unmarked } from "./words.js";

const QUIET = 250; // milliseconds without typing before it is searched

export function Procedures({ query }) {
  const [text, write] = useState(query.q ?? "");
  const [q, search] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      search(text);
      history.replaceState(null, "", text ? `#/procedures?${new URLSearchParams({ q: text })}` : "#/procedures");
    }, QUIET);
    return () => clearTimeout(timer);
  }, [text]);
  const loaded = useLoaded(() => look("procedures", { q, limit: 50 }), [q]);
  return html`
    <${Steps} now="procedure" />
    <${Heading}>Nộp hồ sơ trực tuyến<//>
    <${TextField} label="Chọn dịch vụ công cần nộp"
      hint="Gõ tên hoặc mã thủ tục, không cần dấu. Ví dụ: khai sinh, ket hon" type="search"
      value=${text} onValue=${write} autocomplete="off" />
    <${Loaded} of=${loaded} waiting="Đang tìm…">${({ procedures, total, is_near: isNear }) => html`
      <p class="soft small" role="status">${told(total, isNear)}</p>
      <ul class="papers">${procedures.map(
        (each) => html`<li class="card" key=${each.code}>
        <h2><a class="main-link" href="#/procedures/${each.code}">${each.name}</a></h2>
        <p class="soft small">${[each.code, each.field, unmarked(each.time_limit)].filter(Boolean).join(" · ")}</p></li>`,
      )}</ul>
      ${procedures.length < total && html`<p
        class="soft">Còn ${total - procedures.length} thủ tục khác; hãy gõ thêm để tìm.</p>`}`}<//>`;
}

function told(total, isNear) {
  if (!total) return "Không tìm thấy thủ tục nào. Hãy thử từ khác.";
  return isNear ? phrase`Không có thủ tục nào đúng như đã gõ; ${total} thủ tục có tên gần giống.` : phrase`${total} thủ tục`;
}

export function ProcedurePage({ given: [code] }) {
  const loaded = useLoaded(() => Promise.all([look(`procedures/${code}`), look("units", { procedure: code })]), [code]);
  return html`<${Back} to="#/procedures">Chọn dịch vụ công khác<//>
    <${Loaded} of=${loaded} named="Nộp hồ sơ trực tuyến">${([procedure, { units }]) => html`<${Procedure} procedure=${procedure} units=${units} />`}
      <//>`;
}

function Procedure({ procedure, units }) {
  return html`
    <${Steps} now="unit" />
    <${Heading}>${procedure.name}<//>
    <p class="soft">${[
      phrase`Mã ${procedure.code}`,
      procedure.field,
      procedure.time_limit && phrase`Thời hạn: ${unmarked(procedure.time_limit)}`,
      procedure.fee && phrase`Lệ phí: ${unmarked(procedure.fee)}`,
    ]
      .filter(Boolean)
      .join(" · ")}</p>
    <details><summary>Thành phần hồ sơ (${procedure.components.length})</summary>
      <ul class="clear-list">${procedure.components.map((each) => html`<li>${each.name}
        ${each.required ? "" : " (nếu có)"}</li>`)}</ul></details>
    <${ChooseUnit} procedure=${procedure} units=${units} />`;
}

/** The units that receive it, wherever they stand in the tree, each with who is above it. */
function receiving(branches, procedure, above = "") {
  return branches.flatMap((unit) => {
    const takes = procedure.levels.includes(unit.level) || procedure.units.some((each) => each.code === unit.code);
    const here = takes ? [{ code: unit.code, name: unit.name, kind: unit.kind, above }] : [];
    return [...here, ...receiving(unit.below, procedure, unit.name)];
  });
}

const SHOWN = 8;

function ChooseUnit({ procedure, units }) {
  const all = receiving(units, procedure);
  const [text, write] = useState("");
  const [unit, choose] = useState(all.length === 1 ? all[0].code : "");
  const [asked, nudge] = useState(false);
  const [open, opening] = useAction(async () => {
    const { applicant, owner } = parties();
    const body = { procedure: procedure.code, unit, applicant: asParty(applicant), owner: asParty(owner) };
    const draft = await ask("POST", "dossiers", { body });
    location.hash = `#/dossiers/${draft.id}/people`;
  });
  const words = folded(text).split(" ").filter(Boolean);
  const found = all.filter((each) => words.every((word) => folded(`${each.kind} ${each.name}`).includes(word)));
  const chosen = all.find((each) => each.code === unit);
  const offered =
    chosen && !found.slice(0, SHOWN).includes(chosen) ? [chosen, ...found.slice(0, SHOWN)] : found.slice(0, SHOWN);
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (unit) open();
  };
  return html`<form onSubmit=${submit} noValidate>
    <fieldset>
      <legend>Chọn đơn vị cần nộp hồ sơ</legend>
      ${all.length > SHOWN && html`<${TextField} label="Tìm đơn vị" hint="Tên xã, phường hoặc cơ quan; không cần dấu"
        type="search" value=${text} onValue=${write} autocomplete="off" />`}
      <div>${offered.map(
        (each) => html`<label class="tick" key=${each.code}>
        <input type="radio" name="unit" value=${each.code} checked=${each.code === unit}
          onChange=${() => choose(each.code)} />
        <span class="tick-body">${each.name} <span class="soft small">${each.code}</span></span></label>`,
      )}</div>
      <p class="soft small" role="status">
        ${found.length > SHOWN ? phrase`Còn ${found.length - SHOWN} đơn vị khác; hãy gõ tên để tìm.` : ""}
        ${found.length ? "" : "Không có đơn vị nào khớp."}</p>
      ${asked && !unit && html`<p class="fault" role="alert">Chưa chọn đơn vị.</p>`}
    </fieldset>
    <${Trouble} problem=${opening.problem} />
    <div class="row row-end">${
      session.me
        ? html`<${Button} type="submit" class="primary" busy=${opening.busy}>Tiếp tục<//>`
        : html`<a class="button primary" href="#/sign-in?${new URLSearchParams({ to: location.hash })}"><${Icon}
          name="send" size="18" />Đăng nhập để nộp hồ sơ</a>`
    }</div>
  </form>`;
}
