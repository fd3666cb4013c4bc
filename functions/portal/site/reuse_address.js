/** What an address of these pages asks for. */
import { session } from "./session.js";
import { holding, todayThere } from "./reuse_words.js";

const REUSE = "QD766/4.3";

/** What an address asks for: `{unit, period, definition, view}`. */
export function askedOf(query) {
  const period = query.period || holding("month", todayThere());
  const { unit = session.me.unit ?? "", definition = REUSE, view = "as_it_was" } = query;
  return { unit, period, definition, view };
}

export function reuseHash(asked, place = "#/reuse-rate") {
  return `${place}?${new URLSearchParams(Object.entries(asked).filter(([, value]) => value))}`;
}
