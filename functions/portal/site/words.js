/** How values are written for people: days, sizes, and short words for codes. */
import { language, phrase } from "./language.js";

const DAY = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" };
const MOMENT = { hour: "2-digit", minute: "2-digit", ...DAY };
const WRITTEN = {
  vi: { day: new Intl.DateTimeFormat("vi-VN", DAY), moment: new Intl.DateTimeFormat("vi-VN", MOMENT) },
  en: {
    day: new Intl.DateTimeFormat("en-GB", { ...DAY, month: "short" }),
    moment: new Intl.DateTimeFormat("en-GB", { ...MOMENT, month: "short" }),
  },
};
const NUMBERS = { vi: new Intl.NumberFormat("vi-VN"), en: new Intl.NumberFormat("en-GB") };

/** `2026-11-23` → `23/11/2026`, in English `23 Nov 2026`; of an instant, its day in Vietnam. */
export function onDay(text) {
  if (!text) return "";
  if (text.length === 10 && language.code === "vi") return text.split("-").reverse().join("/");
  return WRITTEN[language.code].day.format(new Date(text.length === 10 ? `${text}T12:00+07:00` : text));
}

/** An instant → `14:05 23/11/2026` in Vietnam, in English `23 Nov 2026, 14:05`. */
export function atMoment(text) {
  return text ? WRITTEN[language.code].moment.format(new Date(text)) : "";
}

/** `1250000` → `1.250.000`, in English `1,250,000`. */
export function grouped(number) {
  return NUMBERS[language.code].format(number);
}

export function bytes(count) {
  if (count < 1024) return `${count} byte`;
  if (count < 1024 * 1024) return `${Math.round(count / 1024)} KB`;
  const megabytes = (count / 1024 / 1024).toFixed(1);
  return `${language.code === "vi" ? megabytes.replace(".", ",") : megabytes} MB`;
}

export const KINDS = [
  ["result", "Kết quả giải quyết"],
  ["certified_copy", "Bản sao chứng thực điện tử"],
  ["digitised", "Giấy tờ số hóa"],
];

export const STATES = [
  ["active", "Đang lưu trong Kho"],
  ["disputed", "Đang phản ánh sai sót"],
  ["withdrawn", "Đã bị thu hồi"],
  ["hidden", "Đã ẩn"],
];

export const LASTING = [
  ["valid", "Còn giá trị sử dụng"],
  ["expired", "Đã hết hạn sử dụng"],
  ["not_yet", "Chưa có hiệu lực"],
  ["unknown", "Chưa xác định được hạn sử dụng"],
];

export const DOSSIER_STATES = [
  [0, "Bản nháp"],
  [1, "Mới đăng ký"],
  [2, "Được tiếp nhận"],
  [3, "Không được tiếp nhận"],
  [4, "Đang xử lý"],
  [5, "Yêu cầu bổ sung giấy tờ"],
  [6, "Yêu cầu thực hiện nghĩa vụ tài chính"],
  [7, "Công dân yêu cầu rút hồ sơ"],
  [8, "Dừng xử lý"],
  [9, "Đã xử lý xong"],
  [10, "Đã trả kết quả"],
];

/** States in which its owner is asked for something. */
export const WAITS_FOR_ME = new Set([0, 5, 6]);

export const RECEIVE_BY = [
  ["counter", "Nhận tại Bộ phận Một cửa", "Mang theo giấy tờ tùy thân khi đến nhận."],
  ["post", "Nhận qua dịch vụ bưu chính công ích", "Gửi đến địa chỉ của người nộp; bạn trả cước khi nhận."],
  ["electronic", "Nhận bản điện tử trong Kho", "Kết quả có chữ ký số vào thẳng Kho dữ liệu của chủ hồ sơ."],
];

/** The tone a signature's standing is shown in. */
export const STANDING_TONES = { accepted: "good", undecided: "warn", refused: "bad" };

const LASTING_TONES = { valid: "good", not_yet: "warn", expired: "bad", unknown: "warn" };

/** Whether a paper may be used today: the tone and the words, with the day they turn on; null when nobody can say. */
export function lasting({ validity, valid_from: from }) {
  if (!validity) return null;
  const { code, text, until } = validity;
  const days = {
    valid: until && phrase` đến ${onDay(until)}`,
    expired: until && phrase` ngày ${onDay(until)}`,
    not_yet: from && phrase`, từ ${onDay(from)}`,
  };
  return { code, tone: LASTING_TONES[code], text: phrase`${text}${days[code] || ""}` };
}

/** `84912345678`, as the channels want it, → `0912345678`, as people write it. */
export function national(phone) {
  return (phone ?? "").replace(/^\+?84(?=\d{9}$)/, "0");
}

/** Who is signed in, as a dossier asks for its people. */
export function asParty({ name, phone, email }) {
  return { name, phone: national(phone), email: email ?? "" };
}

/** A time limit or fee of the catalogue without its marks: (M) is what nobody has checked, (V) what somebody has. */
export function unmarked(text) {
  const said = text.replaceAll(" (V)", "").replaceAll("(V ", "(");
  if (said.endsWith(" (M)")) return phrase`${unmarked(said.slice(0, -" (M)".length))} (chưa kiểm chứng)`;
  return said.replaceAll("(M)", phrase`(chưa kiểm chứng)`);
}

/** Text as it is searched: no accents, no case, đ as d. */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** Its title, unless that only shouts the type's name. */
export function called(item) {
  return folded(item.title) === folded(item.document_type_name) ? item.document_type_name : item.title;
}
