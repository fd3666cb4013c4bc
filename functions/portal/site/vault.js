/** Kho dữ liệu cá nhân, tổ chức: the list, its filters, and what matters of each paper at a glance. */
import { useEffect, useState } from "preact/hooks";
import {
  Button,
  Chip,
  ChoiceField,
  Heading,
  html,
  Icon,
  Pages,
  phrase,
  TextField,
  useLoaded,
} from "./page.js";
import { ask, look } from "./session.js";
import { atMoment, called, KINDS, LASTING, lasting, onDay, STANDING_TONES, STATES } from "./words.js";

const PAGE = 20;
const MOST = 10; // pages on one page: what follows has an address of its own, and the list stays quick

export function Vault({ query }) {
  return html`
    <div class="row row-apart">
      <${Heading}>Kho dữ liệu cá nhân, tổ chức<//>
      <a class="button primary" href="#/vault/new"><${Icon} name="add" size="18" />Thêm mới</a>
    </div>
    <p class="row"><a href="#/copies">Bản sao chứng thực</a><a href="#/feedback">Phản ánh của tôi</a><a href="#/vault/shares">Giấy tờ đã chia sẻ</a>
      <a href="#/vault/accesses">Ai đã xem giấy tờ của tôi</a><a href="#/vault/exports">Tải toàn bộ Kho</a></p>
    <${Filters} query=${query} />
    <${Papers} query=${query} key=${JSON.stringify(query)} />`;
}

function Filters({ query }) {
  const [wanted, want] = useState(query);
  useEffect(() => want(query), [JSON.stringify(query)]);
  const types = useLoaded(() => look("document-types"), []);
  const options = (types.value?.document_types ?? [])
    .filter((each) => !each.always_data)
    .map((each) => [each.code, each.name]);
  const go = (changes) => {
    const next = { ...wanted, ...changes, cursor: "" };
    want(next);
    const kept = Object.entries(next).filter(([, value]) => value);
    location.hash = `#/vault${kept.length ? `?${new URLSearchParams(kept)}` : ""}`;
  };
  const search = (event) => {
    event.preventDefault();
    go({});
  };
  const isFiltered = Boolean(query.kind || query.document_type || query.state || query.validity);
  return html`<form role="search" aria-label="Lọc giấy tờ" onSubmit=${search}>
    <${TextField} label="Tìm trong Kho" hint="Tên, số ký hiệu, trích yếu hoặc cơ quan cấp; không cần gõ dấu"
      type="search" value=${wanted.q} onValue=${(q) => want({ ...wanted, q })} onChange=${() => go({})} />
    <details open=${isFiltered || null}><summary>Lọc theo loại, danh mục, hiệu lực, trạng thái</summary><div class="filters">
    <${ChoiceField} label="Loại giấy tờ" none="Tất cả" options=${KINDS} value=${wanted.kind}
      onValue=${(kind) => go({ kind })} />
    <${ChoiceField} label="Danh mục giấy tờ" none="Tất cả" options=${options} value=${wanted.document_type}
      onValue=${(document_type) => go({ document_type })} />
    <${ChoiceField} label="Giá trị sử dụng" none="Tất cả" options=${LASTING} value=${wanted.validity}
      onValue=${(validity) => go({ validity })} />
    <${ChoiceField} label="Trạng thái" none="Tất cả, trừ giấy tờ đã ẩn" options=${STATES} value=${wanted.state}
      onValue=${(state) => go({ state })} />
    </div></details>
  </form>`;
}

function Papers({ query }) {
  const asked = (cursor) => ask("GET", "vault/items", { query: { ...query, limit: PAGE, ...(cursor && { cursor }) } });
  const isFiltered = Object.keys(query).some((each) => each !== "cursor");
  return html`<${Pages} ask=${asked} most=${MOST} waiting="Đang mở Kho…">${(pages, isMore) => {
    const items = pages.flatMap((page) => page.items);
    if (!items.length && !isMore) return html`<${Nothing} filtered=${isFiltered} />`;
    const next = new URLSearchParams({ ...query, cursor: pages.at(-1).cursor });
    if (!items.length) return html`<p class="soft">Chưa tìm thấy trong phần đã xem của Kho; bấm [Xem thêm] để tìm tiếp.</p>`;
    return html`
      ${query.cursor && html`<p><a href="#/vault?${first(query)}">Về đầu danh sách</a></p>`}
      <ul class="papers">${items.map((item) => html`<${Paper} key=${item.id} item=${item} />`)}</ul>
      ${isMore && pages.length >= MOST && html`<p><a class="button" href="#/vault?${next}">Trang tiếp theo</a></p>`}`;
  }}<//>`;
}

function first({ cursor, ...query }) {
  return new URLSearchParams(query);
}

function Nothing({ filtered }) {
  if (filtered)
    return html`<div class="card empty"><p>Không có giấy tờ nào khớp với điều kiện lọc.</p><a href="#/vault">Bỏ lọc</a>
      </div>`;
  return html`<div class="card empty">
    <p><strong>Kho chưa có giấy tờ nào.</strong></p>
    <p class="soft">Bấm [Thêm mới] để đưa vào Kho một tệp PDF kết quả đã được cơ quan nhà nước ký số.</p>
    <a class="button primary" href="#/vault/new">Thêm mới</a>
  </div>`;
}

function Paper({ item }) {
  const facts = [
    item.copy_of_name,
    item.number && phrase`Số ${item.number}`,
    item.issuer,
    item.issued_on && phrase`cấp ngày ${onDay(item.issued_on)}`,
  ];
  return html`<li class="card stack">
    <div class="row row-apart">
      <div class="grow">
        <h2><a class="main-link" href="#/vault/${item.id}">${called(item)}</a></h2>
        <p class="soft">${facts.filter(Boolean).join(" · ")}</p>
      </div>
      ${
        item.origin === "deposited" &&
        html`<a class="button quiet above" href="#/vault/${item.id}/replace"
        aria-label="Sửa: ${called(item)}"><${Icon} name="edit" size="18" />Sửa</a>`
      }
    </div>
    <p class="row small"><${Marks} item=${item} /></p>
    <p class="soft small">${item.origin_name} · vào Kho lúc ${atMoment(item.added_at)}</p>
  </li>`;
}

/** Validity, signature and state, each in words; a good signature looks good only while the paper may be used. */
export function Marks({ item }) {
  const lasts = lasting(item);
  const isOver = lasts?.code === "expired" && item.standing === "accepted";
  return html`
    ${lasts && html`<${Chip} tone=${lasts.tone}>${lasts.text}<//>`}
    <${Chip} tone=${isOver ? "plain" : STANDING_TONES[item.standing]}>${item.standing_name}<//>
    ${item.state !== "active" && html`<${Chip} tone="warn">${item.state_name}<//>`}
    ${item.shared && html`<${Chip}>Nhiều người cùng đứng tên<//>`}`;
}
