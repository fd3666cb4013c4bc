/** One act on several dossiers, each by itself: what could not be done is named with its reason, the rest is done. */
import { useState } from "preact/hooks";
import { ACTS, Asked, atFirst, given } from "./desk_acts.js";
import { Button, Dialog, html, Notice, phrase, Trouble, useAction } from "./page.js";
import { ask } from "./session.js";

const NAMES = {
  assigned: (count) => phrase`Phân công ${count} hồ sơ`,
  handed_over: (count) => phrase`Chuyển ${count} hồ sơ`,
};

export function Many({ act, dossiers: first, onClose, onDone }) {
  const [dossiers] = useState(first); // as they were chosen: the queue may change behind the dialog
  const { path, fields } = ACTS[act];
  const [said, say] = useState(() => atFirst(act, dossiers[0]));
  const [progress, goOn] = useState(null);
  const [run, running] = useAction(async () => {
    const left = { done: 0, refused: [] };
    for (const dossier of dossiers) {
      try {
        await ask("POST", `desk/dossiers/${dossier.id}/${path}`, { body: { version: dossier.version, ...given(said) } });
        left.done += 1;
      } catch (problem) {
        if (!left.done && !left.refused.length && isOfForm(problem, fields)) throw problem;
        if (!problem.status) throw problem;
        left.refused.push({ dossier, problem });
      }
      goOn({ ...left, refused: [...left.refused] });
    }
    if (!left.refused.length) onDone();
  });
  const isThrough = progress && !running.busy && !running.problem;
  const submit = (event) => {
    event.preventDefault();
    if (!isThrough) run();
  };
  const name = NAMES[act](dossiers.length);
  return html`<${Dialog} title=${name} onClose=${() => running.busy || (progress ? onDone() : onClose())}>
    <form onSubmit=${submit} noValidate>
      ${dossiers.length === 1 ? html`<p>${dossiers[0].code} · ${dossiers[0].owner_name}</p>` : null}
      ${!progress && fields.map(
        (field) => html`<${Asked} key=${field.name} field=${field} dossier=${dossiers[0]} value=${said[field.name]}
          faults=${running.problem?.at?.(field.name) ?? []}
          onValue=${(value) => say((before) => ({ ...before, [field.name]: value }))} />`,
      )}
      ${progress && html`<${Progress} ...${{ progress, dossiers }} />`}
      <${Trouble} problem=${running.problem} beside=${fields.map((each) => each.name)} />
      <div class="row row-end dialog-end">
        <button type="button" onClick=${() => running.busy || (progress ? onDone() : onClose())}>Đóng</button>
        ${!progress && html`<${Button} type="submit" class="primary" busy=${running.busy}>${name}<//>`}</div>
    </form><//>`;
}

/** What was written in the form is at fault, for this one and for all the others. */
function isOfForm(problem, fields) {
  return fields.some((each) => problem.at?.(each.name).length);
}

function Progress({ progress, dossiers }) {
  const { done, refused } = progress;
  return html`<div role="status"><p><label for="many">Đã xong ${done} / ${dossiers.length} hồ sơ</label></p>
      <progress id="many" max=${dossiers.length} value=${done + refused.length}></progress></div>
    ${refused.length > 0 && html`<${Notice} tone="warn" title="Chưa làm được ${refused.length} hồ sơ"><ul class="told">${refused.map(
      ({ dossier, problem }) => html`<li key=${dossier.id}><a href="#/desk/dossiers/${dossier.id}">${dossier.code}</a>: ${problem.detail}
        ${problem.problems.map((each) => each.detail).filter((each) => each !== problem.detail).join(" ")}</li>`,
    )}</ul><//>`}`;
}
