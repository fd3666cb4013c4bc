/** [Lấy từ kho]: the fitting papers side by side, what tells them apart, and why near misses do not fit. */
import { useState } from "preact/hooks";
import { OpenFile } from "./file.js";
import { Button, Dialog, html, Loaded, Notice, Trouble, useAction, useLoaded } from "./page.js";
import { ask } from "./session.js";
import { atMoment, called, onDay } from "./words.js";

const ORIGINS = {
  issued: "Do cơ quan cấp trả vào Kho",
  confirmed: "Đã được công chức xác nhận",
  certified: "Bản sao chứng thực điện tử",
  deposited: "Do chủ Kho cập nhật",
};

const FACTS = [
  ["Danh mục", (paper) => paper.document_type_name],
  ["Số, ký hiệu", (paper) => paper.number],
  ["Cơ quan cấp", (paper) => paper.issuer],
  ["Ngày cấp", (paper) => onDay(paper.issued_on)],
  ["Ngày hết hạn", (paper) => onDay(paper.valid_until)],
  ["Nguồn", (paper) => ORIGINS[paper.origin]],
  ["Vào Kho lúc", (paper) => atMoment(paper.added_at)],
];

export function Picker({ path, component, onClose, onAnswered }) {
  const loaded = useLoaded(() => ask("GET", `${path}/suggestions`), [path]);
  return html`<${Dialog} title="Lấy từ kho: ${component.name}" onClose=${onClose}>
    <${Loaded} of=${loaded} waiting="Đang tìm trong Kho…">${(found) => html`<${Choice}
      ...${{ found, path, onClose, onAnswered }} />`}<//>
    ${loaded.value === undefined && html`<div class="row row-end"><button type="button" onClick=${onClose}>Đóng</button>
      </div>`}
  <//>`;
}

/** What was ticked: the papers of a candidate, or a near miss that may be chosen after a warning. */
function Choice({ found, path, onClose, onAnswered }) {
  const [chosen, choose] = useState(null);
  const [asked, nudge] = useState(false);
  const [answer, answering] = useAction(async () => {
    const body = { way: "vault", items: chosen.papers.map((each) => each.item), despite_warnings: chosen.isWarned };
    onAnswered(await ask("PUT", path, { body }));
  });
  const submit = (event) => {
    event.preventDefault();
    nudge(true);
    if (chosen) answer();
  };
  const papers = found.candidates.flatMap((each) => each.papers);
  const isNothing = !found.candidates.length && !found.near_misses.length;
  const isChoice = found.candidates.length > 0 || found.near_misses.some((each) => each.may_be_chosen);
  return html`<form onSubmit=${submit} noValidate>
    ${isNothing && html`<p>Kho chưa có giấy tờ nào thuộc loại mà thành phần này chấp nhận.</p>`}
    ${
      found.candidates.length > 0 &&
      html`<fieldset><legend>Kết quả điện tử đã được cấp</legend>
      ${papers.length > 1 && html`<p
        class="soft small">Giấy tờ phù hợp nhất đứng đầu. Chỗ khác nhau giữa các giấy tờ được đánh dấu.</p>`}
      ${found.candidates.map(
        (
          each,
          n,
        ) => html`<${Candidate} key=${n} candidate=${each} among=${papers} path=${path}
          isFirst=${n === 0 && found.candidates.length > 1}
        isChosen=${chosen?.of === each} choose=${() => choose({ of: each, papers: each.papers, isWarned: false })} />`,
      )}
    </fieldset>`
    }
    ${found.total > found.candidates.length && html`<p
      class="soft small">Hiện ${found.candidates.length} trong ${found.total} giấy tờ phù hợp.</p>`}
    ${
      found.near_misses.length > 0 &&
      html`<fieldset><legend>Chưa dùng được, và vì sao</legend>
      ${found.near_misses.map(
        (each) => html`<${NearMiss} key=${each.paper.item} miss=${each} isChosen=${chosen?.of === each}
        choose=${() => choose({ of: each, papers: [each.paper], isWarned: true })} />`,
      )}
    </fieldset>`
    }
    ${isNothing && html`<ul class="soft">${found.remedies.map((each) => html`<li>${each.text}</li>`)}</ul>`}
    <${Trouble} problem=${answering.problem} />
    ${asked && !chosen && html`<p class="fault" role="alert">Chưa chọn giấy tờ nào.</p>`}
    <div class="row row-end dialog-end">
      <button type="button" onClick=${onClose}>Đóng</button>
      ${isChoice && html`<${Button} type="submit" class="primary" busy=${answering.busy}>Cập nhật<//>`}
    </div>
  </form>`;
}

/** Whoever sees here that a paper is wrong reports it at once, and comes back to the dossier. */
function feedbackOn(paper, path) {
  return `#/vault/${paper.item}/feedback?dossier=${path.split("/")[1]}`;
}

function Candidate({ candidate, among, isFirst, isChosen, choose, path }) {
  return html`<div class="tick">
    <input type="radio" name="candidate" id="candidate-${candidate.papers[0].item}" checked=${isChosen}
      onChange=${choose} />
    <div class="tick-body stack">${candidate.papers.map(
      (paper) => html`
      <label for="candidate-${candidate.papers[0].item}"><strong>${called(paper)}</strong>
        ${isFirst ? " (phù hợp nhất)" : ""}</label>
      <${Facts} paper=${paper} among=${among} />
      <p class="row"><${OpenFile} item=${paper.item} version=${paper.version} label="Xem tệp tin"
        about=${called(paper)} /><a href=${feedbackOn(paper, path)}>Phản ánh</a></p>`,
    )}</div>
  </div>`;
}

function NearMiss({ miss, isChosen, choose }) {
  const id = `miss-${miss.paper.item}`;
  return html`<div class="tick">
    ${miss.may_be_chosen && html`<input type="radio" name="candidate" id=${id} checked=${isChosen}
      onChange=${choose} />`}
    <div class="tick-body stack">
      <label for=${id}><strong>${called(miss.paper)}</strong></label>
      <ul>${miss.objections.map((each) => html`<li>${each.text}</li>`)}</ul>
      ${isChosen && html`<${Notice} tone="warn"
        role="status">Bạn dùng giấy tờ này sau khi đã xem cảnh báo; việc này được ghi lại trong hồ sơ.<//>`}
      <${Facts} paper=${miss.paper} among=${[]} />
      <${OpenFile} item=${miss.paper.item} version=${miss.paper.version} label="Xem tệp tin"
        about=${called(miss.paper)} />
    </div>
  </div>`;
}

/** What is known of a paper; what tells it from the others is marked. */
function Facts({ paper, among }) {
  const differs = (of) => among.length > 1 && among.some((other) => of(other) !== of(paper));
  return html`<dl class="facts small">${FACTS.filter(([, of]) => of(paper)).map(
    ([name, of]) => html`
    <dt>${name}</dt><dd class=${differs(of) ? "differs" : ""}>${of(paper)}</dd>`,
  )}</dl>`;
}
