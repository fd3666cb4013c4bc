/**
 * A PDF shown on the page itself, by the browser's own reader: in a frame of the store's own origin, so that nothing a
 * file holds ever runs in ours. Many telephones have no reader for frames: there it is opened in a tab of its own.
 */
import { useEffect, useState } from "preact/hooks";
import { OpenLink } from "./file.js";
import { Button, Dialog, html, Icon, Trouble, useAction, Waiting } from "./page.js";

/** The page to its full width, without the list of pages beside it: as Chromium's reader is asked, and Firefox's. */
const READER = "#view=FitH&navpanes=0&pagemode=none";

/**
 * `open` asks for the link, on the click: each look is recorded, and a link lives five minutes. `title` is the paper's,
 * for who hears the page. `onOpened` is called once a link has come. `isAlone`: nothing else on the page opens it.
 */
export function Preview({ open, title, label = "Xem trước", onOpened, isAlone }) {
  const [isShown, show] = useState(false);
  if (!navigator.pdfViewerEnabled) return html`<${Unshown} ...${{ open, title, onOpened, isAlone }} />`;
  return html`<div class="preview">
    <p><${Button} class="above" aria-expanded=${isShown ? "true" : "false"}
      aria-label="${isShown ? "Đóng bản xem trước" : label}: ${title}" onClick=${() => show(!isShown)}>
      <${Icon} name=${isShown ? "bad" : "eye"} size="18" />${isShown ? "Đóng bản xem trước" : label}<//></p>
    ${isShown && html`<${Frame} ...${{ open, title, onOpened, isAlone }} />`}</div>`;
}

function Unshown({ open, title, onOpened, isAlone }) {
  return html`<p class="soft small">Trình duyệt này không xem được PDF ngay trong trang; hãy mở tệp tin.</p>
    ${isAlone && html`<p><${OpenLink} asked=${open} label="Mở trong thẻ mới" about=${title} onOpened=${onOpened} /></p>`}`;
}

/** Asks for its link as soon as it is on the page. */
function Frame({ open, title, onOpened, isAlone }) {
  const [shown, show] = useState({ url: null, round: 0 });
  const [isThere, come] = useState(false);
  const [look, looking] = useAction(async () => {
    const url = `${await open()}${READER}`;
    come(false);
    show(({ round }) => ({ url, round: round + 1 }));
    onOpened?.();
  });
  useEffect(() => void look(), []);
  return html`
    <${Trouble} problem=${looking.problem} again=${shown.url ? null : look} />
    ${!isThere && !looking.problem && html`<${Waiting}>Đang mở tệp tin…<//>`}
    ${shown.url && html`<iframe key=${shown.round} src=${shown.url} title=${title} referrerpolicy="no-referrer"
      onLoad=${() => come(true)}></iframe>
    <div class="row">
      <button type="button" class="quiet above" aria-label="Tải lại: ${title}" aria-disabled=${looking.busy} onClick=${look}>Tải lại</button>
      ${isAlone && html`<${OpenLink} asked=${open} label="Mở trong thẻ mới" about=${title} onOpened=${onOpened} />`}</div>`}`;
}

/** Papers side by side over the page, each as high as there is room; on a narrow screen one beneath the other. */
export function SideBySide({ title, papers, onClose }) {
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <div class="beside papers-beside">${papers.map(({ name, open, waits }) => html`<section key=${name} class="preview">
      <h3>${name}</h3>
      ${
        waits || !navigator.pdfViewerEnabled
          ? html`<${Preview} open=${open} title=${name} isAlone />`
          : html`<${Frame} open=${open} title=${name} isAlone />`
      }</section>`)}</div>
    <div class="row row-end dialog-end"><button type="button" onClick=${onClose}>Đóng</button></div><//>`;
}
