/** What every page is made of. Text reaches the page as text: nothing here or elsewhere sets HTML. */
import { useEffect, useId, useReducer, useRef, useState } from "preact/hooks";
import { isIsoDay, slashed, typedDay } from "./days.js";
import { html, phrase } from "./language.js";

export { html, phrase };

/** Load when `deps` change. → `{value, problem, again}`; the value of before stays while it is loaded anew. */
export function useLoaded(load, deps) {
  const [state, become] = useState({});
  const [round, again] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => isCurrent && become({ value }),
      (problem) => isCurrent && become({ problem }),
    );
    return () => {
      isCurrent = false;
    };
  }, [...deps, round]);
  return { ...state, again, put: (value) => become({ value }) };
}

/** A list that comes page by page: `load(cursor)` asks for one. → `{first, pages, cursor, more, busy, problem}` */
export function usePages(load, deps) {
  const [more, addMore] = useState([]);
  const first = useLoaded(() => load().finally(() => addMore([])), deps);
  const pages = first.value === undefined ? [] : [first.value, ...more];
  const cursor = pages.at(-1)?.cursor;
  const [goOn, going] = useAction(async () => addMore([...more, await load(cursor)]));
  return { first, pages, cursor, more: goOn, ...going };
}

/** An action of a button or form: runs once at a time, keeps its problem. → `[run, {busy, problem}]` */
export function useAction(act) {
  const [state, become] = useState({ busy: false, problem: null });
  const isBusy = useRef(false);
  async function run(...given) {
    if (isBusy.current) return;
    isBusy.current = true;
    become({ busy: true, problem: null });
    try {
      await act(...given);
      become({ busy: false, problem: null });
    } catch (problem) {
      become({ busy: false, problem });
    } finally {
      isBusy.current = false;
    }
  }
  return [run, state];
}

/** Moves the focus to what it is given once it appears, so that a screen reader reads it. */
export function useFocus(when) {
  const place = useRef(null);
  useEffect(() => {
    if (when) place.current?.focus();
  }, [when]);
  return place;
}

/** To the first field with a fault, once it is marked. */
export function focusFault() {
  requestAnimationFrame(() => document.querySelector('[aria-invalid="true"]')?.focus());
}

/** `named` where the page's heading comes with what is loaded: what the page is called when that does not come. */
export function Loaded({ of, children, waiting = "Đang tải…", named }) {
  const isGone = of.problem?.status === 404;
  if (of.problem)
    return html`${named && html`<${Heading}>${named}<//>`}<${Trouble} problem=${of.problem} again=${isGone ? null : of.again} />`;
  return of.value === undefined ? html`<${Waiting}>${waiting}<//>` : children(of.value);
}

/** A list that goes on with [Xem thêm]: `ask(cursor)` answers a page; `children` gets all of them, and whether more come. */
export function Pages({ ask, waiting, most = Infinity, children }) {
  const [more, addMore] = useState([]);
  const loaded = useLoaded(() => ask(), []);
  const [goOn, going] = useAction(async (cursor) => addMore([...more, await ask(cursor)]));
  return html`<${Loaded} of=${loaded} waiting=${waiting}>${(first) => {
    const pages = [first, ...more];
    const { cursor } = pages.at(-1);
    return html`${children(pages, Boolean(cursor))}
      <${Trouble} problem=${going.problem} />
      ${cursor && pages.length < most && html`<p><${Button} busy=${going.busy} onClick=${() => goOn(cursor)}>Xem thêm<//></p>`}`;
  }}<//>`;
}

export function Waiting({ children }) {
  return html`<p class="waiting" role="status">${children}</p>`;
}

/** The page's one heading; it takes the focus when the page is new, and names the tab. */
export function Heading({ children, title }) {
  const place = useRef(null);
  const name = title ?? [children].flat().join("");
  useEffect(() => {
    document.title = phrase`${name} · Kho dữ liệu`;
  }, [name]);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  return html`<h1 tabindex="-1" ref=${place}>${children}</h1>`;
}

export function Notice({ tone = "calm", title, role, children }) {
  return html`<div class="notice notice-${tone}" role=${role}>
    ${title && html`<p><strong>${title}</strong></p>`}${children}
  </div>`;
}

/** A problem as a whole: its sentence, every fault that has no field of its own, and a way to try again. */
export function Trouble({ problem, again, beside = [] }) {
  const place = useFocus(problem);
  if (!problem) return null;
  const faults = (problem.problems ?? []).filter((each) => !beside.includes(each.where));
  return html`<div class="notice notice-bad" role="alert" tabindex="-1" ref=${place}>
    <p><strong>${problem.title || "Không thực hiện được"}</strong></p>
    <p>${problem.detail || "Đã có lỗi ngoài dự kiến. Hãy tải lại trang rồi thử lại."}</p>
    ${faults.length > 0 && html`<ul class="told">${faults.map((each) => html`<li>${each.detail}</li>`)}</ul>`}
    ${again && html`<button type="button" onClick=${again}>Thử lại</button>`}
  </div>`;
}

export function Button({ busy, class: kind = "", children, ...rest }) {
  return html`<button type="button" ...${rest} class=${kind} aria-disabled=${busy ? "true" : null}>${children}
    </button>`;
}

export function Chip({ tone = "plain", children }) {
  return html`<span class="chip chip-${tone}">${tone !== "plain" && html`<${Icon} name=${tone} size="14" />`}${children}
    </span>`;
}

/** A labelled control with its hint and its faults. `children` is called with the attributes the control needs. */
export function Field({ label, hint, faults = [], needed, children, class: kind = "" }) {
  const id = useId();
  const about = [hint && `${id}-hint`, faults.length && `${id}-fault`].filter(Boolean).join(" ") || null;
  return html`<div class="field ${kind}">
    <label for=${id}>${label} ${needed && html`<span class="needed">(bắt buộc)</span>`}</label>
    ${hint && html`<span class="hint" id="${id}-hint">${hint}</span>`}
    ${children({ id, "aria-describedby": about, "aria-invalid": faults.length ? "true" : null })}
    ${faults.length > 0 && html`<span class="fault" id="${id}-fault">${faults.join(" ")}</span>`}
  </div>`;
}

export function TextField({ label, hint, faults, needed, value, onValue, type = "text", class: kind, ...rest }) {
  if (type === "date") return html`<${DayField} ...${{ label, hint, faults, needed, value, onValue, class: kind }} />`;
  const written = (event) => onValue(event.currentTarget.value);
  return html`<${Field} ...${{ label, hint, faults, needed, class: kind }}>
    ${(control) => html`<input type=${type} value=${value ?? ""} onInput=${written} ...${control} ...${rest} />`}
  <//>`;
}

const NO_DAY = "Ngày chưa đúng. Hãy viết ngày/tháng/năm, ví dụ 05/03/2024.";

/**
 * A day, given and taken as `2024-03-05`, written `05/03/2024` on every device: a browser's own field asks for the month
 * first wherever its language does. What is no day is handed on as it was typed, for the API to refuse.
 */
function DayField({ value, onValue, faults = [], ...rest }) {
  const [text, write] = useState(slashed(value));
  const [isLeft, leave] = useState(false);
  const isDay = !value || isIsoDay(value);
  const typed = (now) => {
    write(now);
    onValue(typedDay(now));
  };
  const left = () => {
    write(slashed(value));
    leave(true);
  };
  return html`<${TextField} ...${rest} value=${typedDay(text) === (value ?? "") ? text : slashed(value)} onValue=${typed} onChange=${left}
    faults=${isDay ? faults : isLeft || faults.length ? [NO_DAY] : []} inputmode="numeric" autocomplete="off" placeholder="ngày/tháng/năm" />`;
}

/** `options`: `[[value, label], …]`; `none` is the label of choosing nothing. */
export function ChoiceField({ label, hint, faults, needed, value, onValue, options, none, class: kind }) {
  const chosen = (event) => onValue(event.currentTarget.value);
  return html`<${Field} ...${{ label, hint, faults, needed, class: kind }}>
    ${(control) => html`<select value=${value ?? ""} onChange=${chosen} ...${control}>
      ${none !== undefined && html`<option value="">${none}</option>`}
      ${options.map(([code, name]) => html`<option value=${code} selected=${code === value}>${name}</option>`)}
    </select>`}
  <//>`;
}

/** A modal dialog, open while it is on the page: browsers close one on the second Esc, whatever was said to the first. */
export function Dialog({ title, onClose, children }) {
  const place = useRef(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    place.current.showModal();
    return () => {
      const isNowhere = document.activeElement === document.body; // a key pressed at once may have gone elsewhere already
      if (isNowhere && before?.isConnected) before.focus();
    };
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    onClose?.();
  };
  const closed = () => {
    onClose?.();
    requestAnimationFrame(() => place.current?.open === false && place.current.showModal()); // its page still wants it
  };
  return html`<dialog ref=${place} aria-labelledby=${id} onCancel=${cancel} onClose=${closed}>
    <h2 id=${id}>${title}</h2>
    ${children}
  </dialog>`;
}

/** `[[name, value], …]`; what is not known is left out. */
export function Facts({ facts, class: kind = "card" }) {
  return html`<dl class="facts ${kind}">${facts
    .filter(([, value]) => value)
    .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A table that scrolls by itself on a narrow screen. `rows` are lists of cells, the first of each its name. */
export function Sheet({ about, columns, rows }) {
  return html`<div class="sheet card" role="region" aria-label=${about} tabindex="0"><table>
    <thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ([first, ...others]) => html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`,
    )}</tbody></table></div>`;
}

const DRAWINGS = {
  vault: "M3 5h7l2 3h9v12H3zM8 14l3 3 5-5",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  send: "M4 4l17 8-17 8 3-8zM7 12h7",
  desk: "M3 9h18M5 9v10M19 9v10M9 9V5h6v4M9 13h6",
  gear: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M9 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  list: "M4 6h2M4 12h2M4 18h2M9 6h11M9 12h11M9 18h11",
  rate: "M4 20V10M10 20V4M16 20v-7M3 20h18",
  good: "M4 12l6 6L20 6",
  warn: "M12 3l10 18H2zM12 10v5M12 18v.5",
  bad: "M5 5l14 14M19 5L5 19",
  back: "M15 5l-7 7 7 7",
  add: "M12 4v16M4 12h16",
  bell: "M6 16V10a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
  eye: "M2 12c5-8 15-8 20 0-5 8-15 8-20 0zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5",
  edit: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
};

/** Always beside words, so never read out. */
export function Icon({ name, size = 22 }) {
  return html`<svg width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${DRAWINGS[name]} /></svg>`;
}

export function Back({ to, children }) {
  return html`<a class="crumb no-print" href=${to}><${Icon} name="back" size="18" />${children}</a>`;
}
