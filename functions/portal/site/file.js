/** Opening a file: its link lives five minutes and is recorded, so it is asked for on the click. */
import { hands } from "./hands.js";
import { html, Icon, Trouble, useAction } from "./page.js";
import { ask } from "./session.js";

/** A paper of the vault; whoever assists its owner sees that it is there, and no more. */
export function OpenFile({ item, version, ...rest }) {
  if (hands.of) return null;
  return html`<${OpenLink} ...${rest} asked=${() => linkTo(item, version)} />`;
}

/** The link to a version of a paper of the vault, the current one unless said. */
export async function linkTo(item, version) {
  return (await ask("GET", `vault/items/${item}/file`, { query: { version } })).url;
}

/** `asked` asks for the link. */
export function OpenLink({ asked, label = "Mở tệp tin", about = "", onOpened }) {
  const [open, opening] = useAction(async () => {
    const tab = window.open("", "_blank"); // at once: after the answer it would be taken for a pop-up
    if (tab) tab.opener = null;
    try {
      const url = await asked();
      if (tab) tab.location.replace(url);
      else location.assign(url);
      onOpened?.();
    } catch (problem) {
      tab?.close();
      throw problem;
    }
  });
  return html`<button type="button" class="above" aria-label=${about ? `${label}: ${about}` : null}
    aria-disabled=${opening.busy} onClick=${open}>
      <${Icon} name="eye" size="18" />${label}</button>
    <${Trouble} problem=${opening.problem} />`;
}

const SAVED = 60_000; // milliseconds: by then every browser has taken it

/** What the API answered as a file, saved by the browser under a name. */
export function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED);
}
