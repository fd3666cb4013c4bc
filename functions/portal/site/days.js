/** A day between how people in Vietnam write it and how machines do. */

/** `2024-03-05` → `05/03/2024`; what is no day stays as it is. */
export function slashed(value) {
  return isIsoDay(value) ? value.split("-").reverse().join("/") : (value ?? "");
}

/** `5/3/2024`, `5-3-2024` or `05032024` → `2024-03-05`; what is no day stays as it was typed. */
export function typedDay(text) {
  const found = text.trim().match(/^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/) ?? text.trim().match(/^(\d\d)()(\d\d)(\d{4})$/);
  if (!found) return text.trim();
  const [, day, , month, year] = found;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isIsoDay(iso) ? iso : text.trim();
}

/** Whether the calendar has that day. */
export function isIsoDay(text = "") {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
