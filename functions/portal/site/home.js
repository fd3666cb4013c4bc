/** The first page: what this is for, how to sign in, and where to go on. */
import { Heading, html, Icon, Loaded, useLoaded } from "./page.js";
import { ask, look, rememberWay, session } from "./session.js";

export function Home() {
  return session.me ? html`<${Mine} />` : html`<${Welcome} />`;
}

function Welcome() {
  return html`
    <${Heading} title="Trang đầu">Giấy tờ đã có, không phải nộp lại<//>
    <p>Lưu kết quả điện tử đã được cấp vào Kho.${" "}
      Khi nộp hồ sơ trực tuyến, hệ thống tự lấy giấy tờ phù hợp từ Kho cho bạn.</p>
    <p class="row">
      <a class="button primary" href="#/sign-in">Đăng nhập</a>
      <a class="button" href="#/procedures">Xem thủ tục hành chính</a>
    </p>
    <ol class="tiles">
      ${[
        "Đăng nhập bằng VNeID hoặc tài khoản Cổng Dịch vụ công quốc gia.",
        "Thêm tệp PDF đã được cơ quan ký số vào Kho dữ liệu.",
        "Nộp hồ sơ: giấy tờ trong Kho được tự động đính kèm.",
      ].map((text, n) => html`<li class="card"><strong>${n + 1}.</strong> ${text}</li>`)}
    </ol>`;
}

/** `to` is where whoever signs in was going. */
export function SignIn({ to }) {
  return html`
    <${Heading}>Đăng nhập<//>
    <p>Chọn hình thức đăng nhập. Bạn nhập mật khẩu ở trang của hệ thống định danh; Kho không biết mật khẩu của bạn.</p>
    <${Providers} to=${to} />`;
}

export function Providers({ to = "#/", target }) {
  const loaded = useLoaded(() => look("sign-in/providers"), []);
  return html`<${Loaded} of=${loaded}>${({ providers }) => html`
    <ul class="providers">${providers.map(
      ({ name, label }) => html`<li>
      <a class="button" href="sign-in/${name}" target=${target} rel=${target && "noopener"}
        onClick=${() => target || rememberWay(to)}>
        Đăng nhập bằng ${label}</a></li>`,
    )}
    </ul>`}<//>`;
}

const TILES = [
  ["#/vault", "vault", "Kho dữ liệu cá nhân, tổ chức", "Xem, thêm và sửa giấy tờ điện tử của bạn."],
  ["#/procedures", "send", "Nộp trực tuyến", "Chọn dịch vụ công và nộp hồ sơ."],
  ["#/dossiers", "list", "Hồ sơ của tôi", "Theo dõi hồ sơ đã nộp, làm tiếp bản nháp."],
];

function Mine() {
  const { me } = session;
  return html`
    <${Heading} title="Trang đầu">Xin chào ${me.person.name}<//>
    ${me.warnings.map((each) => html`<div class="notice notice-warn">${each.detail}</div>`)}
    <ul class="tiles">${TILES.map(
      ([to, icon, name, about]) => html`<li>
      <a class="card tile" href=${to}><${Icon} name=${icon} size="28" /><strong>${name}</strong><span class="soft">
        ${about}</span></a></li>`,
    )}
    </ul>
    <${Drafts} />`;
}

function Drafts() {
  const loaded = useLoaded(() => ask("GET", "dossiers", { query: { state: 0, limit: 3 } }), []);
  return html`<${Loaded} of=${loaded}>${({ dossiers }) =>
    dossiers.length > 0 &&
    html`
    <section class="stack"><h2>Hồ sơ đang làm dở</h2>
      <ul class="papers">${dossiers.map(
        (each) => html`<li class="card">
        <h3><a class="main-link" href="#/dossiers/${each.id}/papers">${each.procedure.name}</a></h3>
        <p class="soft small">${each.unit.name}</p></li>`,
      )}
      </ul></section>`}<//>`;
}
