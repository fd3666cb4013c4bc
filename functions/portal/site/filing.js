/** A draft, step by step, until it is submitted. It lives in the API, so any device goes on with it. */
import { useState } from "preact/hooks";
import { Papers } from "./components.js";
import { Discard } from "./discard.js";
import { hands } from "./hands.js";
import { useOnDossier } from "./own_dossier.js";
import { Button, focusFault, Heading, html, Loaded, Notice, TextField, Trouble, useLoaded } from "./page.js";
import { Receive } from "./receive.js";
import { Review } from "./review.js";
import { ask, parties } from "./session.js";
import { Steps } from "./steps.js";
import { useTyped } from "./typed.js";
import { asParty, national } from "./words.js";

const PAGES = { people: People, papers: Papers, receive: Receive, review: Review };

/** The consents that were ticked, by draft. They are not kept: who submits has read them on that very device. */
const consents = new Map();

export function Filing({ given: [id, step] }) {
  const loaded = useLoaded(() => ask("GET", `dossiers/${id}`), [id]);
  return html`<${Loaded} of=${loaded} named="Nộp hồ sơ trực tuyến" waiting="Đang mở hồ sơ…">${(dossier) => {
    if (dossier.state !== 0) return html`<${Submitted} dossier=${dossier} />`;
    const agree = (codes) => consents.set(id, codes);
    return html`
      <${Steps} now=${step} dossier=${id} />
      <p class="soft">${dossier.procedure.name} · ${dossier.unit.name}</p>
      <${PAGES[step]} dossier=${dossier} put=${loaded.put} again=${loaded.again}
        agreed=${consents.get(id) ?? hands.of?.said.consents ?? []} agree=${agree} />
      <p class="row"><${Discard} dossier=${dossier} onDiscarded=${leave} /></p>`;
  }}<//>`;
}

function leave() {
  location.hash = "#/dossiers";
}

function Submitted({ dossier }) {
  return html`<${Heading}>Hồ sơ đã nộp<//>
    <${Notice} tone="good"><p>Hồ sơ đã nộp với mã <strong>${dossier.code}</strong> nên không sửa được nữa.</p>
      <p><a href="#/dossiers/${dossier.id}">Xem hồ sơ</a></p><//>`;
}

const PARTY = [
  ["name", "Họ tên", "text", "name"],
  ["phone", "Số điện thoại", "tel", "tel"],
  ["email", "Thư điện tử", "email", "email"],
  ["address", "Địa chỉ", "text", "street-address"],
];
const BESIDE = ["applicant", "owner"].flatMap((who) => PARTY.map(([name]) => `${who}.${name}`));

const NEEDED = [
  ["applicant", "name"],
  ["applicant", "phone"],
  ["owner", "name"],
];

function People({ dossier, put }) {
  const [applicant, setApplicant, forgetApplicant] = useTyped("applicant", asWritten(dossier.applicant ?? asParty(parties().applicant)));
  const [owner, setOwner, forgetOwner] = useTyped("owner", asWritten(dossier.owner ?? asParty(parties().owner)));
  const [cases, setCases, forgetCases] = useTyped("cases", dossier.cases.filter((each) => each.chosen).map((each) => each.code));
  const [save, saving] = useOnDossier(dossier, async ({ version }) => {
    put(await ask("PATCH", `dossiers/${dossier.id}`, { body: { version, applicant, owner, cases } }));
    [forgetApplicant, forgetOwner, forgetCases].forEach((forget) => forget());
    location.hash = `#/dossiers/${dossier.id}/papers`;
  });
  const [asked, nudge] = useState(false);
  const missing = NEEDED.filter(([who, name]) => !(who === "applicant" ? applicant : owner)[name]?.trim()).map(
    (place) => place.join("."),
  );
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (missing.length) focusFault();
    else save();
  };
  const faults = (place) =>
    asked && missing.includes(place) ? ["Cần điền mục này."] : (saving.problem?.at?.(place) ?? []);
  const same = () => setOwner({ ...applicant });
  return html`
    <${Heading}>Người nộp và chủ hồ sơ<//>
    <form onSubmit=${submit} noValidate>
      ${dossier.cases.length > 0 && html`<${Cases} all=${dossier.cases} chosen=${cases} choose=${setCases} />`}
      <${Party} who="applicant" title="Người nộp" phoneHint="Số di động nhận thông báo qua Zalo và SMS"
        party=${applicant} set=${setApplicant} faults=${faults} />
      <${Party} who="owner" title="Chủ hồ sơ" party=${owner} set=${setOwner} faults=${faults}>
        <button type="button" onClick=${same}>Lấy theo người nộp</button>
      <//>
      <${Trouble} problem=${saving.problem} beside=${BESIDE} again=${saving.again} />
      ${asked && missing.length > 0 && html`<p class="fault"
        role="alert">Còn ${missing.length} mục bắt buộc chưa điền.</p>`}
      <div class="row row-end"><${Button} type="submit" class="primary" busy=${saving.busy}>Tiếp tục<//></div>
    </form>`;
}

function asWritten(party) {
  return { ...party, phone: national(party.phone) };
}

function Cases({ all, chosen, choose }) {
  const toggled = (code) => choose(chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]);
  return html`<fieldset><legend>Trường hợp của bạn</legend>
    <p class="soft small">Chọn nếu đúng; hệ thống sẽ chỉ yêu cầu giấy tờ cần cho trường hợp đó.</p>
    <div>${all.map(
      ({
        code,
        name,
      }) => html`<label class="tick"><input type="checkbox" checked=${chosen.includes(code)}
        onChange=${() => toggled(code)} />
      <span class="tick-body">${name}</span></label>`,
    )}</div>
  </fieldset>`;
}

function Party({ who, title, phoneHint, party, set, faults, children }) {
  return html`<fieldset><legend>${title}</legend>${children}
    <div class="pair">${PARTY.map(
      ([
        name,
        label,
        type,
        autocomplete,
      ]) => html`<${TextField} label=${who === "owner" && name === "name" ? "Họ tên hoặc tên tổ chức" : label}
        type=${type} needed=${name === "name" || (name === "phone" && phoneHint)}
      hint=${name === "phone" ? phoneHint : null} value=${party[name]}
        autocomplete=${who === "applicant" ? autocomplete : "off"}
      faults=${faults(`${who}.${name}`)} onValue=${(value) => set({ ...party, [name]: value })} />`,
    )}</div>
  </fieldset>`;
}
