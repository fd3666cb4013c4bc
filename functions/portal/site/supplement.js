/** What the agency asks for, each point answered in words or by the component, with the very controls of filing. */
import { Component } from "./components.js";
import { useOnDossier } from "./own_dossier.js";
import { Button, Chip, Field, html, Notice, Trouble, useLoaded } from "./page.js";
import { ask, look } from "./session.js";
import { useTyped } from "./typed.js";
import { atMoment, onDay } from "./words.js";

/** The open request of a dossier; `name` is what its owner's act is called. */
export function Supplement({ dossier, name, put, again, onSent }) {
  const asked = dossier.supplements.at(-1);
  const procedure = useLoaded(() => look(`procedures/${dossier.procedure.code}`), [dossier.procedure.code]);
  const [texts, write, forget] = useTyped("texts", {});
  const [send, sending] = useOnDossier(dossier, async ({ version }) => {
    const answers = asked.points
      .map((_, point) => ({ point, text: texts[point]?.trim() }))
      .filter((each) => each.text);
    const after = await ask("POST", `dossiers/${dossier.id}/supplement`, { body: { version, answers } });
    forget();
    onSent(after);
  });
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  const { problem } = sending;
  const ofComponent = (code) => dossier.components.find((each) => each.code === code);
  const requirement = (code) => procedure.value?.components.find((each) => each.code === code);
  const isFirst = ({ component }, n) => asked.points.findIndex((each) => each.component === component) === n;
  return html`<section class="stack"><h2>Yêu cầu bổ sung</h2>
    <${Notice} tone="warn" title="Hạn bổ sung: hết ngày ${onDay(asked.until)}">
      <p>Cơ quan giải quyết yêu cầu ngày ${onDay(asked.asked_at)}. Thời hạn giải quyết tạm dừng cho đến khi bạn bổ
        sung.</p><//>
    <ol class="papers">${asked.points.map(
      (point, n) => html`<${Asked} key=${n} ...${{ point, n }} text=${texts[n] ?? ""}
        faults=${problem?.at?.(`answers.${n}`) ?? []}
        onText=${(text) => write((before) => ({ ...before, [n]: text }))}>
        ${point.component && isFirst(point, n) && html`<ul><${Component} component=${ofComponent(point.component)}
          requirement=${requirement(point.component)} ...${{ dossier, put, again }} /></ul>`}<//>`,
    )}</ol>
    <form onSubmit=${submit} noValidate>
      <${Trouble} problem=${problem} again=${sending.again} />
      <div class="row row-end"><${Button} type="submit" class="primary" busy=${sending.busy}>${name}<//></div>
    </form>
  </section>`;
}

/** Words are needed where there is no component to answer, and welcome beside one. */
function Asked({ point, n, text, faults, onText, children }) {
  const answers = point.component ? "Lời nhắn cho cơ quan" : "Trả lời";
  return html`<li class="stack asked" aria-label="Nội dung ${n + 1}">
    <div class="row row-apart">
      <h3 class="grow">${n + 1}. ${point.component_name ?? "Nội dung của hồ sơ"}</h3>
      ${point.component && html`<${Chip} tone=${point.answered ? "good" : "warn"}>
        ${point.answered ? "Đã bổ sung" : "Chưa bổ sung"}<//>`}</div>
    <p>${point.text}</p>
    ${children}
    <${Field} label=${answers} needed=${!point.component} faults=${faults}>${(control) => html`<textarea maxlength="2000"
      value=${text} onInput=${(event) => onText(event.currentTarget.value)} ...${control}></textarea>`}<//>
  </li>`;
}

/** Requests that were answered before. */
export function Supplemented({ supplements }) {
  const answered = supplements.filter((each) => each.answered_at);
  return answered.map(
    (each) => html`<details class="card"><summary>Đã bổ sung lúc ${atMoment(each.answered_at)}${each.late && ", sau hạn"}
      </summary>
      <ul class="clear-list">${each.points.map(
        (point) => html`<li>${point.component_name && html`<strong>${point.component_name}: </strong>`}${point.text}
          ${point.answer && html`<p class="soft">Trả lời: ${point.answer}</p>`}</li>`,
      )}</ul></details>`,
  );
}
