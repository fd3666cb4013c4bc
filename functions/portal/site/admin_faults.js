/** Every fault of a catalogue, grouped by the entry it is in, and all of them as a file to work through. */
import { html, phrase, useFocus } from "./page.js";
import { save } from "./admin_pieces.js";

const SECTIONS = {
  procedures: "Thủ tục hành chính",
  document_types: "Loại giấy tờ",
  units: "Đơn vị",
  calendars: "Lịch làm việc",
  purposes: "Mục đích sử dụng",
  issuers: "Chứng thư số của cơ quan",
};
const SHOWN = 100; // entries; the file has them all

export function isFaulty(problem) {
  return problem?.code === "CATALOGUE_FAULTY" && problem.problems.length > 0;
}

export function Faults({ problem }) {
  const place = useFocus(problem);
  const groups = grouped(problem.problems);
  const download = () => save(asTable(problem.problems), "loi-danh-muc.tsv", "text/tab-separated-values");
  return html`<section class="notice notice-bad" role="alert" tabindex="-1" ref=${place} aria-label="Lỗi của danh mục">
    <p><strong>${problem.detail}</strong></p>
    <p>Danh mục đang dùng không thay đổi. Sửa tệp rồi kiểm tra lại.</p>
    <p><button type="button" onClick=${download}>Tải danh sách lỗi</button></p>
    ${groups.slice(0, SHOWN).map(([where, faults]) => html`<h3>${called(where)}</h3>
      <ul class="told">${faults.map((each) => html`<li>${each.detail}
        ${each.within && html` <code class="small">${each.within}</code>`}</li>`)}</ul>`)}
    ${groups.length > SHOWN && html`<p>Còn ${groups.length - SHOWN} mục khác có lỗi, xem trong tệp tải về.</p>`}
  </section>`;
}

/** `procedures[3].components[2].ways` → in `procedures[3]`, at `components[2].ways`. */
function grouped(problems) {
  const groups = new Map();
  for (const each of problems) {
    const [entry, ...rest] = (each.where ?? "").split(".");
    if (!groups.has(entry)) groups.set(entry, []);
    groups.get(entry).push({ ...each, within: rest.join(".") });
  }
  return [...groups];
}

/** Entries are counted from one, as people do. */
function called(where) {
  const found = /^(\w+)\[(\d+)\]/.exec(where);
  if (!found) return where ? (SECTIONS[where] ?? where) : phrase`Cả danh mục`;
  return phrase`${SECTIONS[found[1]] ?? found[1]}, mục thứ ${Number(found[2]) + 1}`;
}

function asTable(problems) {
  const lines = problems.map((each) => [each.where ?? "", each.code, each.detail].map((cell) => cell.replace(/\s+/g, " ")));
  return ["where\tcode\tdetail", ...lines.map((line) => line.join("\t"))].join("\n");
}
