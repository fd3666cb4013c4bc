/** A dossier at the desk: what it is, each component, the gates as a checklist, results, and what may be done next. */
import { useEffect, useReducer, useState } from "preact/hooks";
import { Back, Chip, Heading, html, Loaded, Notice, phrase, useFocus, useLoaded } from "./page.js";
import { Due } from "./due.js";
import { Acts } from "./desk_acts.js";
import { Component } from "./desk_component.js";
import { Gates } from "./desk_gates.js";
import { useKeys } from "./desk_keys.js";
import { Results } from "./desk_results.js";
import { neighbours, openedLast, queueLeft } from "./desk_trail.js";
import { ask, session } from "./session.js";
import { atMoment, grouped, national, onDay, RECEIVE_BY, unmarked } from "./words.js";

export function DeskDossier({ given: [id] }) {
  const loaded = useLoaded(() => ask("GET", `desk/dossiers/${id}`), [id]);
  useEffect(() => openedLast(id), [id]);
  return html`<div class="row row-apart no-print wide"><${Back} to=${queueLeft()}>Hồ sơ của đơn vị<//><${Neighbours} id=${id} /></div>
    <${Loaded} of=${loaded} named="Hồ sơ">${(dossier) => html`<${Whole} dossier=${dossier} again=${loaded.again} />`}<//>`;
}

const to = (id) => `#/desk/dossiers/${id}`;

/** On to the next one of the queue without going back to it. */
function Neighbours({ id }) {
  const { before, after } = neighbours(id);
  const go = (other) => () => other && location.assign(to(other));
  useKeys({ j: go(after), k: go(before), u: () => location.assign(queueLeft()) }, true);
  return html`<nav class="row" aria-label="Hồ sơ khác trong hàng chờ">
    ${before && html`<a class="button quiet" href=${to(before)} aria-keyshortcuts="k">Hồ sơ trước</a>`}
    ${after && html`<a class="button quiet" href=${to(after)} aria-keyshortcuts="j">Hồ sơ sau</a>`}</nav>`;
}

function Whole({ dossier, again }) {
  const [round, acted] = useReducer((count) => count + 1, 0);
  const [told, tell] = useState(null);
  const isHead = session.me.roles.includes("head");
  const done = () => {
    acted();
    again();
  };
  const actedOn = (what) => {
    if (what.act === "handed_over") return location.assign(queueLeft()); // another unit has it now
    tell(what);
    done();
  };
  return html`
    <${Heading}>${dossier.code} · ${dossier.procedure.name}<//>
    <p class="row"><${Chip}>${dossier.state_name}<//><${Due} deadline=${dossier.deadline} /></p>
    <${Told} told=${told?.version <= dossier.version ? told : null} id=${dossier.id} />
    <${Acts} dossier=${dossier} isHead=${isHead} onDone=${actedOn} />
    <${AtTheCounter} dossier=${dossier} />
    <div class="work"><${Facts} dossier=${dossier} />
      <div class="work-main stack"><${Asked} dossier=${dossier} />
        <section class="stack"><h2>Thành phần hồ sơ</h2>
          ${dossier.components
            .filter((each) => each.status !== "not_applicable")
            .map((each) => html`<${Component} key=${each.code} component=${each} dossier=${dossier} onDone=${done} />`)}
        </section>
        <${Results} key=${`results-${dossier.version}-${round}`} dossier=${dossier} onDone=${done} /></div>
      <div class="work-more stack"><${Gates} key=${`gates-${dossier.version}-${round}`} id=${dossier.id} />
        <${History} history=${dossier.history} /></div></div>`;
}

/** What was just done and where that left the dossier, once the page shows it; and the way on to the next one. */
function Told({ told, id }) {
  const place = useFocus(told);
  const { after } = neighbours(id);
  return told && html`<div class="notice notice-good row row-apart" role="status" tabindex="-1" ref=${place}>
    <p>${phrase`${told.name}: đã ghi nhận. Hồ sơ ở trạng thái “${told.state}”.`}</p>
    ${after && html`<a href=${to(after)}>Hồ sơ sau</a>`}</div>`;
}

function History({ history }) {
  return html`<section class="stack"><h2>Lịch sử</h2><ol class="clear-list">${[...history].reverse().map(
      (each) => html`<li><span class="soft small">${atMoment(each.at)}${each.by?.name && ` · ${each.by.name}`}</span><br />
        ${each.said}</li>`,
    )}</ol></section>`;
}

function Facts({ dossier }) {
  const party = (each) => each && [each.name, national(each.phone), each.address].filter(Boolean).join(" · ");
  const facts = [
    ["Chủ hồ sơ", party(dossier.owner)],
    ["Người nộp", party(dossier.applicant)],
    ["Cách nộp", dossier.channel_name],
    ["Nộp lúc", atMoment(dossier.submitted_at)],
    ["Tiếp nhận lúc", atMoment(dossier.received_at)],
    ["Thời hạn giải quyết", unmarked(dossier.time_limit)],
    ["Nhận kết quả", RECEIVE_BY.find(([code]) => code === dossier.receive_by)?.[1]],
    ["Công chức xử lý", dossier.officer?.name],
    ["Trường hợp", dossier.cases.map((each) => each.name).join(", ")],
  ];
  return html`<dl class="facts card work-facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt>
    <dd>${value}</dd>`)}</dl>`;
}

const WITHDRAWS = "Chủ hồ sơ đang ở quầy: rút hồ sơ thay họ";
const THEIRS = { 1: WITHDRAWS, 2: WITHDRAWS, 4: WITHDRAWS, 5: "Chủ hồ sơ đang ở quầy: bổ sung hoặc rút hồ sơ thay họ" };

/** What its owner may do from here, done by an officer's hands when they have come without a device. */
function AtTheCounter({ dossier }) {
  const what = THEIRS[dossier.state];
  return what && html`<p><a href="#/desk/assist?dossier=${dossier.id}">${what}</a></p>`;
}

/** What the citizen was asked for, and what came of it. */
function Asked({ dossier }) {
  const { supplements, payment, reappointment } = dossier;
  const withdrawing = dossier.state === 7 && dossier.history.findLast((each) => each.act === "withdrawal_asked");
  return html`${withdrawing && html`<${Notice} tone="warn" title="Công dân yêu cầu rút hồ sơ"><p>${withdrawing.said}</p><//>`}
    ${supplements.map(
    (each) => html`<${Notice} tone=${each.answered_at ? "calm" : "warn"}
      title=${each.answered_at ? phrase`Đã bổ sung ngày ${onDay(each.answered_at)}${each.late ? ", sau hạn" : ""}` : phrase`Chờ bổ sung đến hết ngày ${onDay(each.until)}`}>
      <ul class="told">${each.points.map(
        (point) => html`<li>${point.component_name && html`<strong>${point.component_name}: </strong>`}${point.text}
          ${point.answer && html`<br />Trả lời: ${point.answer}`}</li>`,
      )}</ul><//>`,
  )}
    ${payment && html`<${Notice} tone=${payment.settled_at ? "calm" : "warn"}
      title="Nghĩa vụ tài chính: ${grouped(payment.amount)} đồng"><p>${payment.what_for} ·
      ${payment.settled_at ? phrase`đã thực hiện ${onDay(payment.settled_at)} (${payment.evidence})` : "chưa thực hiện"}</p><//>`}
    ${reappointment && html`<${Notice} title="Đã hẹn lại một lần, đến ${onDay(reappointment.due)}">
      <p>${reappointment.reason}</p><//>`}`;
}
