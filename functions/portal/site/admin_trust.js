/** Kho tin cậy: whom signatures are believed from, and how fresh the word is of what they took back. */
import { Chip, Heading, html, Loaded, Notice, phrase, useLoaded } from "./page.js";
import { ToAdmin } from "./admin_pieces.js";
import { ask } from "./session.js";
import { atMoment, onDay } from "./words.js";

const RINGS = 6; // hours left of some list, below which the operator's alarm rings
const PURPOSES = [
  ["root", "Tổ chức gốc", "Mọi chữ ký số được tin đều bắt nguồn từ đây."],
  ["intermediate", "Tổ chức cấp dưới", "Cấp chứng thư số cho cơ quan và người ký."],
  ["timestamping", "Dấu thời gian", "Chứng nhận chữ ký có từ lúc nào."],
  ["public", "Chữ ký số công cộng", "Chỉ để nhận ra và nói rõ lý do khi từ chối."],
];
const TONES = { fresh: "good", stale: "bad", missing: "warn" };

export function AdminTrust() {
  const loaded = useLoaded(() => ask("GET", "trust"), []);
  return html`<${ToAdmin} /><${Heading}>Kho tin cậy<//>
    <${Loaded} of=${loaded}>${(trust) => html`<${Summary} trust=${trust} />
      ${PURPOSES.map(([purpose, name, about]) => {
        const those = trust.authorities.filter((each) => each.purpose === purpose);
        return those.length > 0 && html`<section class="stack" key=${purpose}><h2>${name} <span class="soft count">${those.length}</span></h2>
          <p class="soft">${about}</p>
          <ul class="papers">${those.map((each) => html`<${Authority} key=${each.sha256} authority=${each} />`)}</ul></section>`;
      })}
      <section class="card stack"><h2>Phiên bản ghi trong mỗi kết luận</h2><dl class="facts">
        <dt>Kho tin cậy</dt><dd><code>${trust.trust_store}</code></dd>
        <dt>Danh sách thu hồi</dt><dd><code>${trust.revocation}</code></dd>
        ${Object.entries(trust.policies).map(([name, version]) => html`<dt>${name}</dt><dd><code>${version}</code></dd>`)}</dl></section>`}<//>`;
}

function Summary({ trust }) {
  const asked = trust.authorities.filter((each) => each.freshness);
  const waiting = asked.filter((each) => each.freshness !== "fresh");
  const soon = asked.filter((each) => each.freshness === "fresh" && each.revocation_list.hours_left < RINGS);
  return html`
    ${trust.stage_believes_demonstration && html`<${Notice} tone="warn"><p>Hệ thống này tin cả chữ ký minh họa; không dùng cho giấy tờ thật.</p><//>`}
    ${waiting.length > 0
      ? html`<${Notice} tone=${trust.is_stale ? "bad" : "warn"} title="Đang thiếu danh sách thu hồi">
          <p>Giấy tờ do những tổ chức này và cấp dưới của họ ký phải chờ, chưa kết luận được cho đến khi có danh sách mới:</p>
          <ul class="told">${waiting.map((each) => html`<li>${each.name}: ${each.freshness_name}</li>`)}</ul>
          <p>Danh sách được tải mỗi giờ. Nếu mạng không tới được nơi công bố, người vận hành nhập bằng lệnh
            ${" "}<code>python -m infra.import_crl</code>.</p><//>`
      : html`<${Notice} tone="good"><p>Danh sách thu hồi của mọi tổ chức còn hiệu lực.</p><//>`}
    ${trust.undecided > 0 && html`<${Notice} tone="warn"><p>${trust.undecided_more ? html`Ít nhất ${trust.undecided} giấy tờ` : html`${trust.undecided} giấy tờ`} đang
      chờ kết luận về chữ ký; hệ thống tự xét lại khi có danh sách mới.</p><//>`}
    ${soon.length > 0 && html`<${Notice} tone="warn"><p>Sắp hết hạn: ${soon.map((each) => each.name).join(", ")}.</p><//>`}
    <p class="soft small">Người vận hành được báo động khi một danh sách còn dưới ${RINGS} giờ hoặc ba giờ không đo được.</p>`;
}

function left(hours) {
  return hours < 48 ? phrase`, còn ${Math.floor(hours)} giờ` : phrase`, còn ${Math.floor(hours / 24)} ngày`;
}

function Authority({ authority }) {
  const { revocation_list: list, answers } = authority;
  const facts = [
    ["Hạn chứng thư số", `${onDay(authority.valid_from)} – ${onDay(authority.valid_until)}`],
    ["Dấu vân tay SHA-256", html`<code>${authority.sha256}</code>`],
    ["Danh sách số", list?.number],
    ["Phát hành lúc", list && atMoment(list.this_update)],
    ["Dùng đến", list?.next_update && atMoment(list.next_update)],
    ["Chứng thư số bị thu hồi", list?.revoked],
    ["Tải về lúc", list && atMoment(list.fetched_at)],
    ["Hỏi từng chứng thư số tại", answers?.responder && html`<code>${answers.responder}</code>`],
    ["Câu trả lời", answers && phrase`${answers.fresh} còn hiệu lực, ${answers.stale} quá hạn, ${answers.revoked} bị thu hồi`],
    ["Trả lời gần nhất", answers?.last_answer_at && atMoment(answers.last_answer_at)],
  ];
  return html`<li class="card stack"><div class="row row-apart"><h3 class="grow">${authority.name}</h3>
      ${authority.freshness && html`<${Chip} tone=${TONES[authority.freshness]}>${authority.freshness_name}${
        list && authority.freshness === "fresh" ? left(list.hours_left) : ""}<//>`}</div>
    ${answers?.silent_since && html`<p><${Chip} tone="bad">Không trả lời từ ${atMoment(answers.silent_since)}<//></p>`}
    <dl class="facts">${facts.filter(([, value]) => value || value === 0).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></li>`;
}
