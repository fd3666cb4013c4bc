/** Quản trị: what an administrator looks after, and what each place is for. */
import { Heading, html, Icon } from "./page.js";

const PLACES = [
  ["#/admin/catalogue", "list", "Danh mục thủ tục", "Nhập danh mục mới, xem lỗi và thay đổi trước khi dùng, trở lại phiên bản trước."],
  ["#/admin/units", "desk", "Đơn vị", "Tìm đơn vị mọi thời kỳ, đơn vị trước và kế tiếp, đơn vị trùng tên."],
  ["#/admin/issuers", "edit", "Chứng thư số của cơ quan", "Cơ quan nào ký bằng chứng thư số nào, từ ngày nào đến ngày nào."],
  ["#/admin/trust", "good", "Kho tin cậy", "Tổ chức cấp chứng thư số được tin và danh sách thu hồi còn mới hay đã quá hạn."],
  ["#/admin/officers", "vault", "Công chức", "Phân công công chức, thủ trưởng, người ký chứng thực vào đơn vị."],
  ["#/admin/messages", "bell", "Mẫu thông báo", "Lời của từng thông báo, kênh gửi, mẫu Zalo và ví dụ dài nhất."],
  ["#/admin/webhooks", "send", "Hệ thống nhận phản ánh", "Hệ thống riêng của đơn vị nào được báo về phản ánh, tại địa chỉ nào, đã nhận hay chưa."],
  ["#/admin/dead-letters", "warn", "Việc chưa xử lý được", "Những gì dừng lại vì lỗi, có từ bao giờ, và xử lý lại."],
];

export function Admin() {
  return html`<${Heading}>Quản trị<//>
    <ul class="tiles">${PLACES.map(
      ([to, icon, name, about]) => html`<li><a class="card tile" href=${to}><${Icon} name=${icon} size="26" />
        <strong>${name}</strong><span class="soft">${about}</span></a></li>`,
    )}</ul>`;
}
