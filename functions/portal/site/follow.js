/** A submitted dossier as its owner follows it: how it stands, what is asked of them, what came of it, what happened. */
import { useState } from "preact/hooks";
import { Due } from "./due.js";
import { hands, whoseDossiers } from "./hands.js";
import { OpenLink } from "./file.js";
import { Chip, Heading, html, Loaded, Notice, phrase, useFocus, useLoaded } from "./page.js";
import { Answers } from "./review.js";
import { ask } from "./session.js";
import { SquareCode } from "./square_code.js";
import { Supplement, Supplemented } from "./supplement.js";
import { Withdraw } from "./withdraw.js";
import { atMoment, grouped, national, onDay, RECEIVE_BY, WAITS_FOR_ME } from "./words.js";

export function Submitted({ dossier, isNew, put, again }) {
  const [told, tell] = useState("");
  const may = Object.fromEntries(dossier.possible.map((each) => [each.code, each.text]));
  const after = (sentence) => (fresh) => {
    tell(sentence);
    put(fresh);
  };
  return html`
    <${Heading}>${isNew ? "Nộp hồ sơ thành công" : dossier.procedure.name}<//>
    <${Told} told=${told} />
    <${Code} dossier=${dossier} isNew=${isNew} />
    <p class="row"><${Chip} tone=${WAITS_FOR_ME.has(dossier.state) ? "warn" : "plain"}>${dossier.state_name}<//>
      ${dossier.deadline.text && html`<${Due} deadline=${dossier.deadline} />`}</p>
    ${may.SUPPLEMENT_ANSWERED && html`<${Supplement} ...${{ dossier, put, again }} name=${may.SUPPLEMENT_ANSWERED}
      onSent=${after("Đã gửi nội dung bổ sung đến cơ quan giải quyết.")} />`}
    <${Payment} payment=${dossier.payment} />
    <${Corrected} components=${dossier.components} />
    <${Results} results=${dossier.results} />
    ${!hands.of && html`<${Forms} key=${`forms-${dossier.version}`} id=${dossier.id} />`}
    <${History} key=${`history-${dossier.version}`} id=${dossier.id} />
    <${Supplemented} supplements=${dossier.supplements} />
    <${Receipt} dossier=${dossier} />
    <div class="row no-print">
      <button type="button" onClick=${() => print()}>In biên nhận</button>
      <a class="button" href="#/dossiers">${whoseDossiers()}</a>
      ${may.WITHDRAWAL_ASKED && html`<${Withdraw} ...${{ dossier, again }} name=${may.WITHDRAWAL_ASKED}
        onAsked=${after("Đã gửi yêu cầu rút hồ sơ. Cơ quan sẽ trả lời bạn.")} />`}
    </div>`;
}

/** What was just done has taken its own button away; this takes the focus. */
function Told({ told }) {
  const place = useFocus(told);
  return told && html`<p class="notice notice-good" role="status" tabindex="-1" ref=${place}>${told}</p>`;
}

function Code({ dossier, isNew }) {
  const place = useFocus(isNew);
  return html`<div class="notice notice-${isNew ? "good" : "calm"} row row-apart" role=${isNew ? "status" : null} tabindex="-1"
    ref=${place}>
    <div class="grow stack-tight"><p>Mã hồ sơ</p><p class="code">${dossier.code}</p>
      ${isNew && html`<p>Thông báo được gửi qua Zalo và SMS đến số ${national(dossier.applicant?.phone)}.</p>`}
      <p class="small">Dùng mã này khi hỏi về hồ sơ; ở quầy, công chức quét được mã QR.</p></div>
    <${SquareCode} dossier=${dossier.id} />
  </div>`;
}

function Payment({ payment }) {
  if (!payment) return null;
  const { settled_at: settled, evidence } = payment;
  const how = settled ? phrase`Đã thực hiện ngày ${onDay(settled)}` : phrase`Cơ quan yêu cầu ngày ${onDay(payment.asked_at)}`;
  return html`<${Notice} tone=${settled ? "calm" : "warn"}
    title="Nghĩa vụ tài chính: ${grouped(payment.amount)} đồng">
    <p>${payment.what_for}</p><p>${[how, settled && evidence].filter(Boolean).join(" · ")}</p><//>`;
}

/** Papers of the dossier that their agency corrected since, each with the way to its new version. */
function Corrected({ components }) {
  const found = components.flatMap((each) => each.resolution?.items ?? []).filter((pin) => pin.attention);
  return found.map(
    (pin) => html`<${Notice} tone="warn" title="Giấy tờ đã được đính chính: ${pin.title}" key=${pin.item}>
      <p>${pin.attention}</p><p><a href="#/vault/${pin.item}">Xem bản mới trong Kho</a></p><//>`,
  );
}

function Results({ results }) {
  if (!results.length) return null;
  return html`<section class="stack"><h2>Kết quả</h2><ul class="papers">${results.map(
    (each) => html`<li class="card stack-tight">
      <h3><a class="main-link" href="#/vault/${each.item}">${each.title}</a></h3>
      <p class="soft">${["Đã vào Kho của bạn", each.number && phrase`số ${each.number}`, onDay(each.issued_on)]
        .filter(Boolean)
        .join(" · ")}</p></li>`,
  )}</ul></section>`;
}

/** What the agency wrote to its applicant. */
function Forms({ id }) {
  const asked = () => ask("GET", `dossiers/${id}/forms`);
  const loaded = useLoaded(asked, [id]);
  const linked = async (wanted) =>
    (await asked()).forms.find((each) => each.form === wanted.form && each.made_at === wanted.made_at).url;
  return html`<${Loaded} of=${loaded} waiting="Đang tìm văn bản của cơ quan…">${({ forms }) =>
    forms.length > 0 &&
    html`<section class="stack"><h2>Văn bản của cơ quan gửi bạn</h2><ul class="papers">${forms.map(
      (each) => html`<li class="card row row-apart"><div class="grow"><h3>${each.title}</h3>
        <p class="soft small">${atMoment(each.made_at)}</p></div>
        <${OpenLink} asked=${() => linked(each)} label="Xem" about=${each.title} /></li>`,
    )}</ul></section>`}<//>`;
}

function History({ id }) {
  const loaded = useLoaded(() => ask("GET", `dossiers/${id}/history`), [id]);
  return html`<section class="stack"><h2>Quá trình giải quyết</h2>
    <${Loaded} of=${loaded}>${({ events }) => html`<ol class="timeline">${[...events].reverse().map(
      (each) => html`<li><p class="soft small">${atMoment(each.at)}</p><p>${each.said}</p></li>`,
    )}</ol>`}<//></section>`;
}

function Receipt({ dossier }) {
  const facts = [
    ["Thủ tục", dossier.procedure.name],
    ["Đơn vị tiếp nhận", dossier.unit.name],
    ["Nộp lúc", atMoment(dossier.submitted_at)],
    ["Trạng thái", dossier.state_name],
    ["Người nộp", dossier.applicant?.name],
    ["Chủ hồ sơ", dossier.owner?.name],
    ["Nhận kết quả", RECEIVE_BY.find(([code]) => code === dossier.receive_by)?.[1]],
  ];
  return html`<section class="card stack"><h2>Biên nhận</h2>
    <dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}
      </dd>`)}</dl>
    <h3>Thành phần hồ sơ đã nộp</h3><${Answers} components=${dossier.components.filter((each) => each.resolution)} />
  </section>`;
}
