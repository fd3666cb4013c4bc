/** One of my dossiers: a draft to go on with, or a submitted one to follow. */
import { Discard } from "./discard.js";
import { Submitted } from "./follow.js";
import { whoseDossiers } from "./hands.js";
import { Back, Heading, html, Loaded, useLoaded } from "./page.js";
import { ask } from "./session.js";

export function DossierPage({ given: [id], query }) {
  const loaded = useLoaded(() => ask("GET", `dossiers/${id}`), [id]);
  return html`<${Back} to="#/dossiers">${whoseDossiers()}<//>
    <${Loaded} of=${loaded} named=${whoseDossiers()}>${(dossier) => {
      if (dossier.state === 0) return html`<${Draft} dossier=${dossier} />`;
      return html`<${Submitted} dossier=${dossier} isNew=${query.submitted === "1"} put=${loaded.put}
        again=${loaded.again} />`;
    }}<//>`;
}

function Draft({ dossier }) {
  return html`<${Heading}>${dossier.procedure.name}<//>
    <p>Hồ sơ này chưa nộp.</p>
    <div class="row"><a class="button primary" href="#/dossiers/${dossier.id}/papers">Làm tiếp</a>
      <${Discard} dossier=${dossier} onDiscarded=${() => (location.hash = "#/dossiers")} /></div>`;
}
