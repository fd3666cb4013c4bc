/**
 * A PDF shown on the page itself, by the browser's own reader: in a frame of the store's own origin, so that nothing a
 * file holds ever runs in ours.
 */
import { useState } from "preact/hooks";
import { Button, html, Icon, Trouble, useAction, Waiting } from "./page.js";

/**
 * `open` asks for the link, on the click: each look is recorded, and a link lives five minutes. `title` is the paper's,
 * for who hears the page. `onOpened` is called once a link has come. Pages lay it out by the class `preview`.
 */
export function Preview({ open, title, label = "Xem trước", onOpened }) {
  const [shown, show] = useState(null);
  const [isThere, come] = useState(false);
  const [look, looking] = useAction(async () => {
    const url = await open();
    come(false);
    show(url);
    onOpened?.();
  });
  if (!navigator.pdfViewerEnabled)
    return html`<p class="soft small">Trình duyệt này không xem được PDF ngay trong trang; hãy mở tệp tin.</p>`;
  return html`<div class="preview">
    <div class="row">
      <${Button} class="above" busy=${looking.busy} aria-expanded=${shown ? "true" : "false"}
        aria-label="${shown ? "Đóng bản xem trước" : label}: ${title}" onClick=${shown ? () => show(null) : look}>
        <${Icon} name=${shown ? "bad" : "eye"} size="18" />${shown ? "Đóng bản xem trước" : label}<//>
      ${shown && html`<button type="button" class="quiet above" aria-disabled=${looking.busy} onClick=${look}>Tải lại</button>`}
    </div>
    <${Trouble} problem=${looking.problem} />
    ${shown && !isThere && html`<${Waiting}>Đang mở tệp tin…<//>`}
    ${shown && html`<iframe src=${shown} title=${title} referrerpolicy="no-referrer" onLoad=${() => come(true)}></iframe>`}
  </div>`;
}
