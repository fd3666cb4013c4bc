/** What the queues of the desk have in common: how an address narrows one, and whose it is. */
import { ChoiceField, html } from "./page.js";

/** `path` with what of `fields` says anything. */
export function address(path, fields) {
  const kept = Object.entries(fields).filter(([, value]) => value);
  return `#${path}${kept.length ? `?${new URLSearchParams(kept)}` : ""}`;
}

/**
 * Whose queue is shown, where a unit continues others: `units` are its own and theirs, `unit` the chosen one's code. Units
 * of one name stand beside their codes.
 */
export function QueueOf({ label, units: [own, ...others], unit = "", go }) {
  if (!others.length) return null;
  const names = [own, ...others].map((each) => each.name);
  const called = ({ code, name }) => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${code})`);
  return html`<${ChoiceField} label=${label} none=${called(own)} value=${unit}
    options=${others.map((each) => [each.code, called(each)])} onValue=${(code) => go({ unit: code })} />`;
}
