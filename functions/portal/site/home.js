/** The first page: what this is for, how to sign in, and where to go on. */
import { Heading, html, Icon, Loaded, phrase, useLoaded } from "./page.js";
import { Ready } from "./ready.js";
import { ask, look, rememberWay, session } from "./session.js";
import { moment } from "./wire.js";
import { called, lasting } from "./words.js";

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

/** `query.to` is where whoever signs in was going. */
export function SignIn({ query: { to } }) {
  if (session.me) return html`<${Mine} />`;
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
    <${ForMe} />
    <${Expiring} />
    <${Ready} />`;
}

/** Drafts, what an agency asks of a dossier, its questions about a feedback: what somebody else, or a day, waits for. */
function ForMe() {
  const loaded = useLoaded(whatWaits, []);
  return html`<section class="stack"><h2>Đang chờ bạn</h2><${Loaded} of=${loaded}>${({ things, isMore }) => html`
    ${things.length === 0 && html`<p class="soft">Không có việc nào đang chờ bạn.</p>`}
    <ul class="papers">${things.map(
      (each) => html`<li class="card stack-tight" key=${each.to}>
        <h3><a class="main-link" href=${each.to}>${each.what}</a></h3><p class="soft small">${each.about}</p></li>`,
    )}</ul>
    ${isMore && html`<p><a href="#/dossiers">Xem tất cả hồ sơ</a></p>`}`}<//></section>`;
}

const STATES = [5, 6, 0];
const SHOWN = 5; // of each state

async function whatWaits() {
  const asked = STATES.map((state) => ask("GET", "dossiers", { query: { state, limit: SHOWN } }));
  const [{ feedback }, ...pages] = await Promise.all([ask("GET", "feedback"), ...asked]);
  const questions = feedback.filter((each) => each.possible.includes("replied"));
  return {
    things: [...questions.map(question), ...pages.flatMap((page) => page.dossiers).map(errand)],
    isMore: pages.some((page) => page.cursor),
  };
}

function question(each) {
  return { to: `#/feedback/${each.id}`, what: phrase`Trả lời cơ quan về phản ánh: ${each.title}`, about: each.unit_name };
}

const TO_DO = { 0: "Hồ sơ đang làm dở", 5: "Bổ sung hồ sơ", 6: "Thực hiện nghĩa vụ tài chính" };

function errand(each) {
  const to = `#/dossiers/${each.id}${each.state === 0 ? "/papers" : ""}`;
  const about = [each.code, each.unit.name].filter(Boolean).join(" · ");
  return { to, what: phrase`${TO_DO[each.state]}: ${each.procedure.name}`, about };
}

const NEAR = 60 * 24 * 3600 * 1000; // milliseconds
const LOOKED_AT = 100; // papers

function Expiring() {
  const loaded = useLoaded(() => ask("GET", "vault/items", { query: { limit: LOOKED_AT } }), []);
  const isNear = ({ validity }) => validity?.code === "valid" && validity.until && new Date(validity.until) - moment() < NEAR;
  return html`<${Loaded} of=${loaded}>${({ items, cursor }) => {
    const near = items.filter(isNear).sort((one, other) => (one.validity.until < other.validity.until ? -1 : 1));
    return (
      near.length > 0 &&
      html`<section class="stack"><h2>Giấy tờ sắp hết hạn</h2><ul class="papers">${near.map(
        (each) => html`<li class="card stack-tight" key=${each.id}>
          <h3><a class="main-link" href="#/vault/${each.id}">${called(each)}</a></h3>
          <p class="soft small">${lasting(each).text}</p></li>`,
      )}</ul>${cursor && html`<p class="soft small">Chỉ xét ${LOOKED_AT} giấy tờ mới nhất trong Kho.</p>`}</section>`
    );
  }}<//>`;
}
