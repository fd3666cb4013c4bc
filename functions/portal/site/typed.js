/** What was typed on a page is there again for who comes back to it, until it was sent or the tab is closed. */
import { useState } from "preact/hooks";
import { hands, onHands } from "./hands.js";

const kept = new Map();
let whose = hands.of?.person;

onHands(() => {
  if (hands.of?.person !== whose) kept.clear(); // what was typed for one person is never another's
  whose = hands.of?.person;
});

/** As `useState`, and how to forget it: `[value, write, forget]`. `name` tells it from what else is typed at this address. */
export function useTyped(name, initial) {
  const key = `${location.hash} ${name}`;
  const [value, become] = useState(() => (kept.has(key) ? kept.get(key) : initial));
  const write = (given) =>
    become((before) => {
      const next = typeof given === "function" ? given(before) : given;
      kept.set(key, next);
      return next;
    });
  return [value, write, () => kept.delete(key)];
}
