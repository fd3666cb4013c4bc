/** The rooms of the desk, on top of each of their pages; a certifier who is no officer has the copies alone. */
import { html } from "./page.js";
import { session } from "./session.js";

const OFFICERS = ["officer", "head"];
const ROOMS = [
  ["#/desk", "Hồ sơ", OFFICERS],
  ["#/desk/assist", "Nộp hộ tại quầy", OFFICERS],
  ["#/desk/copies", "Chứng thực bản sao", [...OFFICERS, "certifier"]],
  ["#/desk/results", "Trả nhiều kết quả", OFFICERS],
  ["#/desk/feedback", "Phản ánh cần trả lời", OFFICERS],
];

/** Those open to who is signed in: `[[address, name], …]`. */
export function deskRooms() {
  return ROOMS.filter(([, , roles]) => roles.some((each) => session.me.roles.includes(each)));
}

export function DeskRooms({ at, class: kind = "" }) {
  return html`<nav class="tabs no-print ${kind}" aria-label="Các việc tại Một cửa"><ul>${deskRooms().map(
    ([to, name]) => html`<li><a href=${to} aria-current=${to === at ? "page" : null}>${name}</a></li>`,
  )}</ul></nav>`;
}
