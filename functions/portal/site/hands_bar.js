/** On whose behalf one acts, in sight on every page; and an officer's session opened anew when its time is over. */
import { useEffect, useReducer } from "preact/hooks";
import { ended, hands, minutesLeft, onHands } from "./hands.js";
import { prepare } from "./language.js";
import { Dialog, html, Loaded, phrase, Trouble, useAction, useLoaded } from "./page.js";
import { ask, session } from "./session.js";

const SOON = 5; // minutes
const TICK = 15_000; // milliseconds

/** [Kết thúc]: on the server first, so that nothing can be done with its token; then here. */
export async function finish() {
  const { id, name } = hands.of;
  await ask("DELETE", `desk/assisted-sessions/${id}`);
  ended();
  location.hash = `#/desk/assist?${new URLSearchParams({ ended: name })}`;
}

export function HandsBar() {
  const [, changed] = useReducer((count) => count + 1, 0);
  useEffect(() => onHands(changed), []);
  useEffect(() => {
    const timer = setInterval(changed, TICK);
    return () => clearInterval(timer);
  }, []);
  const [finishNow, finishing] = useAction(finish);
  if (!hands.of) return html`<${Represented} />`;
  const { name, number } = hands.of;
  const left = minutesLeft();
  return html`<section class="hands" aria-label="Đang làm thay"><div class="hands-inner">
      <p class="grow">Đang làm thay <strong>${name}</strong> <span class="small">(số ${number})</span></p>
      <p class="small" role=${left <= SOON ? "status" : null}>${left <= SOON ? phrase`còn ${left} phút, sắp hết giờ` : phrase`còn ${left} phút`}</p>
      <button type="button" aria-disabled=${finishing.busy} onClick=${finishNow}>Kết thúc</button>
    </div>${!hands.isOver && html`<${Trouble} problem=${finishing.problem} />`}</section>
    ${hands.isOver && html`<${Over} finishing=${finishing} finishNow=${finishNow} />`}`;
}

/** An organisation's representative acts for it always. */
function Represented() {
  const { person, vault } = session.me ?? {};
  if (person?.id === vault?.id) return null;
  return html`<section class="hands" aria-label="Đang thay mặt"><div class="hands-inner"><p>Đang thay mặt <strong>${vault.name}</strong></p>
    </div></section>`;
}

function Over({ finishing, finishNow }) {
  const form = useLoaded(async () => (await Promise.all([import("./desk_assist.js"), prepare("./desk_assist.js")]))[0], []);
  return html`<${Dialog} title="Phiên hỗ trợ đã hết giờ">
    <p>Những gì đã nhập vẫn còn trên trang này. Nếu ${hands.of.name} còn ở quầy và vẫn đồng ý, hãy mở phiên mới; trang này sẽ
      tự tiếp tục.</p>
    <${Loaded} of=${form}>${({ AssistForm }) => html`<${AssistForm} said=${hands.of.said} again>
      <button type="button" aria-disabled=${finishing.busy} onClick=${finishNow}>Kết thúc, bỏ dở</button><//>`}<//>
    <${Trouble} problem=${finishing.problem} /><//>`;
}
