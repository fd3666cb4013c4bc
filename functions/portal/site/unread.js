/** How many notices are unread, as the API said last; whoever shows it hears of every change. */
import { useEffect, useReducer } from "preact/hooks";
import { html, Icon } from "./page.js";
import { ask } from "./session.js";

let unread = 0;
const listeners = new Set();

/** The inbox itself was asked, or something in it was read. */
export function tellUnread(count) {
  unread = count;
  listeners.forEach((listener) => listener());
}

/** The way to the inbox, with how much of it is unread; asked anew on each page, and left as it was when that fails. */
export function InboxLink({ path }) {
  const [, changed] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, []);
  useEffect(() => {
    ask("GET", "inbox", { query: { limit: 1 } }).then((found) => tellUnread(found.unread), () => {});
  }, [path]);
  return html`<a class="inbox-link" href="#/inbox" aria-current=${path === "/inbox" ? "page" : null}>
    <${Icon} name="bell" size="20" /><span>Thông báo</span>
    ${unread > 0 && html`<strong class="mark">${unread}<span class="unseen"> chưa đọc</span></strong>`}</a>`;
}
