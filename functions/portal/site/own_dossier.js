/** What its owner does to a dossier, as it stood when the page came. */
import { useAction } from "./page.js";
import { ask } from "./session.js";

/**
 * `act` is given the dossier; where another tab was quicker, `again` does the same to what it has become, and nothing typed
 * is lost. → `[run, {busy, problem, again}]`
 */
export function useOnDossier(dossier, act) {
  const [run, state] = useAction(async (anew) => act(anew ? await ask("GET", `dossiers/${dossier.id}`) : dossier));
  const isStale = state.problem?.code === "CHANGED_MEANWHILE";
  return [() => run(false), { ...state, again: isStale ? () => run(true) : null }];
}
