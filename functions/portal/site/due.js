/** When a dossier is due, for who files it and who works on it. */
import { Chip, html, phrase } from "./page.js";
import { onDay } from "./words.js";

const DUE_TONES = { overdue: "bad", today: "warn", soon: "warn" };

/** Colour and words together: the day, and how far away it is. */
export function Due({ deadline }) {
  const day = deadline.due_at ? phrase`Hẹn trả ${onDay(deadline.due_at)}: ` : "";
  return html`<${Chip} tone=${DUE_TONES[deadline.standing] ?? "plain"}>${day}${deadline.text}<//>`;
}
