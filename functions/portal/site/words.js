/** How values are written for people: days, sizes, and short words for codes. */

const day = new Intl.DateTimeFormat("vi-VN", {
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  timeZone: "Asia/Ho_Chi_Minh",
});
const moment = new Intl.DateTimeFormat("vi-VN", {
  hour: "2-digit",
  minute: "2-digit",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  timeZone: "Asia/Ho_Chi_Minh",
});

/** `2026-11-23` → `23/11/2026`; of an instant, its day in Vietnam. */
export function onDay(text) {
  if (!text) return "";
  return text.length === 10 ? text.split("-").reverse().join("/") : day.format(new Date(text));
}

/** An instant → `14:05 23/11/2026` in Vietnam. */
export function atMoment(text) {
  return text ? moment.format(new Date(text)) : "";
}

/** Today in Vietnam, as the API writes days. */
export function today() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
}

export function bytes(count) {
  if (count < 1024) return `${count} byte`;
  if (count < 1024 * 1024) return `${Math.round(count / 1024)} KB`;
  return `${(count / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
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

export const RECEIVE_BY = [
  ["counter", "Nhận tại Bộ phận Một cửa", "Mang theo giấy tờ tùy thân khi đến nhận."],
  ["post", "Nhận qua dịch vụ bưu chính công ích", "Gửi đến địa chỉ của người nộp; bạn trả cước khi nhận."],
  ["electronic", "Nhận bản điện tử trong Kho", "Kết quả có chữ ký số vào thẳng Kho dữ liệu của chủ hồ sơ."],
];

/** The tone a signature's standing is shown in. */
export const STANDING_TONES = { accepted: "good", undecided: "warn", refused: "bad" };

/** Validity as the paper itself states it: a chip's tone and words; null when it says nothing. */
export function validity({ valid_from: from, valid_until: until }) {
  if (from && from > today()) return ["warn", `Có hiệu lực từ ${onDay(from)}`];
  if (!until) return null;
  return until < today() ? ["bad", `Hết hạn từ ${onDay(until)}`] : ["good", `Còn hạn đến ${onDay(until)}`];
}

/** Text as it is searched: no accents, no case, đ as d. */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** Its title, unless that only shouts the type's name. */
export function called(item) {
  return folded(item.title) === folded(item.document_type_name) ? item.document_type_name : item.title;
}
