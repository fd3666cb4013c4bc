/** How figures and periods are written, as the API's own sentences write them. */
import { language, phrase } from "./language.js";
import { grouped } from "./words.js";

const TWO = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const DECIMALS = { vi: new Intl.NumberFormat("vi-VN", TWO), en: new Intl.NumberFormat("en-GB", TWO) };

/** `41.2` → `41,20`: to the last digit that is published. */
export function score(value) {
  return DECIMALS[language.code].format(value);
}

export function percent(ratio) {
  return ratio === null ? phrase`không có` : `${score(ratio)} %`;
}

/** Points of percent, with their sign. */
export function points(change) {
  return phrase`${(change > 0 ? "+" : "") + score(change).replace("-", "−")} điểm %`;
}

export function count(number) {
  return number === null ? phrase`không có` : grouped(number);
}

export const SPANS = [
  ["day", "Ngày"],
  ["month", "Tháng"],
  ["quarter", "Quý"],
  ["year", "Năm"],
  ["to_date", "Từ đầu năm"],
];
export const VIEWS = [
  ["as_it_was", "Theo đơn vị khi tiếp nhận"],
  ["rebased", "Theo đơn vị hiện nay"],
];

const FORMS = [
  [/^(\d{4})-(\d\d)-(\d\d)$/, "day", (year, month, day) => phrase`Ngày ${day}/${month}/${year}`],
  [/^(\d{4})-(\d\d)$/, "month", (year, month) => phrase`Tháng ${month}/${year}`],
  [/^(\d{4})-Q(\d)$/, "quarter", (year, quarter) => phrase`Quý ${quarter}/${year}`],
  [/^(\d{4})$/, "year", (year) => phrase`Năm ${year}`],
  [/^(\d{4})-YTD$/, "to_date", (year) => phrase`Từ đầu năm ${year}`],
];

function form(period) {
  return FORMS.find(([pattern]) => pattern.test(period)) ?? [/^(.*)$/, "month", (code) => code];
}

/** `2026-Q4` → `Quý 4/2026`. */
export function periodName(period) {
  const [pattern, , name] = form(period);
  return name(...period.match(pattern).slice(1));
}

export function spanOf(period) {
  return form(period)[1];
}

/** The day it is in Vietnam, `2026-11-29`. */
export function todayThere() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
}

/** The period of this kind that a day is in. */
export function holding(span, day) {
  const [year, month] = day.split("-");
  const quarter = Math.ceil(Number(month) / 3);
  return { day, month: `${year}-${month}`, quarter: `${year}-Q${quarter}`, year, to_date: `${year}-YTD` }[span];
}

const SHOWN = { month: 24, quarter: 8, year: 4, to_date: 4 };

/** The periods of a kind to choose from, the newest first; `chosen` is always among them. */
export function periodsOf(span, chosen) {
  const found = [];
  const day = new Date(`${todayThere()}T00:00:00Z`);
  while (found.length < SHOWN[span]) {
    found.push(holding(span, day.toISOString().slice(0, 10)));
    if (span === "month") day.setUTCMonth(day.getUTCMonth() - 1, 1);
    else if (span === "quarter") day.setUTCMonth(day.getUTCMonth() - 3, 1);
    else day.setUTCFullYear(day.getUTCFullYear() - 1, 0, 1);
  }
  const all = found.includes(chosen) ? found : [chosen, ...found];
  return all.map((each) => [each, periodName(each)]);
}
