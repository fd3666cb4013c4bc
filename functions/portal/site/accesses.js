/** Ai đã xem giấy tờ của tôi: every look of an agency, or of who had a link, in words, by paper and by agency. */
import { Back, ChoiceField, Heading, html, Pages, useLoaded } from "./page.js";
import { ask } from "./session.js";

const LOOKED_AT = 100; // looks the choices are made of

export function Accesses({ query }) {
  const asked = (cursor) => ask("GET", "vault/accesses", { query: { ...query, limit: 20, cursor } });
  return html`<${Back} to="#/vault">Kho dữ liệu<//>
    <${Heading}>Ai đã xem giấy tờ của tôi<//>
    <p>Mọi lần cơ quan tra cứu Kho, mở giấy tờ hoặc có người mở liên kết bạn chia sẻ đều được ghi lại trước khi xem.${" "}
      Lần bạn tự mở thì xem ở trang của từng giấy tờ.</p>
    <${Filters} query=${query} />
    <${Pages} key=${JSON.stringify(query)} ask=${asked}>${(pages, isMore) => {
      const looks = pages.flatMap((page) => page.accesses);
      if (!looks.length && !isMore)
        return html`<div class="card empty"><p><strong>${
          query.item || query.unit ? "Không có lần xem nào khớp với điều kiện lọc." : "Chưa có ai xem giấy tờ trong Kho của bạn."
        }</strong></p></div>`;
      return html`<ul class="clear-list card">${looks.map(
        (each) => html`<li>${each.sentence}${each.item_title && html` <a href="#/vault/${each.item}">${each.item_title}</a>`}</li>`,
      )}</ul>`;
    }}<//>`;
}

function Filters({ query }) {
  const { value } = useLoaded(() => ask("GET", "vault/accesses", { query: { limit: LOOKED_AT } }), []);
  const looks = value?.accesses ?? [];
  const choices = (code, name) => [...new Map(looks.filter((each) => each[name]).map((each) => [each[code], each[name]]))];
  const go = (changes) => {
    const kept = Object.entries({ ...query, ...changes }).filter(([, chosen]) => chosen);
    location.hash = `#/vault/accesses${kept.length ? `?${new URLSearchParams(kept)}` : ""}`;
  };
  return html`<form class="filters" role="search" aria-label="Lọc lần xem" onSubmit=${(event) => event.preventDefault()}>
    <${ChoiceField} label="Giấy tờ" none="Tất cả" options=${choices("item", "item_title")} value=${query.item}
      onValue=${(item) => go({ item })} />
    <${ChoiceField} label="Cơ quan" none="Tất cả" options=${choices("unit", "unit_name")} value=${query.unit}
      onValue=${(unit) => go({ unit })} />
  </form>`;
}
